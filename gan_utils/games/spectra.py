"""Eigenvalues of one-round maps, exact where two of them meet."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gan_utils.arrays import Array, finite_numbers


def eigenvalues(matrix: ArrayLike) -> NDArray[np.complex128]:
    """Eigenvalues of a real one-round map, complex128, shape ``(2,)`` or ``(4,)``.

    Raises:
        ValueError: for another shape than these two, or for anything else than finite numbers.

    >>> eigenvalues([[0.0, -1.0], [1.0, 0.0]])
    array([0.+1.j, 0.-1.j])
    """
    given = finite_numbers("matrix", matrix)
    if given.shape not in ((2, 2), (4, 4)):
        raise ValueError(f"matrix must have shape (2, 2) or (4, 4), not {given.shape}")
    # In a unit next to the largest number, a power of two, for squares of very large or small ones are no numbers.
    unit = 2.0 ** min(np.frexp(np.abs(given).max())[1], 1023)
    found: NDArray[np.complex128] = _eigenvalues(given / unit) * unit
    return found


def _eigenvalues(matrix: Array) -> NDArray[np.complex128]:
    # A general solver is off by 1e-8 where two eigenvalues meet, as at alternating steps with lr = 2.
    if matrix.shape == (2, 2):
        return _eigenvalues_of_two(matrix)
    # A map that treats x and y alike is made of blocks [[p, -q], [q, p]]: complex numbers p + iq, and their conjugates.
    turn = np.kron(np.eye(2), [[0, -1], [1, 0]])
    if np.array_equal(matrix @ turn, turn @ matrix):
        half = _eigenvalues_of_two(matrix[::2, ::2] + 1j * matrix[1::2, ::2])
        return np.concatenate([half, half.conj()])
    return np.linalg.eigvals(matrix).astype(complex)


def _eigenvalues_of_two(matrix: Array) -> NDArray[np.complex128]:
    (a, b), (c, d) = matrix
    middle, half_gap = (a + d) / 2, np.sqrt(complex(((a - d) / 2) ** 2 + b * c))
    return np.array([middle + half_gap, middle - half_gap])
