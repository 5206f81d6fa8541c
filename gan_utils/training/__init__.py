"""Training: ``for record in train(...)``, plain or unrolled, and the batches for a loop of your own."""

from gan_utils.training.batches import batches
from gan_utils.training.data import check_images
from gan_utils.training.loop import train
from gan_utils.training.run import Record
from gan_utils.training.unrolling import look_ahead

__all__ = ["Record", "batches", "check_images", "look_ahead", "train"]
