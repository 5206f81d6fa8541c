"""The shipped weights, by name, each with a card that says how it was made and how good it is."""

import hashlib
import json
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load as from_bytes
from safetensors.torch import save as to_bytes
from torch import nn

from gan_utils import models
from gan_utils.checks import one_of
from gan_utils.files import write_atomically

FOLDER = Path(__file__).parent / "weights"


class WeightsError(RuntimeError):
    """A file of weights is missing or damaged; the message names it."""


def names() -> list[str]:
    """The names that ``load`` knows.

    >>> "dcgan-digits" in names()
    True
    """
    return sorted({path.stem for ending in ("json", "safetensors") for path in FOLDER.glob(f"*.{ending}")})


def card(name: str) -> dict[str, Any]:
    """How a network was made: data, seed, steps, wall time, command, and, but for a discriminator, scores.

    Raises:
        ValueError: for a name that is not in ``names()``.

    >>> card("dcgan-digits")["data"]
    'MNIST, 60000 training images, 32 x 32'
    """
    one_of("name", name, names())
    try:
        found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
        found["sha256"]  # without it nothing can be loaded by this card
        return found
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise WeightsError(f"{FOLDER / name}.json is missing or damaged ({error}): install gan_utils again") from error


def load(name: str) -> nn.Module:
    """A trained network in evaluation mode, float32 on the CPU.

    Args:
        name: one of ``names()``. ``"dcgan-digits"`` is a ``models.DCGANGenerator``,
            ``"dcgan-digits-discriminator"`` the D it was trained against.
    Raises:
        ValueError: for a name that is not in ``names()``.
        WeightsError: when the file is missing, truncated or altered.

    >>> import torch
    >>> generator = load("dcgan-digits")
    >>> with torch.no_grad():
    ...     generator(torch.zeros(1, generator.z_dim)).shape
    torch.Size([1, 1, 32, 32])
    """
    path = FOLDER / f"{name}.safetensors"
    expected = card(name)["sha256"]
    if not path.exists():
        raise WeightsError(f"{path} is missing: install gan_utils again")
    if hashlib.sha256(path.read_bytes()).hexdigest() != expected:
        raise WeightsError(f"{path} is damaged (its checksum differs from its card): install gan_utils again")
    return read(path)


def read(path: str | Path) -> nn.Module:
    """The network in a file that ``write`` or a page of the book wrote, in evaluation mode, float32 on the CPU.

    The file is read once and closed. Where rules of DCGAN are undone in the network, so they are in what this gives.

    Raises:
        WeightsError: when the file is missing, truncated, or holds another network; it names the file.
    """
    try:
        content = Path(path).read_bytes()
        size = int.from_bytes(content[:8], "little")  # safetensors: eight bytes, then so many of JSON, then numbers
        header = json.loads(content[8 : 8 + size]).get("__metadata__", {})
        if "progress" in header:
            raise WeightsError(f"{path} is a checkpoint of training.train, not weights: train(checkpoint=...) reads it")
        network: nn.Module = getattr(models, header["network"])(**json.loads(header["settings"])).float()
        if "undone" in header:
            models.undo(network, json.loads(header["undone"]))
        network.load_state_dict(from_bytes(content))
    except WeightsError:
        raise
    except (SafetensorError, OSError, KeyError, TypeError, ValueError, RuntimeError, AttributeError) as error:
        raise WeightsError(f"{path} cannot be read as weights: {error}") from error
    return network.eval()


def write(network: nn.Module, path: str | Path) -> str:
    """Keep a network's weights in float16, atomically. Returns the file's sha256, for its card.

    Raises:
        ValueError: for a network that is not of ``models``, or weights that are not finite or too large for float16.
        OSError: when the folder cannot be written.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "tiny.safetensors"
    >>> checksum = write(models.DCGANGenerator(z_dim=4, width=2), path)
    >>> read(path).z_dim
    4
    """
    own: Any = models.plain(network)
    kind = type(own).__name__
    if getattr(models, kind, None) is not type(own) or not hasattr(own, "settings"):
        raise ValueError(f"network must be of a class of gan_utils.models with settings, not {kind}: see torch.save")
    state = {
        name: (tensor.half() if tensor.is_floating_point() else tensor).detach().cpu().contiguous()
        for name, tensor in own.state_dict().items()
    }
    for name, tensor in state.items():
        if not tensor.isfinite().all():
            raise ValueError(f"{kind}'s {name} is not finite, or too large for float16")
    header = {"network": kind, "settings": json.dumps(own.settings())}
    if undone := dict(getattr(own, "undone", {})):
        header["undone"] = json.dumps(undone)
    content = to_bytes(state, header)
    write_atomically(path, content)
    return hashlib.sha256(content).hexdigest()
