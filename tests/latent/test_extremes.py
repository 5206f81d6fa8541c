"""Paths and directions at the ends of what numbers can hold, and for every kind of array."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gan_utils.latent import arithmetic, attribute_direction, lerp, slerp, walk

from ..oracles import extremes

pytestmark = pytest.mark.usefixtures("no_warnings")
A, B = np.array([1.0, 2.0, 2.0]), np.array([2.0, -1.0, 2.0])
HALVES = [torch.float16, torch.bfloat16]


@pytest.mark.parametrize("case", extremes.ARCS)
def test_slerp_is_the_oracles(case):
    expected = [extremes.as_float(x) for x in extremes.arc(*case)]
    scale = max(map(abs, expected))
    assert slerp(*case).tolist() == pytest.approx(expected, rel=1e-9, abs=1e-10 * scale)


@given(power=st.floats(-300, 300), other=st.floats(-300, 300), angle=st.floats(0, math.pi - 1e-5), t=st.floats(0, 1))
def test_arcs_of_every_length_and_angle_are_finite_and_end_at_their_points(power, other, angle, t):
    a, b = 10.0**power * np.array([1.0, 0.0]), 10.0**other * np.array([math.cos(angle), math.sin(angle)])
    np.testing.assert_allclose(slerp(a, b, [0, 1]), [a, b], rtol=1e-12, atol=1e-9 * max(10.0**power, 10.0**other))
    assert np.isfinite(slerp(a, b, t)).all()


@given(power=st.floats(-300, 300), angle=st.floats(1e-12, math.pi - 1e-4), t=st.floats(0, 1))
def test_between_points_of_one_length_the_length_stays_and_the_turn_is_constant(power, angle, t):
    a, b = 10.0**power * np.array([1.0, 0.0]), 10.0**power * np.array([math.cos(angle), math.sin(angle)])
    found = slerp(a, b, t) / 10.0**power
    assert np.hypot(*found) == pytest.approx(1, abs=1e-9)
    assert math.atan2(found[1], found[0]) == pytest.approx(t * angle, rel=1e-6, abs=1e-15)


@pytest.mark.parametrize("angle", [0.0, 9e-7])
@pytest.mark.parametrize("scale", [1e-300, 1.0, 1e300])
def test_opposite_points_are_refused_to_within_a_millionth(angle, scale):
    b = scale * np.array([-math.cos(angle), math.sin(angle)])
    with pytest.raises(ValueError, match="opposite"):
        slerp([scale, 0.0], b, 0.5)
    assert np.isfinite(slerp([scale, 0.0], scale * np.array([-1.0, 1.2e-6]), 0.5)).all()


@pytest.mark.parametrize("dtype", [*HALVES, torch.float32, torch.float64])
@pytest.mark.parametrize("angle", [0.0, 1e-3, 0.1, 1.5, 3.0])
def test_every_precision_turns(dtype, angle):
    """In half precision the sine of a small angle is 0: the path would run through 0."""
    a, b = torch.tensor([1.0, 0.0], dtype=dtype), torch.tensor([math.cos(angle), math.sin(angle)], dtype=dtype)
    path = slerp(a, b, torch.linspace(0, 1, 5))
    assert path.dtype == dtype
    assert path.double().norm(dim=1).tolist() == pytest.approx([1] * 5, abs=0.02)


def test_the_ends_of_a_straight_path_are_its_points_exactly():
    for a, b in ((A, B), (8e307 * A, -8e307 * B), (A / 3, B / 7)):
        assert np.array_equal(lerp(a, b, [0, 1]), [a, b])


# What counts as an array.

KINDS = {
    "list": list,
    "float32": lambda x: x.astype(np.float32),
    "backwards": lambda x: x[::-1].copy()[::-1],
    "tensor": torch.tensor,
    "bfloat16": lambda x: torch.tensor(x).bfloat16(),
    "gradient": lambda x: torch.tensor(x, requires_grad=True),
    "whole": lambda x: torch.tensor(x).int(),
}


@pytest.mark.parametrize("first", KINDS)
@pytest.mark.parametrize("second", KINDS)
@pytest.mark.parametrize("path", [lerp, slerp])
def test_points_of_two_kinds_make_a_path_of_the_firsts(path, first, second):
    found = path(KINDS[first](A), KINDS[second](B), KINDS[second](np.array([0.0, 1.0])))
    assert isinstance(found, torch.Tensor) == isinstance(KINDS[first](A), torch.Tensor)
    np.testing.assert_allclose(torch.as_tensor(found).detach().double(), [A, B], atol=0.02)


def test_a_list_of_tensors_is_tensors():
    rows = [torch.tensor(A), torch.tensor(B)]
    assert torch.equal(walk(rows, 3), walk(torch.stack(rows), 3))
    assert torch.equal(arithmetic(rows, rows[:1], rows[1:]), torch.tensor((A + B) / 2 - A + B))


def test_fractions_are_not_cut_off_beside_whole_numbers():
    for a in (torch.tensor([[4, 4]]), np.array([[4, 4]])):
        assert arithmetic(a, [[0.5, 0.0]], torch.tensor([[0.25, 0.25]])).tolist() == [3.75, 4.25]
    assert slerp(torch.tensor([1, 0]), [0.0, 0.5], 1.0).tolist() == pytest.approx([0, 0.5], abs=1e-6)


@pytest.mark.parametrize(
    "call",
    [
        lambda x: lerp(x, A, 0.5),
        lambda x: slerp(A, x, 0.5),
        lambda x: walk([x, x], 2),
        lambda x: arithmetic([x], [A], [A]),
        lambda x: attribute_direction([x, A], [True, False]),
    ],
)
@pytest.mark.parametrize("bad", [A + 1j, A.astype(str), torch.tensor(A + 1j), A.astype(object)])
def test_what_is_no_point_is_refused(call, bad):
    with pytest.raises(ValueError, match="must hold "):
        call(bad)


@pytest.mark.parametrize("flip", [lambda x: x[::-1], lambda x: torch.tensor(x).flip(0), lambda x: list(x)[::-1]])
def test_labels_read_backwards_are_labels(flip):
    latents, labels = np.array([[0.0, 3.0], [4.0, 3.0], [2.0, 5.0]]), np.array([True, False, False])
    expected = attribute_direction(latents, labels[::-1].copy())
    for kind in (np.asarray, torch.tensor):
        np.testing.assert_allclose(attribute_direction(kind(latents), flip(labels)), expected, atol=1e-12)


@pytest.mark.parametrize("scale", [1e-300, 1e-200, 1.0, 1e200, 1e300])
@pytest.mark.parametrize("kind", [np.asarray, torch.tensor])
def test_a_direction_has_length_1_at_every_scale(kind, scale):
    direction = attribute_direction(kind(scale * np.array([[3.0, 4.0], [0.0, 0.0]])), [True, False])
    np.testing.assert_allclose(direction, [0.6, 0.8], rtol=1e-12)


def test_sums_that_leave_the_range_are_refused():
    far = [[1e308]]
    with pytest.raises(ValueError, match="their sum must be finite"):
        arithmetic(far, [[-1e308]], [[0.0]])


@pytest.mark.parametrize("path", [lerp, slerp])
def test_a_path_that_leaves_the_range_is_refused(path):
    far = np.array([1.7e308, -1.7e308])
    with pytest.raises(ValueError, match="the path must be finite"):
        path(far, np.array([1.0, -1.1]), -3.0)


@pytest.mark.parametrize("kind", ["eight bits", "sparse"])
def test_paths_of_tensors_that_cannot_be_reckoned_with_as_they_are(kind):
    point = torch.tensor([1.0, 2.0, -2.0])
    given_as = point.to(torch.float8_e5m2) if kind == "eight bits" else point.to_sparse()
    for found, expected in (
        (lerp(given_as, point, 0.5), point),
        (slerp(given_as, given_as, 0.5), point),
        (walk(torch.stack([given_as, given_as]), 1)[1], point),
        (arithmetic(*(torch.stack([given_as]) for _ in "abc")), point),
    ):
        torch.testing.assert_close(found, expected)
