"""V(x, y) = xy: every update rule against numbers that were worked out apart from the package."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gan_utils.games import METHODS, bilinear_matrix, bilinear_orbit, conserved, eigenvalues, spectral_radius

# Every method with every option away from its default.
VARIANTS = [
    *((method, {}) for method in METHODS),
    ("simultaneous", {"momentum": 0.4}),
    ("alternating", {"first": "y"}),
    ("alternating", {"momentum": -0.5}),
    ("alternating", {"momentum": 0.3, "first": "y"}),
    ("consensus", {"beta": 0.35}),
    ("unrolled", {"unroll": 3}),
    ("unrolled", {"unroll": 2, "unroll_lr": 0.15}),
]
NUMBER = st.floats(-10, 10)


# The oracle's cases.


@pytest.mark.parametrize("case_id", ["xy_sim_g0.1_n10", "xy_sim_g0.1_n100"])
def test_simultaneous_orbit_is_the_oracles(oracle, case_id):
    case = oracle(case_id)
    start, steps, lr = case["input"]["z0"], case["input"]["n"], case["input"]["gamma"]
    end = bilinear_orbit("simultaneous", lr, start, steps)[-1]
    assert end == pytest.approx([case["expected"]["x"], case["expected"]["y"]], abs=case["abs_tol"])
    assert np.hypot(*end) == pytest.approx(case["expected"]["radius"], abs=case["abs_tol"])


@pytest.mark.parametrize(
    "case_id, first, kept",
    [
        ("xy_alt_xfirst_g0.1_n10", "x", "Q_minus"),
        ("xy_alt_xfirst_g0.1_n100", "x", "Q_minus"),
        ("xy_alt_yfirst_g0.1_n100", "y", "Q_plus"),
    ],
)
def test_alternating_orbit_and_its_conserved_quantity_are_the_oracles(oracle, case_id, first, kept):
    case = oracle(case_id)
    start, steps, lr = case["input"]["z0"], case["input"]["n"], case["input"]["gamma"]
    end = bilinear_orbit("alternating", lr, start, steps, first=first)[-1]
    assert end == pytest.approx([case["expected"]["x"], case["expected"]["y"]], abs=case["abs_tol"])
    assert conserved("alternating", lr, end, first=first) == pytest.approx(case["expected"][kept], abs=case["abs_tol"])


def test_alternating_with_lr_1_visits_the_oracles_hexagon(oracle):
    case = oracle("xy_alt_g1_period6")
    orbit = bilinear_orbit("alternating", case["input"]["gamma"], case["input"]["z0"], steps=6)
    np.testing.assert_allclose(orbit, case["expected"], rtol=0, atol=case["abs_tol"])


@pytest.mark.parametrize(
    "case_id, method",
    [
        ("xy_extragradient_g0.1_n100", "extragradient"),
        ("xy_proximal_implicit_g0.1_n100", "proximal"),
        ("xy_consensus_beta1_g0.1_n100", "consensus"),
    ],
)
def test_damped_methods_are_the_oracles(oracle, case_id, method):
    case = oracle(case_id)
    start, steps, lr = case["input"]["z0"], case["input"]["n"], case["input"]["gamma"]
    end = bilinear_orbit(method, lr, start, steps)[-1]
    assert end == pytest.approx([case["expected"]["x"], case["expected"]["y"]], abs=case["abs_tol"])
    np.testing.assert_allclose(bilinear_matrix(method, lr), case["expected"]["matrix"], rtol=0, atol=case["abs_tol"])


@pytest.mark.parametrize(
    "key, method, options",
    [
        ("sim", "simultaneous", {}),
        ("alt", "alternating", {}),
        ("extragradient", "extragradient", {}),
        ("ogda", "optimistic", {}),
        ("proximal", "proximal", {}),
        ("consensus_beta1", "consensus", {}),
        ("alt_momentum_minus0p5", "alternating", {"momentum": -0.5}),
        ("unrolled_K1_eta_g", "unrolled", {}),
    ],
)
def test_spectral_radii_are_the_oracles(oracle, key, method, options):
    case = oracle("xy_spectral_radii")
    radii = [spectral_radius(method, lr, **options) for lr in case["input"]["gamma"]]
    assert radii == pytest.approx(case["expected"][key], abs=case["abs_tol"])


def test_simultaneous_growth_and_turning_are_the_articles(oracle):
    case = oracle("xy_article_alpha_theta")
    for index, lr in enumerate(case["input"]["gamma"]):
        growth = spectral_radius("simultaneous", lr)
        angle = np.abs(np.angle(eigenvalues(bilinear_matrix("simultaneous", lr)))).max()
        found = {
            "alpha": 1 / growth,
            "theta": angle,
            "growth_per_step": growth,
            "growth_per_revolution": growth ** (2 * np.pi / angle),
            "steps_to_double": np.log(2) / np.log(growth),
        }
        expected = {name: values[index] for name, values in case["expected"].items()}
        assert found == pytest.approx(expected, abs=case["abs_tol"])


def test_flow_is_the_oracles(oracle):
    case = oracle("xy_flow")
    end = bilinear_orbit("flow", case["input"]["t"], case["input"]["z0"], steps=1)[-1]
    assert end == pytest.approx(case["expected"], abs=case["abs_tol"])


# Closed forms.


def written_out(g: float) -> list[tuple]:
    """The one-round maps, multiplied out by hand."""
    c, s, q = np.cos(g), np.sin(g), 1 + g * g
    memory = [[1, 0, 0, 0], [0, 1, 0, 0]]
    m, b, k, eta = 0.4, 0.35, 3, 0.15
    return [
        ("flow", {}, [[c, -s], [s, c]]),
        ("simultaneous", {}, [[1, -g], [g, 1]]),
        ("alternating", {}, [[1, -g], [g, 1 - g * g]]),
        ("alternating", {"first": "y"}, [[1 - g * g, -g], [g, 1]]),
        ("extragradient", {}, [[1 - g * g, -g], [g, 1 - g * g]]),
        ("proximal", {}, [[1 / q, -g / q], [g / q, 1 / q]]),
        ("consensus", {"beta": b}, [[1 - g * b, -g], [g, 1 - g * b]]),
        ("unrolled", {}, [[1 - 2 * g * g, -g], [g, 1]]),
        ("unrolled", {"unroll": k, "unroll_lr": eta}, [[1 - 2 * k * eta * g, -g], [g, 1]]),
        ("optimistic", {}, [[1, -2 * g, 0, g], [2 * g, 1, -g, 0], *memory]),
        ("simultaneous", {"momentum": m}, [[1 + m, -g, -m, 0], [g, 1 + m, 0, -m], *memory]),
        (
            "alternating",
            {"momentum": m},
            [[1 + m, -g, -m, 0], [g * (1 + m), 1 + m - g * g, -g * m, -m], *memory],
        ),
        (
            "alternating",
            {"momentum": m, "first": "y"},
            [[1 + m - g * g, -g * (1 + m), -m, g * m], [g, 1 + m, 0, -m], *memory],
        ),
    ]


@pytest.mark.parametrize("lr", [0.05, 0.7, 2.5])
def test_matrices_are_those_written_out_by_hand(lr):
    for method, options, matrix in written_out(lr):
        np.testing.assert_allclose(bilinear_matrix(method, lr, **options), matrix, rtol=0, atol=1e-14, err_msg=method)


@pytest.mark.parametrize("method, options", VARIANTS)
def test_orbit_is_the_powers_of_the_matrix(method, options):
    """A rule with a memory starts at rest: the point one round before the start is the start."""
    start, lr = np.array([0.8, -1.3]), 0.3
    matrix = bilinear_matrix(method, lr, **options)
    state = np.concatenate([start, start])[: len(matrix)]
    expected = [(np.linalg.matrix_power(matrix, n) @ state)[:2] for n in range(31)]
    np.testing.assert_allclose(bilinear_orbit(method, lr, start, 30, **options), expected, rtol=1e-12, atol=1e-12)


@given(st.floats(0.01, 4))
def test_spectral_radii_are_the_closed_forms(g):
    alternating = 1 if g <= 2 else g * g / 2 - 1 + g * np.sqrt(g * g / 4 - 1)
    forms = {
        "flow": 1,
        "simultaneous": np.sqrt(1 + g**2),
        "alternating": alternating,
        "extragradient": np.sqrt(1 - g**2 + g**4),
        "proximal": 1 / np.sqrt(1 + g**2),
        "consensus": np.hypot(1 - g, g),
    }
    assert {method: spectral_radius(method, g) for method in forms} == pytest.approx(forms, rel=1e-9)
    # Who moves first changes the path, but not how fast it grows.
    assert spectral_radius("alternating", g, first="y") == pytest.approx(alternating, rel=1e-9)


@given(st.floats(0.01, 3), st.floats(0.01, 3))
def test_consensus_radius_depends_on_beta_as_the_closed_form(g, beta):
    assert spectral_radius("consensus", g, beta=beta) == pytest.approx(np.hypot(1 - g * beta, g), rel=1e-9)


@given(st.floats(0.01, 0.99))
def test_unrolled_radius_is_the_closed_form_below_lr_1(g):
    """The determinant is 1 - 2 eta g + g^2, which for eta = g is 1 - g^2."""
    assert spectral_radius("unrolled", g) == pytest.approx(np.sqrt(1 - g**2), rel=1e-9)


@pytest.mark.parametrize("g", [0.3, 0.5, 1.0, 2.0])
def test_alternating_radius_is_exactly_1_up_to_the_double_eigenvalue_at_2(g):
    """A general solver is off by 1e-8 at lr = 2, which a hundred million rounds would show."""
    assert spectral_radius("alternating", g) == pytest.approx(1, abs=1e-12)


def test_optimistic_is_fastest_at_one_half():
    steps = np.linspace(0.01, 0.99, 99)
    radii = [spectral_radius("optimistic", g) for g in steps]
    assert steps[np.argmin(radii)] == pytest.approx(0.5)
    assert spectral_radius("optimistic", 0.5) == pytest.approx(1 / np.sqrt(2), abs=1e-7)


def test_optimistic_settles_just_below_1_over_sqrt_3():
    edge = 1 / np.sqrt(3)
    assert spectral_radius("optimistic", edge) == pytest.approx(1)
    assert spectral_radius("optimistic", 0.99 * edge) < 1 < spectral_radius("optimistic", 1.01 * edge)


@given(st.floats(-0.99, 0.99), st.floats(0.05, 3))
def test_simultaneous_steps_diverge_with_every_momentum(momentum, g):
    assert spectral_radius("simultaneous", g, momentum=momentum) > 1


@given(st.floats(0.05, 0.999))
def test_alternating_steps_with_negative_momentum_converge(g):
    assert spectral_radius("alternating", g, momentum=-0.5) < 1


def test_alternating_steps_with_negative_momentum_are_fastest_at_0_871():
    steps = np.linspace(0.01, 1, 1000)
    radii = [spectral_radius("alternating", g, momentum=-0.5) for g in steps]
    assert steps[np.argmin(radii)] == pytest.approx(0.871, abs=2e-3)
    assert min(radii) == pytest.approx(0.885, abs=1e-3)


def test_momentum_0_is_no_momentum():
    for method in ("simultaneous", "alternating"):
        np.testing.assert_array_equal(bilinear_matrix(method, 0.3, momentum=0.0), bilinear_matrix(method, 0.3))


def test_eigenvalues_are_numpys_where_numpy_is_exact():
    """4 x 4 maps that treat x and y alike take another road than the rest: both must arrive."""
    for method, options in VARIANTS:
        matrix = bilinear_matrix(method, 0.37, **options)
        found, expected = eigenvalues(matrix), np.linalg.eigvals(matrix)
        assert found.dtype == complex and found.shape == (len(matrix),)
        np.testing.assert_allclose(np.poly(found), np.poly(expected), rtol=0, atol=1e-12)
        np.testing.assert_allclose(np.sort_complex(found.round(9)), np.sort_complex(expected.round(9)), atol=1e-8)


# What is kept, and what comes back.


@given(st.floats(0.01, 1.9), NUMBER, NUMBER, st.sampled_from(["x", "y"]))
def test_alternating_steps_conserve_their_quantity(lr, x, y, first):
    orbit = bilinear_orbit("alternating", lr, (x, y), 200, first=first)
    kept = conserved("alternating", lr, orbit, first=first)
    assert kept.shape == (201,)
    assert np.ptp(kept) <= 1e-11 * (orbit**2).max() + 1e-300  # squares of tiny starts are not exact


@given(st.floats(0.01, 10), NUMBER, NUMBER)
def test_flow_conserves_the_radius(lr, x, y):
    kept = conserved("flow", lr, bilinear_orbit("flow", lr, (x, y), 200))
    np.testing.assert_allclose(kept, x * x + y * y, rtol=1e-11, atol=1e-290)


@given(st.floats(0.01, 1.9), NUMBER, NUMBER)
def test_conserved_quantities_are_their_formulas(lr, x, y):
    assert conserved("flow", lr, (x, y)) == pytest.approx(x * x + y * y)
    assert conserved("alternating", lr, (x, y)) == pytest.approx(x * x + y * y - lr * x * y)
    assert conserved("alternating", lr, (x, y), first="y") == pytest.approx(x * x + y * y + lr * x * y)


def test_conserved_takes_points_of_any_shape():
    points = np.arange(12.0).reshape(2, 3, 2)
    assert conserved("flow", 0.1, points).shape == (2, 3)
    assert conserved("flow", 0.1, points)[1, 2] == 10**2 + 11**2


def test_the_other_methods_conserve_nothing():
    keepers = [(method, options) for method, options in VARIANTS if conserved(method, 0.3, (1, 2), **options) is None]
    assert len(keepers) == len(VARIANTS) - 3  # the flow, and alternating steps in both orders
    assert ("alternating", {"momentum": -0.5}) in keepers


@pytest.mark.parametrize("lr, period", [(2 * np.sin(np.pi / 10), 10), (1, 6), (np.sqrt(2), 4), (np.sqrt(3), 3)])
def test_alternating_steps_come_back_after_their_period_and_not_before(lr, period):
    start = np.array([1.0, 0.3])
    away = np.abs(bilinear_orbit("alternating", lr, start, period) - start).max(axis=1)
    assert away[-1] < 1e-12
    assert away[1:-1].min() > 0.1


def test_alternating_steps_grow_linearly_at_lr_2():
    """The map is -(1 - N) with N^2 = 0, so its n-th power is (-1)^n (1 - n N): from (1, 0) to (1 - 2n, -2n)."""
    orbit = bilinear_orbit("alternating", 2, (1, 0), 10)
    np.testing.assert_array_equal(orbit, [[(-1) ** n * (1 - 2 * n), (-1) ** n * (-2 * n)] for n in range(11)])
    assert orbit[-1].tolist() == [-19, -20]


def test_both_players_at_the_saddle_stay_there():
    for method, options in VARIANTS:
        assert not bilinear_orbit(method, 0.5, (0, 0), 5, **options).any()


# Ends and edges.


@pytest.mark.parametrize("method", METHODS)
def test_no_steps_are_just_the_start(method):
    orbit = bilinear_orbit(method, 0.1, (2, -3), 0)
    assert orbit.dtype == np.float64 and orbit.tolist() == [[2, -3]]


@pytest.mark.parametrize("method", METHODS)
def test_an_orbit_has_the_start_and_a_point_a_step(method):
    assert bilinear_orbit(method, 0.1, steps=7).shape == (8, 2)
    assert bilinear_orbit(method, 0.1).shape == (101, 2)
    assert bilinear_orbit(method, 0.1)[0].tolist() == [1, 0]


def test_the_callers_start_is_left_alone():
    start = np.array([1.0, 2.0])
    bilinear_orbit("simultaneous", 0.5, start, 3)
    assert start.tolist() == [1, 2]


@pytest.mark.parametrize("method", sorted(set(METHODS) - {"flow", "proximal"}))  # these two can never fly away
def test_overflow_gives_inf_or_nan_and_no_warning(method):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        orbit = bilinear_orbit(method, 1e200, steps=10)
    assert orbit.shape == (11, 2) and not np.isfinite(orbit[-1]).any()


@pytest.mark.parametrize("call", [bilinear_orbit, bilinear_matrix, spectral_radius])
def test_an_unknown_method_is_named_with_those_that_there_are(call):
    with pytest.raises(ValueError, match="'newton'") as caught:
        call("newton", 0.1)
    assert all(repr(method) in str(caught.value) for method in METHODS)


@pytest.mark.parametrize("call", [bilinear_orbit, bilinear_matrix, spectral_radius])
@pytest.mark.parametrize("lr", [0, -0.1, float("nan"), float("inf"), "0.1", None])
def test_a_bad_lr_is_named(call, lr):
    with pytest.raises(ValueError, match="lr must be a") as caught:
        call("simultaneous", lr)
    assert repr(lr) in str(caught.value)


@pytest.mark.parametrize("start", [(1,), (1, 2, 3), [[1, 2]], 1.0, (float("nan"), 0), (0, float("inf")), None, "ab"])
def test_a_bad_start_is_refused(start):
    with pytest.raises(ValueError):
        bilinear_orbit("simultaneous", 0.1, start)


@pytest.mark.parametrize("steps", [-1, 2.5, None])
def test_bad_steps_are_named(steps):
    with pytest.raises(ValueError, match="steps") as caught:
        bilinear_orbit("simultaneous", 0.1, steps=steps)
    assert repr(steps) in str(caught.value)


@pytest.mark.parametrize(
    "method, option, value, allowed",
    [
        ("simultaneous", "momentum", 1, "between -1 and 1"),
        ("simultaneous", "momentum", -1, "between -1 and 1"),
        ("alternating", "momentum", 1.5, "[-1, 1]"),
        ("alternating", "momentum", float("nan"), "[-1, 1]"),
        ("alternating", "first", "z", "'x', 'y'"),
        ("consensus", "beta", 0, "above 0"),
        ("consensus", "beta", -1.0, "above 0"),
        ("unrolled", "unroll", 0, "at least 1"),
        ("unrolled", "unroll", 1.5, "at least 1"),
        ("unrolled", "unroll_lr", 0.0, "above 0"),
        ("unrolled", "unroll_lr", float("inf"), "above 0"),
    ],
)
def test_a_bad_option_is_named_with_what_is_allowed(method, option, value, allowed):
    for call in (bilinear_orbit, bilinear_matrix, spectral_radius):
        with pytest.raises(ValueError, match=option) as caught:
            call(method, 0.1, **{option: value})
        assert repr(value) in str(caught.value) and allowed in str(caught.value)


@pytest.mark.parametrize(
    "method, option",
    [("simultaneous", "beta"), ("alternating", "unroll"), ("consensus", "first"), ("flow", "momentum")],
)
def test_an_option_of_another_method_is_refused(method, option):
    with pytest.raises(ValueError, match=f"option of '{method}'") as caught:
        bilinear_orbit(method, 0.1, **{option: 1})
    assert repr(option) in str(caught.value)


@pytest.mark.filterwarnings("error")
def test_what_is_conserved_gives_no_warning_on_an_orbit_that_overflowed():
    orbit = bilinear_orbit("alternating", 2.5, steps=2000)
    assert not np.isfinite(conserved("alternating", 2.5, orbit)[-1])
