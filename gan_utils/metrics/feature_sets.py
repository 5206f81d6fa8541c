"""What every score of two sets of features asks of them."""

import numpy as np
from numpy.typing import ArrayLike

from gan_utils.arrays import Array, numbers

# The range of float32, in which networks give features. Scores take squares and third powers, and sums of them, which
# then stay far within float64.
LARGEST = 3.5e38


def feature_sets(real: ArrayLike, generated: ArrayLike, rows: int = 2) -> tuple[Array, Array]:
    """Both sets as arrays of numbers, in the precision they came in: 50,000 rows are not copied to be looked at.

    In half precision, too: every score computes in float64.

    Args:
        real: features of real images, array or tensor ``(N, d)``, of size up to 3.5e38, about float32's range.
        generated: features of generated images, array or tensor ``(M, d)``, likewise.
        rows: how many each set must have at least.
    Raises:
        ValueError: for other shapes, widths that differ, too few rows, NaN, infinity or numbers beyond that size.

    >>> feature_sets([[1.0, 2.0]], [[3.0, 4.0], [5.0, 6.0]])
    Traceback (most recent call last):
    ...
    ValueError: each set needs at least 2 rows, not 1 and 2
    """
    real, generated = numbers("real", real, keep=True), numbers("generated", generated, keep=True)
    if real.ndim != 2 or generated.ndim != 2 or real.shape[1] != generated.shape[1] or not real.shape[1]:
        raise ValueError(f"features must have shapes (N, d) and (M, d), not {real.shape} and {generated.shape}")
    if min(len(real), len(generated)) < rows:
        raise ValueError(f"each set needs at least {rows} rows, not {len(real)} and {len(generated)}")
    for name, features in (("real", real), ("generated", generated)):
        if not np.isfinite(features).all():
            raise ValueError(f"features must be finite, but {name} hold NaN or infinity")
        largest = max(float(features.max()), -float(features.min()))
        if largest > LARGEST:
            raise ValueError(f"features must be of size up to {LARGEST:g}, but {name} reach {largest:g}")
    return real, generated
