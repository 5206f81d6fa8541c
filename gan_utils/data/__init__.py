"""What a GAN imitates: the data sets of the book, a module each."""

from typing import TYPE_CHECKING

from gan_utils.lazy import show

if TYPE_CHECKING:
    from gan_utils.data import digits, faces, spoil, toys

__all__ = ["digits", "faces", "spoil", "toys"]

show(__name__)
