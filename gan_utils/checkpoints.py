"""Checkpoints of a training run: one safetensors file with a JSON header, never a pickle."""

import hashlib
import json
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save as to_bytes
from torch import Tensor

from gan_utils.files import write_atomically


class CheckpointError(RuntimeError):
    """A checkpoint is damaged or belongs to another run; the message names the file and what to do."""


def save(path: Path, settings: dict, progress: dict, tensors: dict[str, Tensor]) -> None:
    """Write a checkpoint in one atomic step: a process that dies here leaves the one before.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "run.safetensors"
    >>> save(path, {"lr": 0.1}, {"step": 3}, {"w": torch.ones(2)})
    >>> load(path, {"lr": 0.1})
    ({'w': tensor([1., 1.])}, {'step': 3})
    """
    tensors = {name: tensor.contiguous() for name, tensor in tensors.items()}
    header = {"settings": json.dumps(settings), "progress": json.dumps(progress), "sha256": _checksum(tensors)}
    write_atomically(path, to_bytes(tensors, header))


def load(path: Path, settings: dict) -> tuple[dict[str, Tensor], dict]:
    """The tensors and the progress of a checkpoint that was saved with these settings.

    Raises:
        CheckpointError: when the file is damaged, or was written with other settings (it names them).
    """
    try:
        with safe_open(path, framework="pt") as file:
            header = file.metadata() or {}
            kept, progress = json.loads(header["settings"]), json.loads(header["progress"])
            tensors = {name: file.get_tensor(name) for name in file.keys()}
            if _checksum(tensors) != header["sha256"]:
                raise ValueError("its checksum is wrong")
    except (SafetensorError, OSError, KeyError, ValueError) as error:
        raise CheckpointError(f"{path} is damaged ({error}): delete it to start again") from error
    differing = {name: (kept.get(name), value) for name, value in settings.items() if kept.get(name) != value}
    if differing:
        changes = ", ".join(f"{name} was {old!r}, now {new!r}" for name, (old, new) in differing.items())
        raise CheckpointError(f"{path} belongs to a run with other settings: {changes}. Delete it to start again")
    return tensors, progress


def pack(parts: dict) -> dict[str, Tensor]:
    """All tensors of networks and optimisers under dotted names, such as ``generator.layers.0.weight``."""
    return {
        f"{part}.{name}": tensor
        for part, thing in parts.items()
        for name, tensor in _tensors(thing.state_dict())
    }


def unpack(parts: dict, tensors: dict[str, Tensor], path: Path) -> None:
    """Put the tensors of ``pack``, read from ``path``, back into networks and optimisers of the same shape.

    Raises:
        CheckpointError: when a network or optimiser of these shapes was not what was saved; it names the file.
    """
    for part, thing in parts.items():
        own = {name[len(part) + 1 :]: tensor for name, tensor in tensors.items() if name.startswith(part + ".")}
        try:
            if isinstance(thing, torch.optim.Optimizer):
                state: dict[int, dict[str, Tensor]] = {}
                for name, tensor in own.items():
                    index, key = name.split(".")
                    state.setdefault(int(index), {})[key] = tensor
                thing.load_state_dict({"state": state, "param_groups": thing.state_dict()["param_groups"]})
            else:
                thing.load_state_dict(own)
        except (RuntimeError, ValueError, KeyError) as error:
            raise CheckpointError(f"{path} does not fit this {part}: {error}") from error


def _checksum(tensors: dict[str, Tensor]) -> str:
    """Of all names and numbers: safetensors itself would not notice a flipped bit."""
    total = hashlib.sha256()
    for name, tensor in sorted(tensors.items()):
        total.update(name.encode() + tensor.cpu().numpy().tobytes())
    return total.hexdigest()


def _tensors(state: dict):
    if "param_groups" in state:  # an optimiser's; its groups hold settings, which the header keeps
        state = {f"{index}.{key}": tensor for index, entry in state["state"].items() for key, tensor in entry.items()}
    return state.items()
