"""What chapter 2 states of fitting, estimates, the meter and the f-GAN, against computation and what its cells printed.

The objectives have test_objectives.py, and their bench test_bench.py.
"""

import json
import math
import re

import numpy as np
import pytest
import torch
from torch.nn.functional import logsigmoid

from gan_utils import families
from gan_utils.data import toys
from gan_utils.divergences import F_DIVERGENCES, f_divergence, js, kl
from gan_utils.losses import discriminator_loss, minimax_generator_loss, non_saturating_generator_loss
from gan_utils.models import ToyDiscriminator

from ..chapters import BOOK, numbers_after, says
from .densities import GRID, bump, bumps

CHAPTER = "02_likelihood_free"


def best(divergence, p, means, stds):
    """The least divergence over a lattice of means and stds, and where it is taken."""
    return min((divergence(p, bump(mean, std)), mean, std) for mean in means for std in stds)


def test_likelihood_covers_reverse_kl_picks_one_and_jensen_shannon_depends_on_the_distance():
    says(CHAPTER, "The fit by likelihood **covers**")
    says(CHAPTER, "with the bumps at $\\pm 2$ instead of $\\pm 1.5$ it lets one go")
    stds = np.geomspace(0.3, 3, 40)
    for divergence, distance, mean in (
        (kl, 1.5, 0),
        (kl, 2.0, 0),
        (js, 1.5, 0),
        (js, 2.0, 2.0),
        (lambda p, q: kl(q, p), 1.5, 1.5),
    ):
        found = best(divergence, bumps(distance), (0.0, distance / 2, distance), stds)
        assert found[1] == mean


def test_from_the_middle_reverse_kl_stays_there_in_a_valley_of_its_own():
    says(CHAPTER, "From a start exactly in the middle it would stay there: that divergence has more than one valley")
    p, stds = bumps(1.5), np.geomspace(0.3, 3, 40)
    middle, one = (best(lambda p, q: kl(q, p), p, [mean], stds)[0] for mean in (0.0, 1.5))
    between = best(lambda p, q: kl(q, p), p, [0.2], stds)[0]
    assert one < middle < between


def test_the_three_fits_are_as_printed_and_shown(printed):
    names = ("KL(P || Q)", "JSD(P, Q)", "KL(Q || P)")
    rows = printed.split("  ".join(("fitted by", *names)))[1]
    covers, js_fit, picks = (numbers_after(f"{name}  ", rows) for name in names)
    assert covers[0] < picks[0] and picks[2] < covers[2] and js_fit[1] <= min(covers[1], picks[1])


def test_gradient_and_closed_form_agree_and_likelihood_is_kl(printed):
    assert numbers_after("by gradient", printed) == pytest.approx(numbers_after("closed form", printed), abs=2e-4)
    for model in ("N(1.0, 0.5²)", "N(0.0, 1.0²)", "N(2.0, 0.8²)"):
        surprise, divergence = numbers_after(model, printed)
        assert surprise == pytest.approx(divergence, abs=0.02)


def test_a_gan_keeps_two_assumptions_of_three(printed):
    says(CHAPTER, "It keeps the first two and drops only the third: the table's last row")
    (line,) = re.findall(r"^a GAN's generator +(\w+) +(\w+) +(\w+)$", printed, re.MULTILINE)
    assert line == ("yes", "yes", "no")
    assert re.search(r"^variational auto-encoder .* a lower bound$", printed, re.MULTILINE)
    assert re.search(r"^Boltzmann machine \(RBM\) .* up to a constant$", printed, re.MULTILINE)


def test_kernel_estimates_are_good_on_a_line_and_far_off_in_64_dimensions(printed):
    says(CHAPTER, "In 64 dimensions *no* bandwidth is near")
    for d, near in ((1, True), (64, False)):
        estimate, bandwidth, truth = numbers_after(f"{d}  ", printed.split("dimensions  best estimate")[1])
        assert (abs(estimate - truth) < 0.05) == near
        assert 0.02 < bandwidth < 3, "not at an end of those tried"
    says(CHAPTER, "On a line the estimate is good over a wide range of bandwidths")


def test_a_trained_d_measures_the_divergence(printed):
    (measured,) = numbers_after("the trained D, mean of the last 200 steps", printed)
    (exact,) = numbers_after("-log 4 + 2 JSD, from the densities", printed)
    p, q = bumps(1.5), bump(0.0, 1.0)
    assert exact == pytest.approx(-math.log(4) + 2 * js(p, q), abs=2e-3)
    assert measured == pytest.approx(exact, abs=0.03)


def test_the_best_d_takes_very_many_steps(printed):
    says(CHAPTER, "Half of the rise is quick, some fifty steps; 95 % take about a hundred and 98 % some five hundred")
    half, nearly, almost = (
        numbers_after(f"{n} %", printed.split("share by which V has risen")[-1])[0] for n in (50, 95, 98)
    )
    assert 35 <= half <= 65 and 80 < nearly < 130 and 400 < almost < 650


def test_on_few_samples_d_reads_too_much_and_on_new_ones_too_little(printed):
    says(CHAPTER, "On 200 samples a side D reads more than the divergence, and on 50 still more")
    (truth, top) = numbers_after("JSD from the densities:", printed)
    (few, few_new), (more, more_new) = (
        numbers_after(f"{n}  ", printed.split("samples a side  D reads")[1]) for n in (50, 200)
    )
    assert truth < more < few < top and few_new < more_new < truth


@pytest.mark.parametrize(("seed", "reads"), [(4, -0.28), (5, 0.12)])
def test_how_far_the_reading_of_new_samples_goes_by_luck(seed, reads):
    """The lowest and the highest of seeds 0 to 7."""
    says(CHAPTER, "with 50 samples a side, eight seeds read from $-0.28$ to 0.12")
    D = ToyDiscriminator(width=32, dims=1, activation="tanh", seed=1 + seed)
    adam = torch.optim.Adam(D.parameters(), lr=5e-3)

    def normals(n, seed):
        return torch.randn(n, 1, generator=torch.Generator().manual_seed(seed))

    real, fake = toys.sample("two_bumps", 50, seed=seed), normals(50, seed)
    for _ in range(1000):
        loss = sum(discriminator_loss(D(real), D(fake)).values())
        adam.zero_grad()
        loss.backward()
        adam.step()
    with torch.no_grad():
        new = discriminator_loss(D(toys.sample("two_bumps", 20_000, seed=5)), D(normals(20_000, 1)))
    assert (math.log(4) - sum(new.values()).item()) / 2 == pytest.approx(reads, abs=0.03)


def test_a_lower_rate_takes_twice_the_steps():
    says(CHAPTER, "At a rate of 0.002, which D has in this chapter's GANs, each share takes about twice as long")
    p, q = bumps(1.5), bump(0.0, 1.0)
    whole, took = 2 * js(p, q), {}
    for rate in (5e-3, 2e-3):
        D = ToyDiscriminator(width=32, dims=1, activation="tanh", seed=1)
        adam = torch.optim.Adam(D.parameters(), lr=rate)
        risen = []
        for step in range(300):
            noise = torch.randn(512, 1, generator=torch.Generator().manual_seed(step))
            loss = sum(discriminator_loss(D(toys.sample("two_bumps", 512, seed=step)), D(noise)).values())
            adam.zero_grad()
            loss.backward()
            adam.step()
            with torch.no_grad():
                logits = D(GRID.float()[:, None]).squeeze(-1).double()
            value = (p * logsigmoid(logits)).sum() + (q * logsigmoid(-logits)).sum()
            risen.append((value.item() + math.log(4)) / whole)
        took[rate] = [1 + int(np.argmax(np.array(risen) > share)) for share in (0.5, 0.95)]
    assert np.divide(took[2e-3], took[5e-3]) == pytest.approx(2, abs=0.3)


def test_the_least_that_g_can_reach_is_the_datas_own_distribution():
    says(CHAPTER, "the least that G can reach is $-\\log 4$")
    p, q = np.random.default_rng(0).dirichlet(np.ones(6), 2)
    assert js(p, p) == 0 and js(p, q) > 0


def test_slopes_of_the_two_objectives_where_d_is_sure_of_a_fake():
    says(CHAPTER, "the first is $-0.0067$ and the second $-0.9933$")
    for loss, slope in ((minimax_generator_loss, -0.0067), (non_saturating_generator_loss, -0.9933)):
        logit = torch.tensor(-5.0, requires_grad=True)
        loss(logit).backward()
        assert round(float(logit.grad), 4) == slope


def test_the_usual_objective_pushes_against_the_divergence(printed):
    says(CHAPTER, "at $\\theta = \\pm 1$ and $0.3$ the two groups have *opposite signs*")
    says(CHAPTER, "It goes the way of the last column at every one of these places")
    for theta in ("-1.0", "0.3", "1.0", "2.0"):
        minimax, twice_js, usual, other, twice_kl, reverse = numbers_after(
            f"{float(theta):.1f}  ", printed.split("θ  minimax")[1]
        )
        assert minimax == pytest.approx(twice_js, abs=1e-3)
        assert usual == pytest.approx(other, abs=1e-2) and usual == pytest.approx(twice_kl, abs=1e-2)
        assert theta == "2.0" or minimax * usual < 0
        assert usual * reverse > 0


@pytest.mark.parametrize("seed", range(5))
def test_kl_less_two_js_is_twice_the_kl_of_the_middle(seed):
    p, q = np.random.default_rng(seed).dirichlet(np.ones(10), 2)
    assert kl(q, p) - 2 * js(p, q) == pytest.approx(2 * kl((p + q) / 2, p), abs=1e-12)
    u = torch.linspace(0.05, 20, 400, dtype=torch.float64)
    f = (1 + u) * torch.log((1 + u) / (2 * u))  # convex, 0 at 1: an f-divergence
    assert (f.diff().diff() > 0).all() and f_divergence(
        lambda u: (1 + u) * torch.log((1 + u) / (2 * u)), p, q
    ) == pytest.approx(2 * kl((p + q) / 2, p), abs=1e-12)


def test_an_f_of_ones_own_trains(printed):
    (untrained,), (trained,) = (numbers_after(f"W1 {name}:", printed) for name in ("untrained", "after 1,000 steps"))
    assert trained < untrained / 4
    p, q = bumps(1.5), bump(0.0, 1.0)
    (divergence,) = numbers_after("D_f of the two bumps and N(0, 1):", printed)
    assert divergence == pytest.approx(float(((p - q) ** 2 / (p + q)).sum()), abs=2e-6)
    assert re.search(r"^refused: f must be convex", printed, re.MULTILINE)


def test_the_bound_of_the_auto_encoder_lies_below_and_comes_near(printed):
    (start, exact), (bound, near) = (
        numbers_after(f"{s}  ", printed.split("auto-encoder, step  bound")[1]) for s in (0, 300)
    )
    assert start < exact and bound < near and near - bound < 0.3 < exact - start


def test_the_auto_encoders_cell_prints_the_same_when_it_is_run_again(capsys):
    """Its model is made in this cell, and not trained on from the run before."""
    cells = [cell["source"] for cell in json.loads((BOOK / f"{CHAPTER}.ipynb").read_text(encoding="utf-8"))["cells"]]
    (head,) = (cell for cell in cells if cell.startswith("# In Colab"))
    (made,) = (cell for cell in cells if cell.startswith("untrained = "))
    (trains,) = (cell for cell in cells if "vae.elbo(" in cell)
    chapter, told = {"display": print}, []
    for source in (head, made, trains, trains):
        exec(source, chapter)
        told.append(capsys.readouterr().out)
    assert told[-1] == told[-2] and re.search(r"^0 +-97\.213 ", told[-1], re.MULTILINE)


def test_a_mixture_on_two_points_has_no_best_place():
    says(CHAPTER, "the likelihood then grows without end")
    points = torch.tensor([-1.0, 2.0], dtype=torch.float64)
    logs = [
        families.Mixture((0.5, 0.5), (-1.0, 2.0), (std, 1.0)).log_prob(points).sum().item()
        for std in (0.1, 1e-3, 1e-6, 1e-9)
    ]
    assert np.all(np.diff(logs) > 4)


def test_the_papers_conjugate_of_pearson_is_the_supremum_over_negative_ratios_too():
    says(CHAPTER, "Over $u > 0$ it is $-1$ for $t < -2$")
    u, t = torch.linspace(0, 50, 500_001, dtype=torch.float64), torch.tensor([-5.0, -3.0, -2.0, -1.0, 2.0])
    row = F_DIVERGENCES["pearson"]
    true = torch.stack([(u * each - row.f(u)).max() for each in t.double()])
    paper = row.conjugate(t.double())
    assert torch.allclose(true, torch.where(t < -2, -1.0, paper), atol=1e-6)
    assert (paper[:2] > true[:2] + 0.1).all(), "larger: the bound holds, and is not the tightest"


# The rows of the chapter's table: its words, then f, f' and f* as they stand there.
TABLE = {
    "kl": (
        r"| KL | $u \log u$ | $1 + \log u$ | $e^{t-1}$ |",
        lambda u: u * torch.log(u),
        lambda u: 1 + torch.log(u),
        lambda t: torch.exp(t - 1),
    ),
    "reverse_kl": (
        r"| reverse KL | $-\log u$ | $-1/u$ | $-1 - \log(-t)$ |",
        lambda u: -torch.log(u),
        lambda u: -1 / u,
        lambda t: -1 - torch.log(-t),
    ),
    "pearson": (
        r"| Pearson's $\chi^2$ | $(u - 1)^2$ | $2(u - 1)$ | $\frac14 t^2 + t$ |",
        lambda u: (u - 1) ** 2,
        lambda u: 2 * (u - 1),
        lambda t: t**2 / 4 + t,
    ),
    "hellinger": (
        r"| Hellinger, squared | $(\sqrt u - 1)^2$ | $1 - 1/\sqrt u$ | $t/(1 - t)$ |",
        lambda u: (u**0.5 - 1) ** 2,
        lambda u: 1 - 1 / u**0.5,
        lambda t: t / (1 - t),
    ),
    "js": (
        r"| twice Jensen–Shannon | $u \log u - (u + 1) \log\frac{u+1}2$ | $\log\frac{2u}{u+1}$ | $-\log(2 - e^t)$ |",
        lambda u: u * torch.log(u) - (u + 1) * torch.log((u + 1) / 2),
        lambda u: torch.log(2 * u / (u + 1)),
        lambda t: -torch.log(2 - torch.exp(t)),
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_the_table_of_conjugates_is_the_packages(name):
    words, f, slope, conjugate = TABLE[name]
    says(CHAPTER, words)
    row, u = F_DIVERGENCES[name], torch.logspace(-2, 2, 101, dtype=torch.float64)
    for ours, package in ((f(u), row.f(u)), (slope(u), row.witness(u))):
        torch.testing.assert_close(ours, package, atol=1e-9, rtol=1e-9)
    torch.testing.assert_close(conjugate(slope(u)), row.conjugate(row.witness(u)), atol=1e-9, rtol=1e-9)
    torch.testing.assert_close(conjugate(slope(u)), u * slope(u) - f(u), atol=1e-9, rtol=1e-9)


@pytest.mark.parametrize("name", F_DIVERGENCES)
def test_a_flat_witness_finds_what_f_is_at_one(name):
    says(CHAPTER, "A flat T says the same of both. At best, at the threshold $f'(1)$, its bound is $f(1) = 0$")
    row = F_DIVERGENCES[name]
    t = row.activation(torch.linspace(-6, 6, 2001, dtype=torch.float64))
    best = float((t - row.conjugate(t)).max())
    assert best == pytest.approx(-math.log(4) if name == "gan" else 0, abs=1e-4)


def test_smoothing_generated_samples_too_puts_q_into_the_numerator():
    says(CHAPTER, "would put $q$ into the numerator beside $p$, $(0.9\\,p + 0.1\\,q)/(p + q)$")
    p, q, d = 0.3, 0.8, torch.linspace(1e-4, 1 - 1e-4, 99_999, dtype=torch.float64)
    loss = -(0.9 * p + 0.1 * q) * d.log() - (0.1 * p + 0.9 * q) * (1 - d).log()
    assert float(d[loss.argmin()]) == pytest.approx((0.9 * p + 0.1 * q) / (p + q), abs=1e-4)


@pytest.mark.parametrize(
    "words",
    [
        "that a GAN can be analysed as using",
        "methods usually assume it all the same",
        "is hard to get directly (A32). Right",
        "(A33). Imprecise.",
        '| right as "usually"',
        "| half right: hard it is",
        "| wrong for two of three:",
    ],
)
def test_a_paraphrase_hedges_where_the_article_does(words):
    says(CHAPTER, words)
