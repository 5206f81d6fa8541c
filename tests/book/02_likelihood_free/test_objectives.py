"""What chapter 2 states of the objectives, against computation and what its cells printed."""

import math
import re

import numpy as np
import pytest
import torch

from gan_utils.divergences import F_DIVERGENCES, js, total_variation, wasserstein_1
from gan_utils.losses import OBJECTIVES

from ..chapters import numbers_after, prose, says
from .densities import bump, bumps

CHAPTER = "02_likelihood_free"
SEEDS = range(5)


def pair(seed):
    """Two random distributions over ten places."""
    random = np.random.default_rng(seed)
    return (torch.from_numpy(random.dirichlet(np.ones(10))) for _ in range(2))


def slope(loss, q):
    """How a loss changes with q, as far as q still sums to 1."""
    q = q.clone().requires_grad_()
    (found,) = torch.autograd.grad(loss(q), q)
    return found - found.mean()


def kl_of(p, q):
    return (p * (p / q).log()).sum()


def delta(p, q):
    return ((p - q) ** 2 / (p + q)).sum()


def middle(p, q):
    return (p + q) / 2


# What G pays where p / q = u and D is at its best, by the formulas; and what it then descends on, D* held fixed.
HELD = {
    "minimax": (lambda u: -torch.log(1 + u), lambda p, q: kl_of(p, middle(p, q)) + kl_of(q, middle(p, q))),
    "non_saturating": (lambda u: torch.log(1 + 1 / u), lambda p, q: 2 * kl_of(middle(p, q), p)),
    "lsgan": (lambda u: (1 + u) ** -2 / 2, lambda p, q: kl_of(p, middle(p, q)) - delta(p, q) / 8),
    "hinge": (lambda u: -torch.sign(u - 1), lambda p, q: (p - q).abs().sum()),
    "ebgan": (lambda u: (u < 1).double(), lambda p, q: (p - q).abs().sum() / 2),
    "fgan_kl, other": (lambda u: -1 - torch.log(u), lambda p, q: kl_of(q, p)),
    "fgan_pearson, other": (lambda u: -2 * (u - 1), lambda p, q: 2 * kl_of(p, q)),
    "fgan_js, other": (lambda u: -torch.log(2 * u / (1 + u)), lambda p, q: 2 * kl_of(middle(p, q), p)),
    **{
        f"fgan_{name}": (
            lambda u, row=row: -row.conjugate(row.witness(u)),
            lambda p, q, row=row: (q * row.f(p / q)).sum(),
        )
        for name, row in F_DIVERGENCES.items()
    },
}


@pytest.mark.parametrize("name", HELD)
@pytest.mark.parametrize("seed", SEEDS)
def test_what_g_descends_on_while_d_is_held_fixed(name, seed):
    price, divergence = HELD[name]
    p, q = pair(seed)
    fixed = price(p / q)
    torch.testing.assert_close(
        slope(lambda q: (q * fixed).sum(), q), slope(lambda q: divergence(p, q), q), atol=1e-9, rtol=1e-9
    )
    u = torch.logspace(-2, 2, 400, dtype=torch.float64)
    assert (price(u).diff() <= 0).all(), "it falls as p / q rises: (2.9) gives a convex f"


@pytest.mark.parametrize("name", [name for name in HELD if name not in ("hinge", "ebgan")])
def test_the_rule_that_gives_f_from_what_g_pays(name):
    """u f'' = -phi', where f is read off the divergence: D_f of a place of mass u against 1 is f(u)."""
    says(CHAPTER, r"u\, f''(u) = -\varphi'(u). \tag{2.9}")
    price, divergence = HELD[name]
    for u in (0.2, 0.9, 3.0):
        u = torch.tensor(u, dtype=torch.float64, requires_grad=True)
        (first,) = torch.autograd.grad(divergence(u[None], torch.ones(1).double()), u, create_graph=True)
        (second,) = torch.autograd.grad(first, u)
        (phi,) = torch.autograd.grad(price(u[None]).sum(), u)
        assert (u * second).item() == pytest.approx(-phi.item(), abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_critic_held_fixed_has_the_slope_of_the_wasserstein_distance(seed):
    p, q = pair(seed)
    critic = torch.cat([torch.zeros(1), -(p - q).cumsum(0)[:-1].sign().cumsum(0)])
    places = np.arange(10.0)
    assert float((p - q) @ critic) == pytest.approx(wasserstein_1(places, places, p.numpy(), q.numpy()))
    step = 1e-6 * (p - q)
    moved = wasserstein_1(places, places, p.numpy(), (q + step).numpy()) - wasserstein_1(
        places, places, p.numpy(), q.numpy()
    )
    assert moved == pytest.approx(-float(step @ critic), rel=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_the_losses_are_through_the_best_d(seed):
    p, q = pair(seed)
    u, m = p / q, middle(p, q)
    for price, named in (
        (HELD["non_saturating"][0], kl_of(q, p) - kl_of(q, m) + math.log(2)),
        (HELD["fgan_kl, other"][0], kl_of(q, p) - 1),
        (HELD["fgan_pearson, other"][0], torch.zeros(()).double()),
        (HELD["fgan_js, other"][0], kl_of(q, p) - kl_of(q, m)),
    ):
        assert float((q * price(u)).sum()) == pytest.approx(float(named), abs=1e-12)
    assert float(p @ torch.log(u / (1 + u)) + q @ torch.log(1 / (1 + u))) == pytest.approx(2 * js(p, q) - math.log(4))


@pytest.mark.parametrize("targets", [(0, 1, 1), (-1, 1, 0), (0.3, 2, -1)])
def test_lsgan_leaves_triangular_discrimination_whatever_its_targets(targets):
    says(CHAPTER, "Then any targets leave $\\frac18 (b - a)^2 \\Delta$ and a constant")
    fake, real, wanted = targets
    constants = []
    for seed in SEEDS:
        p, q = pair(seed)
        best = (real * p + fake * q) / (p + q)
        left = float(((p + q) * (best - wanted) ** 2).sum() / 2)
        constants.append(left - (real - fake) ** 2 * float(delta(p, q)) / 8)
    assert np.ptp(constants) < 1e-12
    p, q = pair(0)
    assert float(delta(p, q)) == pytest.approx(float(((2 * q - (p + q)) ** 2 / (p + q)).sum())), "chi2(2q || p + q)"
    assert float(delta(p, q)) != pytest.approx(float((((p + q) - 2 * q) ** 2 / (2 * q)).sum()), rel=0.1)


def test_lsgan_with_other_targets_descends_on_nothing_and_against_its_divergence(printed):
    u = torch.logspace(-2, 2, 400, dtype=torch.float64)
    price = ((u - 1) / (u + 1)) ** 2 / 2
    assert (price.diff() < 0).any() and (price.diff() > 0).any(), "(2.9) gives an f that is not convex"
    says(CHAPTER, "at $\\theta = 1$ the slope is $-0.0724$ and drives it to a mode")
    says(CHAPTER, "with $+0.0100$, would pull it back")
    fixed, through = numbers_after("1.0", printed.split("its slope at θ")[-1])
    assert (fixed, through) == (-0.0724, 0.0100)


def test_the_number_to_keep_comes_again(printed):
    says(CHAPTER, "And look at the number 0.821264. It is the one to keep")
    (own,) = numbers_after("D_f of the two bumps and N(0, 1):", printed)
    (lsgan,) = numbers_after("lsgan, 1 -1 0, on the two bumps and N(0, 1), doubled:", printed)
    p, q = bumps(1.5), bump(0.0, 1.0)
    assert own == lsgan == 0.821264 == pytest.approx(float(delta(p, q)), abs=2e-6)


def test_what_the_chapter_computed_of_the_table(printed):
    for name in ("minimax", "non_saturating", "lsgan", "hinge", "ebgan", "fgan_kl", "fgan_pearson", "wgan"):
        line = re.search(rf"^{name}  (-?\d+\.\d+)  (-?\d+\.\d+)  less than 1e-12$", printed, re.MULTILINE)
        assert line and line[1] == line[2], name
    table = re.search(r"^through D\*  loss  named\s*\n((?:.+\n\s*){9})", printed, re.MULTILINE)[1]
    for line in filter(str.strip, table.splitlines()):
        ours, named = re.findall(r"-?\d+\.\d{6}", line)
        assert float(ours) == pytest.approx(float(named), abs=1e-6), line


def test_the_best_d_of_hinge_and_ebgan_is_left_with_total_variation():
    p, q = bumps(1.5), bump(0.0, 1.0)
    energies = torch.linspace(0, 2, 201, dtype=torch.float64)[:, None]
    values = torch.cat([energies, -energies])
    hinge = (p * torch.relu(1 - values) + q * torch.relu(1 + values)).min(0).values.sum()
    ebgan = (p * energies + q * torch.relu(1 - energies)).min(0).values.sum()
    assert float(hinge) == pytest.approx(2 - 2 * total_variation(p, q), abs=1e-9)
    assert float(ebgan) == pytest.approx(1 - total_variation(p, q), abs=1e-9)


def test_the_table_of_objectives_has_every_row_of_objectives_and_no_other():
    (table,) = re.findall(r"^\| name \| D minimises \| G minimises \|\n\|[-|]+\|\n((?:\|.*\n)+)", prose(CHAPTER), re.M)
    named = [name for line in table.splitlines() for name in re.findall(r"`(\w+)`", line.split("|")[1])]
    assert sorted(named) == sorted(OBJECTIVES) and len(set(named)) == len(named)
    for name, row in OBJECTIVES.items():
        (line,) = [line for line in table.splitlines() if f"`{name}`" in line.split("|")[1]]
        assert (row.penalty is not None) == ("lambda" in line), name
        assert (row.clip is not None) == ("clipped" in line) and row.spectral == ("spectral" in line), name
        assert (row.balance is not None) == ("- k\\, " in line), name


def test_two_came_before_the_wgan(printed):
    says(CHAPTER, "EBGAN and LSGAN came *before* the WGAN")
    (before,) = re.findall(r"^before the WGAN: (.*)$", printed, re.MULTILINE)
    (after,) = re.findall(r"^after it: (.*)$", printed, re.MULTILINE)
    assert {"EBGAN", "LSGAN"} <= set(before.split(", ")) and "BEGAN" in after.split(", ")
    named = ("ebgan", "lsgan", "wgan", "began")
    numbers = {name: re.search(r"arXiv:(\d{4})", OBJECTIVES[name].source)[1] for name in named}
    assert numbers == {"ebgan": "1609", "lsgan": "1611", "wgan": "1701", "began": "1703"}
