"""What ``train`` is told besides networks and data: a run's settings, its device and its file, checked."""

import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from gan_utils.checks import in_range, one_of, positive, whole
from gan_utils.losses import OBJECTIVES, Objective


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What decides a run's numbers, besides networks and data: the keywords of ``train``, none left open.

    ``objective`` is the name by which a checkpoint knows it. The settings check themselves, in the order of the fields,
    and hold plain Python numbers, whatever kind of number they are given.

    Raises:
        ValueError: for a setting out of range; it names the setting, the value and what is allowed.

    >>> rates = {"lr": 1e-4, "lr_d": 1e-4, "unroll_lr": 1e-4, "betas": (0.5, 0.999), "average_decay": 0.999}
    >>> counts = {"batch_size": 64, "d_steps": 1, "unroll": 5, "seed": 0}
    >>> Settings(objective="hinge", optimiser="adam", penalty=10, clip=None, **rates, **counts).penalty
    10.0
    >>> Settings(objective="hinge", optimiser="rmsprop", penalty=10, clip=None, **rates, **counts)
    Traceback (most recent call last):
    ...
    ValueError: unroll must be 0 with 'rmsprop', not 5: only Adam's steps can be foreseen
    """

    objective: str
    batch_size: int
    lr: float
    lr_d: float
    d_steps: int
    unroll: int
    unroll_lr: float
    penalty: float
    clip: float | None
    optimiser: str
    betas: tuple[float, float]
    seed: int
    average_decay: float

    def __post_init__(self) -> None:
        checked = {
            "batch_size": whole("batch_size", self.batch_size, 2),
            "lr": positive("lr", self.lr),
            "lr_d": positive("lr_d", self.lr_d),
            "d_steps": whole("d_steps", self.d_steps, 1),
            "unroll": whole("unroll", self.unroll, 0),
            "unroll_lr": positive("unroll_lr", self.unroll_lr),
            "penalty": positive("penalty", self.penalty),
            "clip": None if self.clip is None else positive("clip", self.clip),
            "optimiser": _optimiser(self.optimiser, self.unroll),
            "betas": _betas(self.betas),
            "seed": whole("seed", self.seed, 0),
            "average_decay": in_range("average_decay", self.average_decay, 0, 1),
        }
        for name, value in checked.items():
            object.__setattr__(self, name, value)  # frozen for all others

    def header(self) -> dict[str, Any]:
        """The settings as a checkpoint's header keeps them, which is JSON and knows no tuples."""
        return asdict(self) | {"betas": list(self.betas)}


def _optimiser(optimiser: str, unroll: int) -> str:
    """The optimiser's name, or ``ValueError``, also where a look ahead is asked for that only Adam can take."""
    one_of("optimiser", optimiser, ("adam", "rmsprop"))
    if unroll and optimiser != "adam":
        raise ValueError(f"unroll must be 0 with {optimiser!r}, not {unroll}: only Adam's steps can be foreseen")
    return optimiser


def _betas(betas: tuple[float, float]) -> tuple[float, float]:
    """Adam's two decay rates, or ``ValueError``."""
    if not isinstance(betas, (tuple, list)) or len(betas) != 2:
        raise ValueError(f"betas must be two numbers in [0, 1), not {betas!r}")
    for beta in betas:
        if in_range("betas", beta, 0, 1) == 1:
            raise ValueError(f"betas must be two numbers in [0, 1), not {betas!r}")
    return float(betas[0]), float(betas[1])


def named_objective(objective: str | Objective) -> tuple[str, Objective]:
    """The name by which a checkpoint knows an objective, and the objective; ``ValueError`` for what is neither.

    >>> name, rules = named_objective("wgan")
    >>> name, rules.clip
    ('wgan', 0.01)
    """
    if isinstance(objective, Objective):
        return objective.source, objective
    one_of("objective", objective, OBJECTIVES)
    return objective, OBJECTIVES[objective]


def check_device(device: str | torch.device) -> torch.device:
    """The device of that name, or ``ValueError``."""
    try:
        found = torch.empty(0, device=device).device
    except (RuntimeError, AssertionError, TypeError) as error:  # an unknown name, or a device that is not there
        raise ValueError(f"device must be one that PyTorch has here, such as 'cpu', not {device!r}") from error
    if found.type == "meta":
        raise ValueError(f"device must be one that holds numbers, such as 'cpu', not {device!r}")
    return found


def check_checkpoint(checkpoint: str | Path | None) -> Path | None:
    """The checkpoint's path; ``ValueError`` where it cannot be a file's, ``OSError`` where nothing can be seen of it.

    >>> check_checkpoint("")
    Traceback (most recent call last):
    ...
    ValueError: checkpoint must be the path of a file, not ''
    """
    if checkpoint is None:
        return None
    if not isinstance(checkpoint, (str, os.PathLike)) or not str(checkpoint) or "\0" in str(checkpoint):
        raise ValueError(f"checkpoint must be the path of a file, not {checkpoint!r}")
    path = Path(checkpoint).expanduser().absolute()  # wherever the body of the loop goes
    if path.is_dir():
        inside = path / "run.safetensors"
        raise ValueError(f"checkpoint must be the path of a file, but {path} is a folder: see {inside}")
    if path.exists() and not path.is_file():
        raise ValueError(f"checkpoint must be the path of a file, but {path} is a device or pipe")
    return path
