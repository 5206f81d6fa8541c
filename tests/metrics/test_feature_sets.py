"""What the scores of two sets of features ask of them."""

import numpy as np
import pytest
import torch

from gan_utils.metrics.feature_sets import feature_sets
from gan_utils.metrics.frechet import fid, fid_extrapolated
from gan_utils.metrics.kernel import kid
from gan_utils.metrics.neighbours import prdc

SCORES = [fid, fid_extrapolated, kid, prdc]
RANDOM = np.random.default_rng(0)
REAL, GENERATED = RANDOM.normal(size=(50, 3)), RANDOM.normal(size=(40, 3))


def flat(score, real, generated) -> np.ndarray:
    return np.hstack([*np.atleast_1d(np.array(score(real, generated), dtype=object))]).astype(float)


@pytest.mark.parametrize("score", SCORES)
@pytest.mark.parametrize(
    "real, generated, complaint",
    [
        (np.zeros((50, 2)), np.zeros((50, 3)), r"shapes \(N, d\) and \(M, d\), not \(50, 2\) and \(50, 3\)"),
        (np.zeros((50, 1)), np.zeros((50, 3)), r"not \(50, 1\) and \(50, 3\)"),  # arithmetic would spread it
        (np.zeros(50), np.zeros((50, 1)), r"not \(50,\)"),
        (np.zeros((50, 2, 2)), np.zeros((50, 2, 2)), r"not \(50, 2, 2\)"),
        (np.zeros((50, 0)), np.zeros((50, 0)), r"not \(50, 0\)"),
        (np.zeros((1, 2)), np.zeros((50, 2)), "at least 2 rows, not 1 and 50"),
        (np.zeros((50, 2)), np.zeros((0, 2)), "at least 2 rows, not 50 and 0"),
        (np.full((50, 2), np.nan), np.zeros((50, 2)), "finite, but real hold NaN"),
        (np.zeros((50, 2)), np.full((50, 2), -np.inf), "finite, but generated hold NaN"),
        (torch.full((50, 2), torch.nan), torch.zeros((50, 2)), "finite, but real hold NaN"),
        ([[None, 0.0], [0.0, 0.0]], np.zeros((50, 2)), "^real must hold real numbers, not NoneType"),
        (np.zeros((50, 2)), np.zeros((50, 2)) + 0j, "^generated must hold real numbers, not complex128"),
        (np.full((50, 2), "1"), np.zeros((50, 2)), "^real must hold real numbers, not str"),
        (np.full((50, 2), 1e200), np.zeros((50, 2)), r"of size up to 3.5e\+38, but real reach 1e\+200"),
        (np.zeros((50, 2)), np.full((50, 2), -1e150), r"of size up to 3.5e\+38, but generated reach 1e\+150"),
    ],
)
def test_every_score_refuses_bad_features_by_name(score, real, generated, complaint):
    with pytest.raises(ValueError, match=complaint):
        score(real, generated)


@pytest.mark.parametrize("score", SCORES)
def test_tensors_lists_and_arrays_give_the_same(score):
    expected = flat(score, REAL, GENERATED)
    tensors = torch.tensor(REAL, requires_grad=True), torch.tensor(GENERATED)
    for real, generated in (tensors, (REAL.tolist(), GENERATED.tolist()), (np.asfortranarray(REAL), GENERATED)):
        np.testing.assert_allclose(flat(score, real, generated), expected, rtol=1e-9)


@pytest.mark.parametrize("score", SCORES)
def test_all_computing_is_in_float64(score):
    """Far from 0, where the squares of float32 have no digits left for a distance of 1."""
    real, generated = (REAL + 3e4).astype(np.float32), (GENERATED + 3e4).astype(np.float32)
    exact = flat(score, real.astype(np.float64), generated.astype(np.float64))
    np.testing.assert_array_equal(flat(score, real, generated), exact)


@pytest.mark.parametrize("score", SCORES)
def test_features_are_left_alone(score):
    before = REAL.copy(), GENERATED.copy()
    score(REAL, GENERATED)
    assert np.array_equal(REAL, before[0]) and np.array_equal(GENERATED, before[1])


def test_large_sets_are_not_copied_and_whole_numbers_are_read():
    real, generated = np.zeros((3, 2), dtype=np.float32), np.array([[0, 1], [2, 3]])
    first, second = feature_sets(real, generated)
    assert first is real and second.dtype == np.float64 and second.tolist() == [[0, 1], [2, 3]]
    with pytest.raises(ValueError, match="at least 3 rows, not 3 and 2"):
        feature_sets(real, generated, rows=3)
