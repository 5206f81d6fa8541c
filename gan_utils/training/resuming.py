"""A run's file: the run is kept in it, and another goes on from there."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torch import Tensor

from gan_utils import checkpoints
from gan_utils.training.run import Run


@dataclass(frozen=True)
class RunFile:
    """A checkpoint's path, and the header by which it is known as this run's: its settings, and of which data."""

    path: Path
    header: dict[str, Any]

    def read(self, steps: int) -> "Kept | None":
        """What is kept of a run that is to take so many steps in all; None where there is no file yet.

        Raises:
            checkpoints.CheckpointError: as ``checkpoints.load``, and for a run that is beyond these steps.
        """
        if not self.path.exists():
            return None
        kept = Kept(self.path, *checkpoints.load(self.path, self.header))
        if kept.progress["step"] > steps:
            already = f"{self.path} is at step {kept.progress['step']} already"
            raise checkpoints.CheckpointError(f"{already}, beyond steps = {steps}")
        return kept

    def save(self, run: Run) -> None:
        """Write the run's state, unless a network holds NaN or infinity: the good one before must not be replaced."""
        run.check_finite()
        progress = {"step": run.step, "seconds": run.seconds}
        checkpoints.save(self.path, self.header, progress, checkpoints.pack(run.parts()))


@dataclass(frozen=True)
class Kept:
    """What has been read of a run; the file is needed no longer."""

    path: Path
    tensors: dict[str, Tensor]
    progress: dict[str, Any]

    def put_into(self, run: Run) -> None:
        """Let ``run`` go on from here.

        Raises:
            checkpoints.CheckpointError: when its networks are others; none of them has been changed then.
        """
        checkpoints.unpack(run.parts(), self.tensors, self.path)
        run.step, run.seconds = self.progress["step"], self.progress["seconds"]
        run.players.keep()
