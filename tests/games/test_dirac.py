"""The Dirac-GAN: fields against numerical gradients of the objective, maps against numerical Jacobians."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gan_utils.games import DIRAC_VARIANTS, dirac_field, dirac_matrix, dirac_orbit
from gan_utils.seeded import normals

# Every variant that has a linear map at (0, 0), with each option away from its default too.
LINEAR = [
    ("gan", {}),
    ("non_saturating", {}),
    ("wgan", {}),
    ("wgan", {"clip": 0.5}),
    ("wgan_gp", {"target": 0}),
    ("wgan_gp", {"target": 0, "penalty": 0.2}),
    ("r1", {}),
    ("r1", {"penalty": 0.9}),
    ("consensus", {}),
    ("consensus", {"beta": 0.4}),
]
PLANE = [(1.0, 1.0), (-0.7, 1.4), (2.0, -0.6), (-1.1, -0.3), (0.2, 3.0)]


def f(t):
    return -np.log1p(np.exp(-t))


def sigmoid(t):
    return 1 / (1 + np.exp(-t))


def objective(theta, psi):
    """What theta makes small and psi makes large in the zero-sum game."""
    return f(psi * theta) + f(0)


def slope(function, at):
    """Its derivative, by central differences."""
    return (function(at + 1e-5) - function(at - 1e-5)) / 2e-5


def numerical_map(variant, lr, update, **options):
    """Central differences of one round around (0, 0): column by column the one-round map."""
    tiny = 1e-6
    ends = [
        [dirac_orbit(variant, lr, sign * tiny * unit, 1, update, **options)[-1] for sign in (1, -1)]
        for unit in np.eye(2)
    ]
    return np.array([(ahead - behind) / (2 * tiny) for ahead, behind in ends]).T


# The oracle's cases.


@pytest.mark.parametrize(
    "case_id, variant, update",
    [
        ("dirac_gan_sim_r1_0.0", "gan", "simultaneous"),
        ("dirac_ns_alt_r1_0.0", "non_saturating", "alternating"),
        ("dirac_gan_alt_r1_0.3", "r1", "alternating"),
        ("dirac_gan_sim_r1_1.0", "r1", "simultaneous"),
    ],
)
def test_orbit_is_the_oracles(oracle, case_id, variant, update):
    case = oracle(case_id)
    given_, expected = case["input"], case["expected"]
    options = {"penalty": given_["reg"]} if variant == "r1" else {}
    start = (given_["theta0"], given_["psi0"])
    end = dirac_orbit(variant, given_["h"], start, given_["n"], update, **options)[-1]
    assert end == pytest.approx([expected["theta"], expected["psi"]], abs=case["abs_tol"])
    assert np.hypot(*end) == pytest.approx(expected["radius"], abs=case["abs_tol"])


def test_eigenvalues_at_the_equilibrium_are_the_oracles(oracle):
    """A small simultaneous step is 1 + lr J, so J's eigenvalues can be read off it."""
    case, lr = oracle("dirac_eigs"), 1e-3
    settings = {
        "gan": ("gan", {}),
        "nsgan": ("non_saturating", {}),
        "wgan": ("wgan", {}),
        "r1_0p3": ("r1", {"penalty": 0.3}),
        "r1_critical_1": ("r1", {"penalty": 1.0}),
        "instance_noise_sigma2_2": ("instance_noise", {"noise": np.sqrt(2)}),
    }
    assert settings.keys() == case["expected"].keys()
    for key, (variant, options) in settings.items():
        found = (np.linalg.eigvals(dirac_matrix(variant, lr, **options)) - 1) / lr
        found = sorted(([z.real, z.imag] for z in found), key=lambda z: -z[1])
        np.testing.assert_allclose(found, case["expected"][key], rtol=0, atol=case["abs_tol"], err_msg=key)


def test_non_saturating_simultaneous_steps_end_in_the_oracles_circle(oracle):
    case = oracle("dirac_ns_limit_cycle")
    orbit = dirac_orbit("non_saturating", case["input"]["h"], steps=case["input"]["n"])
    last_rounds = np.hypot(*orbit[-1000:].T)
    for radius in case["expected"].values():
        assert np.abs(last_rounds - radius).max() < case["abs_tol"]


# Fields.


@pytest.mark.parametrize("theta, psi", PLANE)
def test_gan_descends_and_ascends_the_objective(theta, psi):
    down, up = dirac_field("gan", theta, psi)
    assert down == pytest.approx(-slope(lambda t: objective(t, psi), theta), abs=1e-8)
    assert up == pytest.approx(slope(lambda p: objective(theta, p), psi), abs=1e-8)


@pytest.mark.parametrize("theta, psi", PLANE)
def test_non_saturating_theta_ascends_what_it_wants_to_be_taken_for(theta, psi):
    down, up = dirac_field("non_saturating", theta, psi)
    assert down == pytest.approx(slope(lambda t: f(-psi * t), theta), abs=1e-8)
    assert up == pytest.approx(slope(lambda p: objective(theta, p), psi), abs=1e-8)


@pytest.mark.parametrize("theta, psi", PLANE)
@pytest.mark.parametrize("penalty", [0.3, 1.7])
def test_r1_takes_half_the_penalty_times_the_squared_slope_from_psi(theta, psi, penalty):
    down, up = dirac_field("r1", theta, psi, penalty=penalty)
    assert down == pytest.approx(-slope(lambda t: objective(t, psi), theta), abs=1e-8)
    assert up == pytest.approx(slope(lambda p: objective(theta, p) - penalty / 2 * p**2, psi), abs=1e-8)


@pytest.mark.parametrize("theta, psi", PLANE)
def test_wgan_is_the_bilinear_game(theta, psi):
    assert dirac_field("wgan", theta, psi) == (-psi, theta)


@pytest.mark.parametrize("theta, psi", PLANE)
@pytest.mark.parametrize("penalty, target", [(0.7, 1.0), (0.2, 0.0), (1.5, 2.5)])
def test_wgan_gp_pulls_the_size_of_the_slope_to_its_target(theta, psi, penalty, target):
    down, up = dirac_field("wgan_gp", theta, psi, penalty=penalty, target=target)
    assert down == -psi
    assert up == pytest.approx(slope(lambda p: theta * p - penalty / 2 * (abs(p) - target) ** 2, psi), abs=1e-8)


@pytest.mark.parametrize("theta, psi", PLANE)
@pytest.mark.parametrize("beta", [1.0, 0.4])
def test_consensus_takes_the_gradient_of_half_the_squared_length_away(theta, psi, beta):
    def half_length(t, p):
        down, up = dirac_field("gan", t, p)
        return (down**2 + up**2) / 2

    plain = dirac_field("gan", theta, psi)
    down, up = dirac_field("consensus", theta, psi, beta=beta)
    assert down == pytest.approx(plain[0] - beta * slope(lambda t: half_length(t, psi), theta), abs=1e-8)
    assert up == pytest.approx(plain[1] - beta * slope(lambda p: half_length(theta, p), psi), abs=1e-8)


@pytest.mark.parametrize("theta, psi", PLANE)
def test_instance_noise_is_on_average_the_field_of_blurred_points(theta, psi):
    """The expectations over both noises by Gauss and Hermite's rule, against a mean of many samples."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    weights, spread = weights / weights.sum(), 0.5
    fake, real = theta + spread * nodes, spread * nodes
    down = -psi * weights @ sigmoid(-psi * fake)
    up = weights @ (fake * sigmoid(-psi * fake)) - weights @ (real * sigmoid(psi * real))
    found = dirac_field("instance_noise", theta, psi, noise=spread, samples=40_000, seed=3)
    assert found == pytest.approx((down, up), abs=0.015)


def test_each_step_draws_the_next_noise_of_the_seeds_stream():
    """The page draws the same numbers, so it must be these: first for the fakes, then for the real points."""
    theta, psi, lr, count, spread = 0.4, -0.8, 0.2, 5, 0.7
    orbit = dirac_orbit("instance_noise", lr, (theta, psi), 3, samples=count, noise=spread, seed=11)
    for step in range(3):
        drawn = spread * normals(11, 2 * count, start=2 * count * step)
        fake, real = theta + drawn[:count], drawn[count:]
        down = -psi * np.mean(sigmoid(-psi * fake))
        up = np.mean(fake * sigmoid(-psi * fake)) - np.mean(real * sigmoid(psi * real))
        theta, psi = theta + lr * down, psi + lr * up
        assert orbit[step + 1] == pytest.approx([theta, psi], abs=1e-12)


def test_noise_depends_on_the_seed_alone():
    same = [dirac_orbit("instance_noise", 0.1, seed=4, steps=20) for _ in range(2)]
    np.testing.assert_array_equal(*same)
    assert not np.array_equal(same[0], dirac_orbit("instance_noise", 0.1, seed=5, steps=20))


@pytest.mark.parametrize("variant", DIRAC_VARIANTS)
def test_fields_take_arrays_of_any_shape(variant):
    theta, psi = np.meshgrid([-1.0, 0.5, 2.0], [0.3, -0.9])
    down, up = dirac_field(variant, theta, psi)
    assert down.shape == up.shape == (2, 3)
    for row, column in np.ndindex(2, 3):
        one = dirac_field(variant, theta[row, column], psi[row, column])
        np.testing.assert_allclose((down[row, column], up[row, column]), one, rtol=0, atol=1e-15)


@pytest.mark.parametrize("variant", sorted(set(DIRAC_VARIANTS) - {"wgan_gp", "instance_noise"}))
def test_the_field_is_0_at_the_equilibrium(variant):
    assert dirac_field(variant, 0.0, 0.0) == (0, 0)


@pytest.mark.parametrize("variant", DIRAC_VARIANTS)
def test_fields_far_out_are_finite_and_give_no_warning(variant):
    """A figure draws arrows wherever its axes end; e^(psi theta) is more than a float there, its slope just 0."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.all(np.isfinite(dirac_field(variant, 100.0, 100.0)))
        assert np.all(np.isfinite(dirac_field(variant, 100.0, -100.0)))


# Orbits.


@pytest.mark.parametrize("variant", DIRAC_VARIANTS)
def test_a_simultaneous_round_adds_lr_times_the_field(variant):
    start = np.array([0.9, 0.4])
    after = dirac_orbit(variant, 0.1, start, 1)[-1]
    np.testing.assert_allclose(after, start + 0.1 * np.array(dirac_field(variant, *start)), rtol=0, atol=1e-15)


@pytest.mark.parametrize("variant", DIRAC_VARIANTS)
def test_in_an_alternating_round_psi_sees_the_new_theta(variant):
    theta, psi = 0.9, 0.4
    new_theta = theta + 0.1 * dirac_field(variant, theta, psi)[0]
    new_psi = psi + 0.1 * dirac_field(variant, new_theta, psi)[1]
    after = dirac_orbit(variant, 0.1, (theta, psi), 1, "alternating")[-1]
    np.testing.assert_allclose(after, [new_theta, new_psi], rtol=0, atol=1e-15)


@given(st.floats(0.05, 3), st.floats(0.01, 1), st.floats(-5, 5), st.floats(-5, 5))
def test_wgan_never_leaves_its_clip(clip, lr, theta, psi):
    for update in ("simultaneous", "alternating"):
        orbit = dirac_orbit("wgan", lr, (theta, psi), 50, update, clip=clip)
        assert np.abs(orbit[1:, 1]).max() <= clip


def test_wgan_reaches_both_ends_of_its_clip():
    """Otherwise the test above would say nothing."""
    slopes = dirac_orbit("wgan", 0.2, (3, 0), 200, clip=0.5)[:, 1]
    assert slopes.min() == -0.5 and slopes.max() == 0.5


def test_r1_settles_and_the_plain_game_flies_apart():
    assert np.hypot(*dirac_orbit("r1", 0.2)[-1]) < 1e-5
    assert np.hypot(*dirac_orbit("gan", 0.2)[-1]) > 2


# Maps near the equilibrium.


@pytest.mark.parametrize("update", ["simultaneous", "alternating"])
@pytest.mark.parametrize("variant, options", LINEAR)
def test_matrix_is_the_derivative_of_one_round(variant, options, update):
    for lr in (0.1, 0.8):
        expected = numerical_map(variant, lr, update, **options)
        np.testing.assert_allclose(dirac_matrix(variant, lr, update, **options), expected, rtol=0, atol=1e-6)


@pytest.mark.parametrize("update", ["simultaneous", "alternating"])
@pytest.mark.parametrize("noise", [0.7, 1.5])
def test_matrix_with_instance_noise_is_the_derivative_of_one_round_on_average(update, noise):
    expected = numerical_map("instance_noise", 0.5, update, noise=noise, samples=200_000)
    np.testing.assert_allclose(dirac_matrix("instance_noise", 0.5, update, noise=noise), expected, rtol=0, atol=0.005)


@given(st.floats(0.05, 1), st.floats(0.01, 5))
def test_r1_converges_exactly_when_lr_is_below_four_penalties(penalty, lr):
    if abs(lr - 4 * penalty) < 1e-6:  # on the edge rounding decides
        return
    radius = np.abs(np.linalg.eigvals(dirac_matrix("r1", lr, penalty=penalty))).max()
    assert (radius < 1) == (lr < 4 * penalty)


def test_r1_orbits_do_what_the_map_foretells():
    near = (0.01, 0.01)
    assert np.hypot(*dirac_orbit("r1", 0.9, near, 400, penalty=0.25)[-1]) < 1e-3
    assert np.hypot(*dirac_orbit("r1", 1.1, near, 400, penalty=0.25)[-1]) > 0.1


def test_wgan_gp_with_a_target_has_no_matrix():
    with pytest.raises(ValueError, match="target 1.0"):
        dirac_matrix("wgan_gp", 0.1)


# Ends and edges.


@pytest.mark.parametrize("variant", DIRAC_VARIANTS)
def test_an_orbit_has_the_start_and_a_point_a_step(variant):
    assert dirac_orbit(variant, 0.1, (2, -3), 0).tolist() == [[2, -3]]
    orbit = dirac_orbit(variant, 0.1, steps=7)
    assert orbit.shape == (8, 2) and orbit.dtype == np.float64 and orbit[0].tolist() == [1, 1]
    assert np.all(np.isfinite(orbit))


@pytest.mark.parametrize("update", ["simultaneous", "alternating"])
@pytest.mark.parametrize("variant", DIRAC_VARIANTS)
def test_huge_steps_give_no_warning(variant, update):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        orbit = dirac_orbit(variant, 1e200, steps=10, update=update)
    assert orbit.shape == (11, 2)


@pytest.mark.parametrize("variant", ["r1", "wgan_gp", "consensus"])
def test_overflow_gives_inf_or_nan(variant):
    assert not np.isfinite(dirac_orbit(variant, 1e200, steps=10)[-1]).all()


@pytest.mark.parametrize("call", [dirac_orbit, dirac_matrix])
def test_an_unknown_variant_is_named_with_those_that_there_are(call):
    with pytest.raises(ValueError, match="'lsgan'") as caught:
        call("lsgan", 0.1)
    assert all(repr(variant) in str(caught.value) for variant in DIRAC_VARIANTS)


@pytest.mark.parametrize("call", [dirac_orbit, dirac_matrix])
def test_an_unknown_update_is_named_with_those_that_there_are(call):
    with pytest.raises(ValueError, match="'extragradient'") as caught:
        call("gan", 0.1, update="extragradient")
    assert "'simultaneous', 'alternating'" in str(caught.value)


@pytest.mark.parametrize("call", [dirac_orbit, dirac_matrix])
@pytest.mark.parametrize("lr", [0, -0.1, float("nan"), float("inf"), None])
def test_a_bad_lr_is_named(call, lr):
    with pytest.raises(ValueError, match="lr must be a") as caught:
        call("gan", lr)
    assert repr(lr) in str(caught.value)


@pytest.mark.parametrize("start", [(1,), (1, 2, 3), [[1, 2]], 1.0, (float("nan"), 0), (0, float("inf")), None, "ab"])
def test_a_bad_start_is_refused(start):
    with pytest.raises(ValueError):
        dirac_orbit("gan", 0.1, start)


@pytest.mark.parametrize("steps", [-1, 2.5, None])
def test_bad_steps_are_named(steps):
    with pytest.raises(ValueError, match="steps") as caught:
        dirac_orbit("gan", 0.1, steps=steps)
    assert repr(steps) in str(caught.value)


@pytest.mark.parametrize(
    "variant, option, value",
    [
        ("wgan", "clip", 0),
        ("wgan", "clip", -1.0),
        ("wgan_gp", "penalty", 0.0),
        ("wgan_gp", "target", -0.1),
        ("wgan_gp", "target", float("nan")),
        ("r1", "penalty", -0.3),
        ("r1", "penalty", float("inf")),
        ("consensus", "beta", 0),
        ("instance_noise", "noise", 0),
        ("instance_noise", "samples", 0),
        ("instance_noise", "samples", 2.5),
        ("instance_noise", "seed", -1),
        ("instance_noise", "seed", 2**32),
    ],
)
def test_a_bad_option_is_named(variant, option, value):
    calls = (
        lambda **bad: dirac_orbit(variant, 0.1, **bad),
        lambda **bad: dirac_matrix(variant, 0.1, **bad),
        lambda **bad: dirac_field(variant, 1.0, 1.0, **bad),
    )
    for call in calls:
        with pytest.raises(ValueError, match=option) as caught:
            call(**{option: value})
        assert repr(value) in str(caught.value)


def test_an_option_of_another_variant_is_refused():
    with pytest.raises(ValueError, match="option of 'r1' must be one of 'penalty', not 'clip'"):
        dirac_orbit("r1", 0.1, clip=1.0)
