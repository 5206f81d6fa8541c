"""Results of experiments too long for a chapter: what was measured, and the command that measures it again."""

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gan_utils import files
from gan_utils.arrays import Array
from gan_utils.checks import one_of

FOLDER = Path(__file__).parent / "results"


def names() -> list[str]:
    """The experiments whose results ship with the package.

    >>> "collapse-rates" in names()
    True
    """
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def read(name: str) -> dict[str, Any]:
    """The results of an experiment, as its command wrote them; ``["command"]`` is that command.

    Raises:
        ValueError: for a name that is not among ``names()``.

    >>> read("collapse-rates")["command"]
    'python tools/collapse_rates.py'
    """
    one_of("name", name, names())
    results: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return results


def write(name: str, command: str, results: dict[str, Any]) -> None:
    """Keep an experiment's results for ``read``, with the command that measures them."""
    content = json.dumps({"command": command} | results, indent=1)
    content = re.sub(r"\[[\d\s.,e+-]*\]", lambda list_: " ".join(list_[0].split()), content)  # numbers in one line
    files.write_atomically(FOLDER / f"{name}.json", content.encode())


def images(name: str) -> dict[str, NDArray[np.float32]]:
    """Samples that an experiment kept: what made them -> float32 ``(N, C, H, W)`` in [-1, 1].

    Raises:
        ValueError: for an experiment that kept none.

    >>> images("guidelines")["as DCGAN says"].shape
    (8, 3, 32, 32)
    """
    one_of("name", name, sorted(path.stem for path in FOLDER.glob("*.npz")))
    with np.load(FOLDER / f"{name}.npz", allow_pickle=False) as stored:
        return {key: stored[key].astype(np.float32) / 127.5 - 1 for key in stored.files}


def write_images(name: str, samples: dict[str, Array]) -> None:
    """Keep samples for ``images``, one byte a pixel and channel.

    Raises:
        ValueError: for samples outside [-1, 1].
    """
    for key, each in samples.items():
        if not (np.abs(each) <= 1).all():  # NaN fails every comparison
            raise ValueError(f"{key} must lie in [-1, 1], not [{np.min(each)}, {np.max(each)}]")
    buffer = BytesIO()
    levels: dict[str, Any] = {key: np.round((each + 1) * 127.5).astype(np.uint8) for key, each in samples.items()}
    np.savez_compressed(buffer, **levels)
    files.write_atomically(FOLDER / f"{name}.npz", buffer.getvalue())
