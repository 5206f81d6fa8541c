"""What every score of two sets of features asks of them."""

import numpy as np


def feature_sets(real, generated, rows: int = 2) -> tuple[np.ndarray, np.ndarray]:
    """Both sets as arrays of numbers, in the precision they came in: 50,000 rows are not copied to be looked at.

    Args:
        real: features of real images, array or tensor ``(N, d)``.
        generated: features of generated images, array or tensor ``(M, d)``.
        rows: how many each set must have at least.
    Raises:
        ValueError: for other shapes, widths that differ, too few rows, NaN or infinity.

    >>> feature_sets([[1.0, 2.0]], [[3.0, 4.0], [5.0, 6.0]])
    Traceback (most recent call last):
    ...
    ValueError: each set needs at least 2 rows, not 1 and 2
    """
    real, generated = _numbers(real), _numbers(generated)
    if real.ndim != 2 or generated.ndim != 2 or real.shape[1] != generated.shape[1] or not real.shape[1]:
        raise ValueError(f"features must have shapes (N, d) and (M, d), not {real.shape} and {generated.shape}")
    if min(len(real), len(generated)) < rows:
        raise ValueError(f"each set needs at least {rows} rows, not {len(real)} and {len(generated)}")
    for name, features in (("real", real), ("generated", generated)):
        if not np.isfinite(features).all():
            raise ValueError(f"features must be finite, but {name} hold NaN or infinity")
    return real, generated


def _numbers(values) -> np.ndarray:
    if hasattr(values, "detach"):  # a tensor, perhaps with a gradient
        values = values.detach().cpu().numpy()
    array = np.asarray(values)
    return array if array.dtype.kind == "f" else array.astype(np.float64)
