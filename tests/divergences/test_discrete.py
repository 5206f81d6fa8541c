"""Divergences of discrete distributions: oracles, properties, tight bounds, limits, and what is refused."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gan_utils.divergences import F_DIVERGENCES, f_divergence, js, kl, reverse_kl, total_variation

# How the oracle calls the rows of the table.
ORACLE_NAMES = {
    "kl": "KL",
    "reverse_kl": "RKL",
    "pearson": "Pearson",
    "hellinger": "SqHellinger",
    "js": "JS",
    "gan": "GAN",
}


def distributions(places=5, least=0.01):
    lists = st.lists(st.floats(least, 1), min_size=places, max_size=places).filter(lambda x: sum(x) > 1e-3)
    return lists.map(lambda x: np.array(x) / np.sum(x))


def test_the_oracle_of_discrete_divergences(oracle):
    case = oracle("div_discrete")
    p, q = case["input"]["p"], case["input"]["q"]
    assert kl(p, q) == pytest.approx(case["expected"]["KL_pq"], abs=1e-12)
    assert reverse_kl(p, q) == pytest.approx(case["expected"]["KL_qp"], abs=1e-12)
    assert js(p, q) == pytest.approx(case["expected"]["JSD"], abs=1e-12)


@pytest.mark.parametrize("name", F_DIVERGENCES)
def test_the_oracle_of_the_f_gan_table(oracle, name):
    case = oracle("fgan_table")
    p, q = (torch.tensor(case["input"][key], dtype=torch.float64) for key in "pq")
    expected = case["expected"][ORACLE_NAMES[name]]
    assert f_divergence(name, p, q) == pytest.approx(expected["D_f"], abs=1e-12)
    assert F_DIVERGENCES[name].witness(p / q).tolist() == pytest.approx(expected["Tstar"], abs=1e-12)


@pytest.mark.parametrize("name", F_DIVERGENCES)
@given(p=distributions(), q=distributions(), shift=st.floats(-1, 1))
def test_the_bound_is_tight_at_the_witness_and_nowhere_higher(name, p, q, shift):
    row, (p, q) = F_DIVERGENCES[name], (torch.from_numpy(p), torch.from_numpy(q))

    def bound(t):
        return float((p * t).sum() - (q * row.conjugate(t)).sum())

    exact = f_divergence(name, p, q)
    best = row.witness(p / q)
    assert bound(best) == pytest.approx(exact, abs=1e-9 * (1 + abs(exact)) + 1e-7)
    elsewhere = best * (1 + 0.2 * shift) if name in ("reverse_kl", "gan") else best - abs(shift)
    assert bound(elsewhere) <= exact + 1e-7


@pytest.mark.parametrize("name", F_DIVERGENCES)
def test_a_row_of_the_table_holds_together(name):
    """The witness is f's slope, the threshold its value at 1, the activation ends where the conjugate is finite."""
    row = F_DIVERGENCES[name]
    u = torch.logspace(-2, 2, 60, dtype=torch.float64).requires_grad_()
    (slope,) = torch.autograd.grad(row.f(u).sum(), u)
    torch.testing.assert_close(row.witness(u.detach()), slope)
    one = torch.ones(1, dtype=torch.float64)
    assert float(row.witness(one)) == pytest.approx(row.threshold, abs=1e-12)
    assert float(row.f(one)) == pytest.approx(-math.log(4) if name == "gan" else 0, abs=1e-12)
    t = row.activation(torch.linspace(-8, 8, 200, dtype=torch.float64))
    assert torch.isfinite(row.conjugate(t)).all() and (t.diff() > 0).all()
    # f*(t) = max over u of u t - f(u), by brute force
    many = torch.logspace(-8, 8, 200_001, dtype=torch.float64)
    for value in row.witness(torch.tensor([0.2, 1.0, 3.0], dtype=torch.float64)):
        assert float(row.conjugate(value)) == pytest.approx(float((many * value - row.f(many)).max()), abs=1e-6)


@pytest.mark.parametrize("name", F_DIVERGENCES)
def test_the_costs_of_empty_places_are_the_limits_of_f(name):
    row = F_DIVERGENCES[name]
    for limit, values in (
        (row.at_zero, [float(row.f(torch.tensor(10.0**-n, dtype=torch.float64))) for n in (8, 12)]),
        (row.at_infinity, [float(row.f(torch.tensor(10.0**n, dtype=torch.float64))) / 10.0**n for n in (8, 12)]),
    ):
        if math.isinf(limit):
            assert values[1] > values[0] + 5
        else:
            assert values[1] == pytest.approx(limit, abs=1e-4)


@given(p=distributions(least=0.0), q=distributions())
def test_inequalities_between_divergences(p, q):
    distance = total_variation(p, q)
    assert 0 <= distance <= 1
    assert distance**2 <= kl(p, q) / 2 + 1e-12, "Pinsker"
    assert -1e-12 <= js(p, q) <= math.log(2) * distance + 1e-9
    assert kl(p, q) <= math.log1p(f_divergence("pearson", p, q)) + 1e-9
    assert f_divergence("hellinger", p, q) / 2 <= distance + 1e-9
    assert js(p, q) == pytest.approx(js(q, p), abs=1e-12)
    middle = (p + q) / 2
    assert js(p, q) == pytest.approx((kl(p, middle) + kl(q, middle)) / 2, abs=1e-9)
    assert f_divergence("gan", p, q) == pytest.approx(2 * js(p, q) - math.log(4), abs=1e-9)


@pytest.mark.parametrize("p", [[1.0], [0.5, 0.5], [0.0, 1.0, 0.0], [[0.25, 0.25], [0.5, 0.0]]])
def test_equal_distributions_are_zero_apart(p):
    for distance in (kl, reverse_kl, js, total_variation):
        assert distance(p, p) == pytest.approx(0, abs=1e-15) and distance(p, p) >= 0
    assert f_divergence("gan", p, p) == pytest.approx(-math.log(4))


def test_disjoint_distributions():
    p, q = [0.5, 0.5, 0.0], [0.0, 0.0, 1.0]
    assert kl(p, q) == reverse_kl(p, q) == f_divergence("pearson", p, q) == math.inf
    assert js(p, q) == pytest.approx(math.log(2), abs=1e-15) and total_variation(p, q) == 1
    assert f_divergence("hellinger", p, q) == 2 and f_divergence("gan", p, q) == 0


def test_where_only_one_side_is_empty():
    assert kl([0.0, 1.0], [0.5, 0.5]) == pytest.approx(math.log(2)) and kl([0.5, 0.5], [0.0, 1.0]) == math.inf
    assert reverse_kl([0.0, 1.0], [0.5, 0.5]) == math.inf


def test_places_that_both_leave_empty_count_for_nothing():
    for distance in (kl, reverse_kl, js, total_variation):
        assert distance([0.3, 0.7, 0.0], [0.6, 0.4, 0.0]) == distance([0.3, 0.7], [0.6, 0.4])


# An f of one's own.


@given(p=distributions(), q=distributions())
def test_an_f_of_ones_own_gives_the_tables_number(p, q):
    own = f_divergence(lambda u: u * torch.log(u), p, q)
    assert own == pytest.approx(kl(p, q), abs=1e-9)


@pytest.mark.parametrize(
    ("f", "words"),
    [
        (lambda u: u**2, r"f\(1\) must be 0, not 1"),
        (lambda u: 1 - (u - 1) ** 2 - 1, "f must be convex"),
        (lambda u: torch.log(u), "f must be convex"),
        (lambda u: 3.0, "one finite number for each"),
        (lambda u: torch.log(u - 1), "one finite number for each"),
        (lambda u: u.sum(), "one finite number for each"),
    ],
)
def test_what_is_no_f_is_refused(f, words):
    with pytest.raises(ValueError, match=words):
        f_divergence(f, [0.5, 0.5], [0.5, 0.5])


def test_an_f_of_ones_own_asks_for_full_supports():
    with pytest.raises(ValueError, match="above 0 everywhere"):
        f_divergence(lambda u: (u - 1) ** 2, [1.0, 0.0], [0.5, 0.5])


# What is refused.


@pytest.mark.parametrize(
    ("p", "words"),
    [
        ([0.5, 0.6], "p must sum to 1, not 1.1"),
        ([0.5, 0.4], "p must sum to 1, not 0.9"),
        ([1.5, -0.5], "p must not be negative, but holds -0.5"),
        ([0.5, math.nan], "p must be finite"),
        ([math.inf, 0.5], "p must be finite"),
        ([], "p must hold at least one"),
        ([0.5, 0.25, 0.25], r"one shape, not \(3,\) and \(2,\)"),
        ([[0.5, 0.5]], r"one shape, not \(1, 2\) and \(2,\)"),
    ],
)
@pytest.mark.parametrize("distance", [kl, reverse_kl, js, total_variation])
def test_what_is_no_distribution_is_refused(distance, p, words):
    with pytest.raises(ValueError, match=words):
        distance(p, [0.5, 0.5])
    other = words.replace("p must", "q must").replace(r"(3,\) and \(2,\)", r"(2,\) and \(3,\)")
    with pytest.raises(ValueError, match=other.replace(r"(1, 2\) and \(2,\)", r"(2,\) and \(1, 2\)")):
        distance([0.5, 0.5], p)


def test_an_unknown_name_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match="name must be one of 'kl', 'reverse_kl', .*, not 'chi'"):
        f_divergence("chi", [1.0], [1.0])


def test_tensors_of_any_kind_are_taken():
    p = torch.tensor([0.5, 0.5], requires_grad=True)
    assert kl(p, torch.tensor([0.25, 0.75])) == pytest.approx(kl([0.5, 0.5], [0.25, 0.75]))
