"""What chapter 3 states, against computation: each test names the words it backs."""

import cmath
import math
import re

import numpy as np
import pytest

from gan_utils import games

from ..chapters import says

CHAPTER = "03_convergence"


def threshold(method: str, **options) -> float:
    """The smallest step size from which on a method no longer settles, to 0.001."""
    for lr in np.arange(0.001, 3, 0.001):
        if games.spectral_radius(method, lr, **options) >= 1 - 1e-12:
            return lr
    return np.inf


def radius_of(matrix) -> float:
    return float(np.abs(np.linalg.eigvals(matrix)).max())


def ends(update, **options):
    return {v: np.hypot(*games.dirac_orbit(v, 0.2, update=update, **options)[-1]) for v in games.DIRAC_VARIANTS}


def test_fourteen_thousand_rounds_to_double():
    says(CHAPTER, "nearly fourteen thousand rounds")
    radii = np.hypot(*games.bilinear_orbit("simultaneous", 0.01, steps=14_000).T)
    assert 13_500 < np.argmax(radii >= 2) < 14_000


def test_at_step_size_two_turns_lead_away_in_proportion_to_the_rounds_though_the_radius_is_one():
    says(CHAPTER, "at a distance that grows in proportion to the rounds")
    says(CHAPTER, "Alternating steps with $\\gamma = 2$ have $\\rho = 1$ and only one eigenvector")
    assert games.spectral_radius("alternating", 2.0) == pytest.approx(1, abs=1e-12)
    assert np.linalg.matrix_rank(games.bilinear_matrix("alternating", 2.0) + np.eye(2)) == 1
    far = np.hypot(*games.bilinear_orbit("alternating", 2.0, steps=400).T)
    assert far[400] / far[200] == pytest.approx(2, rel=0.01)


def test_a_bowl_for_each_player_settles_the_articles_steps():
    says(CHAPTER, "\\sqrt{(1 - \\gamma\\mu)^2 + \\gamma^2}")
    says(CHAPTER, "With $\\mu = 0.1$ the article's own steps settle, at $\\gamma = 0.1$.")
    says(CHAPTER, "$\\mu = 0.05$ is not quite enough here, and would be below $\\gamma = 0.0998$")

    def rho(mu, lr):
        x, y = np.eye(2)  # the gradients of xy + mu (x^2 - y^2) / 2 are y + mu x and x - mu y
        return radius_of(np.array([x - lr * (y + mu * x), y + lr * (x - mu * y)]))

    assert rho(0.1, 0.1) < 1 < rho(0.05, 0.1) and rho(0.05, 0.0997) < 1 < rho(0.05, 0.0998)
    for mu, lr in ((0.1, 0.1), (0.5, 0.3), (2.0, 0.7)):
        assert rho(mu, lr) == pytest.approx(math.hypot(1 - lr * mu, lr))
        border = 2 * mu / (1 + mu**2)
        assert rho(mu, border - 1e-6) < 1 < rho(mu, border + 1e-6)
        assert rho(mu, lr) == pytest.approx(games.spectral_radius("consensus", lr, beta=mu))
    says(CHAPTER, "the bowl of the last section")


def test_thresholds_of_the_rules_that_settle():
    says(CHAPTER, "Extragradient settles below $\\gamma = 1$, optimistic steps below $1/\\sqrt3$")
    assert threshold("extragradient") == pytest.approx(1, abs=2e-3)
    assert threshold("optimistic") == pytest.approx(3**-0.5, abs=2e-3)
    assert threshold("consensus", beta=1.0) == pytest.approx(1, abs=2e-3)
    assert threshold("alternating", momentum=-0.5) == pytest.approx(1, abs=2e-3)
    assert threshold("proximal") == np.inf
    far = [games.spectral_radius("proximal", lr) for lr in (0.1, 1, 10, 1000)]
    assert far == sorted(far, reverse=True)


def test_the_table_of_rules(printed_lines):
    """Limits are found, not the end of a scan, and a rule without a best step size names none."""
    assert re.split(" {2,}", printed_lines("proximal ")) == ["any γ", "the larger the better"]
    assert printed_lines("optimistic ").split()[:3] == ["γ", "<", f"{3**-0.5:.4f}"]


@pytest.fixture(scope="module")
def printed_lines(printed):
    printed = printed[printed.index("rule  settles for") :]
    return lambda name: next(line[len(name) :].strip() for line in printed.splitlines() if line.startswith(name))


def heavy_ball_growth(beta: float, lr: float, method: str) -> float:
    return (games.spectral_radius(method, lr, momentum=beta) - 1) / lr**2


@pytest.mark.parametrize("beta", [-0.9, -0.5, 0.3, 0.5, 0.9])
def test_small_steps_with_momentum(beta):
    """rho - 1 over the square of the step, against the two expansions of the text."""
    says(CHAPTER, "$$\\rho \\approx 1 + \\frac{\\beta\\,\\gamma^2}{(1 - \\beta)^3}.$$")
    says(CHAPTER, "$1 + \\tfrac12 (1 + \\beta)\\,\\gamma^2 / (1 - \\beta)^3$")
    lr = 1e-3 * (1 - beta)
    assert heavy_ball_growth(beta, lr, "alternating") == pytest.approx(beta / (1 - beta) ** 3, rel=1e-3)
    assert heavy_ball_growth(beta, lr, "simultaneous") == pytest.approx((1 + beta) / 2 / (1 - beta) ** 3, rel=1e-3)


def test_how_much_momentum_costs():
    says(CHAPTER, "$900\\,\\gamma^2$ for $\\beta = 0.9$, $4\\,\\gamma^2$ for $0.5$")
    says(CHAPTER, "$9\\,\\gamma^2$ for the usual $\\beta_1 = 0.9$ against $\\gamma^2$ for DCGAN's $0.5$")
    for beta, summed, averaged in ((0.9, 900, 9), (0.5, 4, 1)):
        lr = 1e-4
        assert heavy_ball_growth(beta, lr, "alternating") == pytest.approx(summed, rel=0.01)
        # An average of gradients is a sum of gradients that are (1 - beta) times as long.
        grown = games.spectral_radius("alternating", lr * (1 - beta), momentum=beta) - 1
        assert grown / lr**2 == pytest.approx(averaged, rel=0.01)


def test_no_real_momentum_settles_simultaneous_steps_and_a_complex_one_does():
    says(CHAPTER, "With simultaneous steps the same expansion gives")
    says(CHAPTER, "With a *complex* $\\beta$ even simultaneous steps settle")
    for lr in np.linspace(0.001, 3, 60):
        assert min(games.spectral_radius("simultaneous", lr, momentum=b) for b in np.linspace(-0.99, 0.99, 67)) > 1
    beta = cmath.rect(0.7, 0.365 * math.pi)
    x, y, mx_real, mx_imag, my_real, my_imag = np.eye(6)  # a player moves by the real part of a complex buffer
    mx, my = beta * (mx_real + 1j * mx_imag) - y, beta * (my_real + 1j * my_imag) + x
    lr = 0.5
    one_round = np.array([x + lr * mx.real, y + lr * my.real, mx.real, mx.imag, my.real, my.imag])
    assert radius_of(one_round) == pytest.approx(0.905, abs=1e-3)


def test_unrolling_settles_up_to_a_step_of_one():
    says(CHAPTER, "with $K = 1$, $\\eta = \\gamma \\le 1$ its spectral radius is $\\sqrt{1 - \\gamma^2}$")
    for lr in (0.1, 0.5, 0.9, 1.0):
        assert games.spectral_radius("unrolled", lr) == pytest.approx(math.sqrt(1 - lr**2), abs=1e-7)
    assert games.spectral_radius("unrolled", 1.1) > 0.5


def log_sigmoid(t: float) -> float:
    return -math.log1p(math.exp(-t))


def test_the_dirac_gans_value_and_its_only_equilibrium():
    """With D(x) = sigmoid(-psi x) the value is (3.13); at theta = 0 every psi ties, and only 0 lets theta stay."""
    says(CHAPTER, "$\\psi x$ is the logit of *fake*, so where it is positive, $x$ looks generated")
    says(CHAPTER, "There every discriminator is as good as any other, $L(0, \\psi) = 2 f(0)$")
    for theta, psi in ((0.3, 0.7), (-1.2, 0.4), (2.0, -3.0)):
        real_logit = [-psi * x for x in (0.0, theta)]
        value = log_sigmoid(real_logit[0]) + log_sigmoid(-real_logit[1])  # log D(0) + log(1 - D(theta))
        assert value == pytest.approx(log_sigmoid(psi * theta) + log_sigmoid(0))
        step = 1e-5
        slopes = [
            (log_sigmoid(psi * (theta + step)) - log_sigmoid(psi * (theta - step))) / (2 * step),
            (log_sigmoid((psi + step) * theta) - log_sigmoid((psi - step) * theta)) / (2 * step),
        ]
        assert games.dirac_field("gan", theta, psi) == pytest.approx((-slopes[0], slopes[1]))
    assert [games.dirac_field("gan", 0.0, psi)[1] for psi in (-2.0, 0.0, 3.0)] == [0, 0, 0]
    assert games.dirac_field("gan", 0.0, 0.0)[0] == 0 != games.dirac_field("gan", 0.0, 1.0)[0]


def test_three_of_seven_arrive_and_taking_turns_does_not_change_who_at_a_geometric_rate():
    says(CHAPTER, "Three of seven arrive: instance noise, R1 and consensus.")
    says(CHAPTER, "does not change who arrives at a geometric rate, by a constant factor a round in the long run")
    for update in games.dirac.UPDATES:
        assert {v for v, r in ends(update).items() if r < 0.05} == {"instance_noise", "r1", "consensus"}
        for variant in ("r1", "consensus"):
            radii = np.hypot(*games.dirac_orbit(variant, 0.2, update=update, steps=400).T)
            assert radii[400] / radii[300] == pytest.approx(radii[300] / radii[200], rel=0.1)


def test_the_minimax_gan_with_turns_keeps_to_its_orbit_but_for_a_hundredth():
    says(CHAPTER, "grows by about 1 % in ten thousand rounds")
    radii = np.hypot(*games.dirac_orbit("gan", 0.2, steps=10_500, update="alternating").T)
    assert radii[10_000:].mean() / radii[:500].mean() == pytest.approx(1.01, abs=5e-3)


def test_the_losses_of_the_minimax_orbit_swing():
    says(CHAPTER, "$L$ goes to and fro between $-1.94$ and $-1.01$")
    orbit = games.dirac_orbit("gan", 0.2, update="alternating")
    values = [log_sigmoid(theta * psi) + log_sigmoid(0) for theta, psi in orbit]
    assert [min(values), max(values)] == pytest.approx([-1.94, -1.01], abs=5e-3)


def test_the_minimax_gan_spirals_out_ever_more_slowly():
    says(CHAPTER, "it is 3.1 away after 500 rounds and 4.2 after 10,000")
    says(CHAPTER, "has the spectral radius $\\sqrt{1 + \\gamma^2/4}$")
    radii = np.hypot(*games.dirac_orbit("gan", 0.2, steps=10_000).T)
    assert radii[[500, 10_000]] == pytest.approx([3.1, 4.2], abs=0.05)
    assert radius_of(games.dirac_matrix("non_saturating", 0.2)) == pytest.approx(math.hypot(1, 0.1), abs=1e-6)


def test_instance_noise_arrives_but_for_a_jitter():
    says(CHAPTER, "between rounds 500 and 2,000 it is up to 0.16 away, and with 2,000 draws a step up to 0.03")
    for samples, farthest in ((100, 0.16), (2000, 0.03)):
        radii = np.hypot(*games.dirac_orbit("instance_noise", 0.2, steps=2000, samples=samples).T)
        assert radii[500:].max() == pytest.approx(farthest, abs=5e-3)


def test_wgan_gp_circles_and_with_a_large_penalty_rests_in_the_wrong_place():
    says(
        CHAPTER,
        "but at the wrong place: at $\\psi = 0$, where the penalty has a kink, with $\\theta$ at a distance of 2",
    )
    for update in games.dirac.UPDATES:
        assert np.abs(games.dirac_orbit("wgan_gp", 0.2, update=update, penalty=2.0, steps=3000)[-1]) == pytest.approx(
            [2, 0], abs=1e-6
        )
        assert np.hypot(*games.dirac_orbit("wgan_gp", 0.2, update=update, steps=3000)[-500:].T).min() > 1


def test_the_clipped_wgan_swings_in_a_strip():
    says(CHAPTER, "$\\theta$, which nothing clips, swings between $-1.17$ and $1.17$")
    late = games.dirac_orbit("wgan", 0.2, steps=5000)[-500:]
    assert late.min(axis=0) == pytest.approx([-1.17, -1], abs=5e-3)
    assert late.max(axis=0) == pytest.approx([1.17, 1], abs=5e-3)


def test_the_non_saturating_gan_creeps_in_like_one_over_the_root_of_the_steps():
    says(CHAPTER, "falls only like $1/\\sqrt{\\text{steps}}$")
    says(CHAPTER, "whose solution falls like $\\sqrt{8/t}$")
    orbit = games.dirac_orbit("non_saturating", 0.1, steps=400_000, update="alternating")
    radii = np.hypot(*orbit.T)
    for n in (50_000, 100_000, 390_000):
        assert radii[n : n + 1000].mean() == pytest.approx((8 / (0.1 * n)) ** 0.5, rel=0.02)


def test_the_ring_of_the_non_saturating_gan_has_radius_root_two_steps():
    says(CHAPTER, "a ring of radius $\\sqrt{2\\gamma}$")
    says(CHAPTER, "a ring on which every start ends but the middle itself")
    for lr in (0.02, 0.1):
        radii = np.hypot(*games.dirac_orbit("non_saturating", lr, steps=int(4000 / lr))[-1000:].T)
        assert radii.mean() == pytest.approx((2 * lr) ** 0.5, rel=2e-3)
    for start in ((0.01, 0.0), (3.0, -2.0)):
        radii = np.hypot(*games.dirac_orbit("non_saturating", 0.1, start, steps=60_000)[-1000:].T)
        assert radii.mean() == pytest.approx(0.2**0.5, rel=2e-3)


@pytest.mark.parametrize("penalty", [0.05, 0.3, 1.0])
def test_r1_with_simultaneous_steps_settles_below_four_times_its_penalty(penalty):
    says(CHAPTER, "so for $\\gamma < 4\\kappa$ (as long as $\\kappa \\le 1$)")
    for lr, settles in ((3.98 * penalty, True), (4.02 * penalty, False)):
        assert (radius_of(games.dirac_matrix("r1", lr, penalty=penalty)) < 1) == settles
    flow = games.eigenvalues((games.dirac_matrix("r1", 1e-4, penalty=penalty) - np.eye(2)) / 1e-4)
    assert flow[0] == pytest.approx(-penalty / 2 + cmath.sqrt(penalty**2 / 4 - 1 / 4), abs=1e-6)


def test_what_becomes_of_the_players_for_every_start_and_the_exceptions():
    says(CHAPTER, "At 2.5 they are $-0.25$ and $-4$: four times as far each round.")
    matrix = games.bilinear_matrix("alternating", 2.5)
    assert sorted(games.eigenvalues(matrix).real) == pytest.approx([-4, -0.25])
    says(CHAPTER, "at $\\gamma = 2$ a start on the diagonal, such as $(1, 1)$, jumps between two points")
    assert games.bilinear_orbit("alternating", 2.0, (1.0, 1.0), steps=3).tolist() == [[1, 1], [-1, -1]] * 2
    says(CHAPTER, "beyond 2 one line of starts leads to the middle")
    assert matrix @ [1, 0.5] == pytest.approx([-0.25, -0.125])
    says(CHAPTER, 'Even at 0.01 the verdict is "spirals out", by 0.00500 % each round.')
    assert f"{100 * (games.spectral_radius('simultaneous', 0.01) - 1):.5f}" == "0.00500"


def test_which_rules_settle_at_nine_tenths():
    says(CHAPTER, "**All but optimistic steps still settle, and only proximal steps do at any $\\gamma$.**")
    rules = {"extragradient": {}, "proximal": {}, "consensus": {"beta": 1.0}, "alternating": {"momentum": -0.5}}
    assert all(games.spectral_radius(rule, 0.9, **options) < 1 for rule, options in rules.items())
    assert games.spectral_radius("optimistic", 0.9) > 1


def test_the_answers_about_r1_and_the_gradient_penalty():
    says(CHAPTER, '"limit cycle", at a mean radius of about 0.632')
    assert pytest.approx(0.632, abs=5e-4) == (2 * 0.2) ** 0.5
    says(CHAPTER, "by about 0.995 with 0.1, by 0.9 with 1 and by 0.973 with 2")
    factors = [radius_of(games.dirac_matrix("r1", 0.2, penalty=k)) for k in (0.1, 1.0, 2.0, 0.05)]
    assert factors == pytest.approx([0.995, 0.9, 0.973, 1], abs=5e-4)
    says(CHAPTER, "With target 0 the best slope is $\\theta$ divided by the penalty")
    assert games.dirac_field("wgan_gp", 0.7, 0.7 / 0.4, penalty=0.4, target=0.0)[1] == pytest.approx(0)
    assert np.hypot(*games.dirac_orbit("wgan_gp", 0.2, target=0.0)[-1]) < 1e-6


def test_where_both_are_after_three_hundred_rounds():
    says(CHAPTER, "four and a half times as far out as they began")
    says(CHAPTER, "Those who take turns are about where they began")
    far, near = (
        np.hypot(*games.bilinear_orbit(method, 0.1, start=(1.0, 0.0), steps=300)[-1])
        for method in ("simultaneous", "alternating")
    )
    assert far == pytest.approx(4.5, abs=0.1) and near == pytest.approx(1, abs=0.05)
    says(CHAPTER, "the table below has 1.19 there")
    assert games.spectral_radius("alternating", 0.1, momentum=0.9) == pytest.approx(1.19, abs=0.005)
