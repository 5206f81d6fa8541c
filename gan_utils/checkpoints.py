"""Checkpoints of a training run: one safetensors file with a JSON header, never a pickle."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load as from_bytes
from safetensors.torch import save as to_bytes
from torch import Tensor, nn

from gan_utils.files import write_atomically

HEADER = {"settings", "progress", "sha256"}

Part = nn.Module | torch.optim.Optimizer  # what has a state to keep


class CheckpointError(RuntimeError):
    """A checkpoint is damaged or belongs to another run; the message names the file and what to do."""


def save(path: str | Path, settings: dict[str, Any], progress: dict[str, Any], tensors: dict[str, Tensor]) -> None:
    """Write a checkpoint in one atomic step: a process that dies here leaves the one before.

    Tensors may lie on any device and share memory, as tied weights do; each is written as its own.

    Raises:
        OSError: when the folder cannot be written.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "run.safetensors"
    >>> save(path, {"lr": 0.1}, {"step": 3}, {"w": torch.ones(2)})
    >>> load(path, {"lr": 0.1})
    ({'w': tensor([1., 1.])}, {'step': 3})
    """
    tensors = _apart(tensors)
    header = {"settings": json.dumps(settings), "progress": json.dumps(progress)}
    write_atomically(path, to_bytes(tensors, header | {"sha256": _checksum(header, tensors)}))


def load(path: str | Path, settings: dict[str, Any]) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """The tensors and the progress of a checkpoint that was saved with these settings.

    The file is read once and closed: it may be replaced, cut short or removed while it is used.

    Raises:
        CheckpointError: when the file cannot be read, is damaged or no checkpoint, or was written with other
            settings (it names them). The file is left as it is.
    """
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise CheckpointError(f"{path} cannot be read: {error}") from error
    header = _header(path, content)
    try:
        kept, progress = json.loads(header["settings"]), json.loads(header["progress"])
        tensors = from_bytes(content)
        if _checksum(header, tensors) != header["sha256"]:
            raise ValueError("its checksum is wrong")
    except (SafetensorError, ValueError) as error:
        raise CheckpointError(f"{path} is damaged ({error}): delete it to start again") from error
    differing = {name: (kept.get(name), value) for name, value in settings.items() if kept.get(name) != value}
    if differing:
        changes = ", ".join(f"{name} was {old!r}, now {new!r}" for name, (old, new) in differing.items())
        raise CheckpointError(
            f"{path} belongs to a run with other settings: {changes}. Give those, or name another file"
        )
    return tensors, progress


def pack(parts: Mapping[str, Part]) -> dict[str, Tensor]:
    """All tensors of networks and optimisers under dotted names, such as ``generator.layers.0.weight``.

    Raises:
        CheckpointError: when a part's state holds something that is no tensor, which this file cannot keep.
    """
    packed = {
        f"{part}.{name}": tensor
        for part, thing in parts.items()
        for name, tensor in _tensors(thing.state_dict()).items()
    }
    for name, tensor in packed.items():
        if not isinstance(tensor, Tensor):
            raise CheckpointError(f"{name} is of type {type(tensor).__name__}: a checkpoint keeps tensors alone")
    return packed


def unpack(parts: Mapping[str, Part], tensors: dict[str, Tensor], path: str | Path) -> None:
    """Put the tensors of ``pack``, read from ``path``, back into networks and optimisers of the same shape.

    Raises:
        CheckpointError: when a network or optimiser of these shapes was not what was saved; it names the file.
            No network has been changed then.
    """
    states = {
        part: {name[len(part) + 1 :]: tensor for name, tensor in tensors.items() if name.startswith(part + ".")}
        for part in parts
    }
    for part, thing in parts.items():
        if not isinstance(thing, torch.optim.Optimizer) and (differing := _difference(thing, states[part])):
            raise CheckpointError(f"{path} does not fit this {part}: {differing}")
    for part, thing in parts.items():
        try:
            state = _of_optimiser(thing, states[part]) if isinstance(thing, torch.optim.Optimizer) else states[part]
            thing.load_state_dict(state)
        except (RuntimeError, ValueError, KeyError) as error:
            raise CheckpointError(f"{path} does not fit this {part}: {error}") from error


def _difference(network: nn.Module, tensors: dict[str, Tensor]) -> str | None:
    """The first tensor whose shape in the network is not that in a file; None where all are alike."""
    wanted = {name: tuple(tensor.shape) for name, tensor in network.state_dict().items()}
    found = {name: tuple(tensor.shape) for name, tensor in tensors.items()}
    for name in [*wanted, *found]:
        if wanted.get(name) != found.get(name):
            here, there = (shapes.get(name, "nothing") for shapes in (wanted, found))
            return f"{name} is {here} here and {there} there"
    return None


def _header(path: str | Path, content: bytes) -> dict[str, str]:
    """What ``save`` wrote beside the tensors; ``CheckpointError`` where it is not there."""
    size = int.from_bytes(content[:8], "little")  # safetensors: eight bytes, then so many of JSON, then numbers
    try:
        header: dict[str, str] = json.loads(content[8 : 8 + size]).get("__metadata__", {})
    except (ValueError, AttributeError):
        if not content:
            raise CheckpointError(f"{path} is empty: delete it to start again") from None
        what = "is no safetensors file, or is damaged at its beginning"
        advice = "if it is a checkpoint, delete it to start again; if not, name another file"
        raise CheckpointError(f"{path} {what}: {advice}") from None
    if not set(header) >= HEADER:
        raise CheckpointError(f"{path} holds tensors, but is no checkpoint of train: name another file")
    return header


def _apart(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """The tensors on the CPU, each in memory of its own, which is what safetensors writes."""
    apart, used = {}, set()
    for name, tensor in tensors.items():
        tensor = tensor.detach().cpu().contiguous()
        whole = tensor.untyped_storage()
        if whole.nbytes() != tensor.nbytes or whole.data_ptr() in used:
            tensor = tensor.clone()
        used.add(tensor.untyped_storage().data_ptr())
        apart[name] = tensor
    return apart


def _of_optimiser(optimiser: torch.optim.Optimizer, tensors: dict[str, Tensor]) -> dict[str, Any]:
    """An optimiser's state as it was before ``_tensors``."""
    state: dict[int, dict[str, Tensor]] = {}
    for name, tensor in tensors.items():
        index, key = name.split(".")
        state.setdefault(int(index), {})[key] = tensor
    return {"state": state, "param_groups": optimiser.state_dict()["param_groups"]}


def _checksum(header: dict[str, str], tensors: dict[str, Tensor]) -> str:
    """Of the settings, the progress, and all names and numbers: safetensors itself would not notice a flipped bit."""
    total = hashlib.sha256()
    for name in ("settings", "progress"):
        total.update(header[name].encode())
    for name, tensor in sorted(tensors.items()):
        total.update(name.encode())
        total.update(tensor.flatten().view(torch.uint8).numpy().data)
    return total.hexdigest()


def _tensors(state: dict[str, Any]) -> dict[str, Any]:
    """A network's or an optimiser's state under dotted names."""
    if "param_groups" in state:  # an optimiser's; its groups hold settings, which the header keeps
        return {f"{index}.{key}": tensor for index, entry in state["state"].items() for key, tensor in entry.items()}
    return state
