"""Both games at the ends of what numbers can hold: no NaN, the right far end, and every kind of array."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf

from gan_utils.games import (
    DIRAC_VARIANTS,
    METHODS,
    bilinear_matrix,
    bilinear_orbit,
    conserved,
    dirac_field,
    dirac_matrix,
    dirac_orbit,
    eigenvalues,
    spectral_radius,
)

pytestmark = pytest.mark.usefixtures("no_warnings")
mp.dps = 60
SIZES = st.floats(-300, 300).map(lambda power: 10.0**power)
MOST = 1.7976931348623157e308


def check_far_orbit(orbit):
    assert not np.isnan(orbit).any()
    finite = np.isfinite(orbit).all(axis=1)
    assert (np.diff(finite.astype(int)) <= 0).all(), "what has left stays away"
    far = orbit[~finite]
    if len(far):
        assert np.isinf(far).all() and (np.sign(far) == np.copysign(1, orbit[finite][-1])).all()


@pytest.mark.parametrize("method", METHODS)
@given(lr=SIZES, x=st.floats(-MOST, MOST), y=st.floats(-MOST, MOST))
def test_orbits_are_never_nan(method, lr, x, y):
    check_far_orbit(bilinear_orbit(method, lr, (x, y), steps=30))


def test_an_orbit_that_flies_apart_ends_infinitely_far_away():
    orbit = bilinear_orbit("simultaneous", lr=10, steps=2000)
    assert np.isinf(orbit[-1]).all() and np.isfinite(orbit[300]).all()
    assert np.hypot(*orbit[-1]) == math.inf
    check_far_orbit(orbit)


@pytest.mark.parametrize("variant", DIRAC_VARIANTS)
@pytest.mark.parametrize("update", ["simultaneous", "alternating"])
@given(lr=SIZES, theta=st.floats(-MOST, MOST), psi=st.floats(-MOST, MOST))
def test_dirac_orbits_are_never_nan(variant, update, lr, theta, psi):
    check_far_orbit(dirac_orbit(variant, lr, (theta, psi), 10, update))


@pytest.mark.parametrize("variant", DIRAC_VARIANTS)
@given(theta=st.floats(-1e100, 1e100), psi=st.floats(-1e100, 1e100))
def test_dirac_fields_are_numbers(variant, theta, psi):
    assert np.isfinite(dirac_field(variant, theta, psi)).all()


@pytest.mark.parametrize("theta, psi", [(1e200, 1e200), (1e200, 0.0), (0.0, -1e200), (1e200, -1e-200), (0.3, 0.7)])
def test_consensus_far_out_is_the_oracles(theta, psi):
    t, p = mpf(theta), mpf(psi)
    a = 1 / (1 + mp.exp(t * p)) if t * p < mpf(10) ** 6 else mpf(0)
    bend, length = -a * (1 - a), t * t + p * p
    expected = (-p * a - (t * a * a + length * a * bend * p), t * a - (p * a * a + length * a * bend * t))
    found = dirac_field("consensus", theta, psi)
    assert found == pytest.approx([float(each) for each in expected], rel=1e-9)


def test_a_proximal_step_as_long_as_can_be():
    assert bilinear_orbit("proximal", 1e200, (1.0, 1e200), steps=1)[1] == pytest.approx([-1.0, 1e-200])
    assert spectral_radius("proximal", 1e200) == pytest.approx(1e-200)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("lr", [1e-300, 1e-9, 1.0, 1e100, 1e200])
def test_a_spectral_radius_is_a_number_or_refused(method, lr):
    try:
        bilinear_matrix(method, lr)
    except ValueError as error:
        assert "leaves the range of float64" in str(error) and lr == 1e200
    else:
        assert 0 <= spectral_radius(method, lr) < math.inf


@pytest.mark.parametrize("scale", [1e-300, 1e-160, 1.0, 1e160, 1e300])
def test_eigenvalues_scale_with_the_matrix(scale):
    for matrix in (
        [[0.0, -1.0], [1.0, 0.0]],
        [[1.0, 2.0], [3.0, -4.0]],
        np.diag([1.0, 2.0, -3.0, 4.0]).tolist(),
        bilinear_matrix("optimistic", 0.5),
    ):
        np.testing.assert_allclose(eigenvalues(scale * np.array(matrix)), scale * eigenvalues(matrix), rtol=1e-12)


@pytest.mark.parametrize(
    "matrix, words",
    [
        (np.eye(3), r"shape \(2, 2\) or \(4, 4\), not \(3, 3\)"),
        (np.ones(4), r"not \(4,\)"),
        ([[1, 2]], r"not \(1, 2\)"),
        (np.eye(2) * 1j, "must hold real numbers"),
        ([["1", "0"], ["0", "1"]], "must hold real numbers"),
        ([[math.nan, 0], [0, 1]], "must be finite"),
        ([[math.inf, 0], [0, 1]], "must be finite"),
    ],
)
def test_what_is_no_matrix_of_a_round_is_refused(matrix, words):
    with pytest.raises(ValueError, match=f"^matrix must .*{words}|^matrix {words}"):
        eigenvalues(matrix)


@given(x=st.floats(-1e150, 1e150), y=st.floats(-1e150, 1e150), lr=st.floats(0.01, 5), first=st.sampled_from("xy"))
def test_what_is_conserved_is_the_oracles(x, y, lr, first):
    sign = -1 if first == "x" else 1
    expected = mpf(x) ** 2 + mpf(y) ** 2 + sign * mpf(lr) * mpf(x) * mpf(y)
    size = mpf(x) ** 2 + mpf(y) ** 2
    found = conserved("alternating", lr, (x, y), first=first)
    assert abs(found - expected) <= 1e-14 * (1 + lr) * size + mpf(10) ** -300


@pytest.mark.parametrize("method", ["flow", "alternating"])
def test_what_is_conserved_far_away_is_infinite_and_never_nan(method):
    far = [(math.inf, -math.inf), (1.0, math.inf), (MOST, MOST), (0.0, 0.0), (5e-324, 0.0)]
    found = conserved(method, 1.9, far)
    assert found[:3].tolist() == [math.inf] * 3 and found[3:].tolist() == [0, 0]
    assert not np.isnan(conserved(method, 10.0, bilinear_orbit("alternating", 10.0, steps=2000))).any()
    with pytest.raises(ValueError, match="^points must"):
        conserved(method, 0.1, [math.nan, 1.0])
    with pytest.raises(ValueError, match="^points must"):
        conserved(method, 0.1, [[1.0, 2.0, 3.0]])


def test_points_of_any_kind():
    orbit = bilinear_orbit("alternating", 0.5, torch.tensor([1.0, 2.0], requires_grad=True), steps=5)
    assert np.array_equal(orbit, bilinear_orbit("alternating", 0.5, np.array([2.0, 1.0])[::-1], steps=5))
    expected = conserved("alternating", 0.5, orbit)
    for kind in (list, torch.tensor, lambda x: torch.tensor(x, requires_grad=True)):
        assert np.array_equal(conserved("alternating", 0.5, kind(orbit)), expected)
    for variant in DIRAC_VARIANTS:
        one = dirac_field(variant, orbit[:, 0], orbit[:, 1])
        assert np.array_equal(one, dirac_field(variant, orbit[:, 0].tolist(), torch.tensor(orbit[:, 1])))
        assert dirac_field(variant, *orbit[2]) == pytest.approx([part[2] for part in one])
        assert all(type(part) is float for part in dirac_field(variant, 1.0, torch.tensor(0.5)))
    with pytest.raises(ValueError, match="^theta and psi must have one shape"):
        dirac_field("gan", [1.0, 2.0], [1.0])
    with pytest.raises(ValueError, match="^psi must be finite"):
        dirac_field("gan", 1.0, math.inf)


@pytest.mark.parametrize("call", [dirac_orbit, dirac_matrix])
def test_an_infinite_target_is_refused(call):
    with pytest.raises(ValueError, match="^target must"):
        call("wgan_gp", 0.1, target=math.inf)
