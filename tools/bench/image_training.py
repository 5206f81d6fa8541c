"""DCGAN's training in PyTorch with one thread, which the page's is measured against."""

import time

import torch

from gan_utils.models import DCGANDiscriminator, DCGANGenerator
from gan_utils.training import train

TORCH = "PyTorch, 1 thread"
BATCH, Z_DIM, SIZE = 16, 64, 32
WIDTHS = (16, 32)
WARM = 5  # steps before the first reading
ENDLESS = 10**9


def settings(width: int) -> dict:
    """The page's settings of the same training."""
    own = {"width": width, "batch_size": BATCH, "z_dim": Z_DIM, "size": SIZE, "channels": 1, "seed": 0}
    rules = {"objective": "non_saturating", "unroll": 0, "d_steps": 1, "g_steps": 1, "optimiser": "adam"}
    return own | rules | {"lr": 2e-4, "lr_d": 2e-4}


class Trainer:
    """A training that goes on as long as it is asked to."""

    def __init__(self, width: int) -> None:
        torch.set_num_threads(1)
        images = torch.rand(64, 1, SIZE, SIZE, generator=torch.Generator().manual_seed(0)) * 2 - 1
        networks = DCGANGenerator(Z_DIM, 1, SIZE, width), DCGANDiscriminator(1, SIZE, width)
        self._steps = train(*networks, images, steps=ENDLESS, batch_size=BATCH, progress=False)
        for _ in range(WARM):
            next(self._steps)

    def stretch(self, count: int) -> dict:
        """A reading of so many steps."""
        started, before = time.perf_counter(), time.process_time()
        for _ in range(count):
            next(self._steps)
        return {"steps": count, "seconds": time.perf_counter() - started, "cpu": time.process_time() - before}
