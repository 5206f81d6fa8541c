"""Numbers and findings that the prose states, against computation: each test names the words it backs."""

import html
import json
import re
from pathlib import Path

import numpy as np
import pytest
import torch

from gan_utils import games, pretrained
from gan_utils.data import digits
from gan_utils.metrics.frechet import fid
from gan_utils.metrics.inception import inception_score

BOOK = Path(__file__).parents[2] / "book"


def prose(chapter: str) -> str:
    cells = json.loads((BOOK / f"{chapter}.ipynb").read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def says(chapter: str, words: str) -> None:
    assert words in prose(chapter), f"{chapter} no longer says {words!r}: this test backs nothing"


def printed_in(chapter: str) -> str:
    """What the built chapter shows: its words and all that its cells printed."""
    path = BOOK.parent / "_build" / "html" / "book" / f"{chapter}.html"
    if not path.exists():
        pytest.fail("no built site: run `make book` first", pytrace=False)
    return html.unescape(re.sub(r"<[^>]+>", "", path.read_text(encoding="utf-8")))


def threshold(method: str, **options) -> float:
    """The smallest step size from which on a method no longer settles, to 0.001."""
    for lr in np.arange(0.001, 3, 0.001):
        if games.spectral_radius(method, lr, **options) >= 1 - 1e-12:
            return lr
    return np.inf


def test_fourteen_thousand_rounds_to_double():
    says("03_convergence", "nearly fourteen thousand rounds")
    radii = np.hypot(*games.bilinear_orbit("simultaneous", 0.01, steps=14_000).T)
    assert 13_500 < np.argmax(radii >= 2) < 14_000


def test_thresholds_of_the_rules_that_settle():
    says("03_convergence", "Extragradient settles below $\\gamma = 1$, optimistic steps below $1/\\sqrt3$")
    assert threshold("extragradient") == pytest.approx(1, abs=2e-3)
    assert threshold("optimistic") == pytest.approx(3**-0.5, abs=2e-3)
    assert threshold("consensus", beta=1.0) == pytest.approx(1, abs=2e-3)
    assert threshold("alternating", momentum=-0.5) == pytest.approx(1, abs=2e-3)
    assert threshold("proximal") == np.inf


def test_three_of_seven_arrive_and_taking_turns_does_not_change_who():
    says("03_convergence", "Three of seven arrive: instance noise, R1 and consensus.")
    says("03_convergence", "does not change who arrives")
    for update in games.dirac.UPDATES:
        ends = {v: np.hypot(*games.dirac_orbit(v, 0.2, update=update)[-1]) for v in games.DIRAC_VARIANTS}
        assert {v for v, radius in ends.items() if radius < 0.05} == {"instance_noise", "r1", "consensus"}


def test_the_non_saturating_gan_creeps_in_like_one_over_the_root_of_the_steps():
    says("03_convergence", "falls only like $1/\\sqrt{\\text{steps}}$")
    orbit = games.dirac_orbit("non_saturating", 0.1, steps=400_000, update="alternating")
    radii = np.hypot(*orbit.T)
    late = [radii[n : n + 1000].mean() * n**0.5 for n in (50_000, 100_000, 390_000)]
    assert np.ptp(late) < 0.02 * late[0]


def test_the_ring_of_the_non_saturating_gan_has_radius_root_two_h():
    says("03_convergence", "a ring of radius $\\sqrt{2h}$")
    for h in (0.02, 0.1):
        radii = np.hypot(*games.dirac_orbit("non_saturating", h, steps=int(4000 / h))[-1000:].T)
        assert radii.mean() == pytest.approx((2 * h) ** 0.5, rel=2e-3)


def test_norms_of_normal_points():
    says("01_dcgan", "it varies by only about $1/\\sqrt2$, whatever $d$ is")
    source = torch.Generator().manual_seed(0)
    for d in (16, 64, 256):
        norms = torch.randn(20_000, d, generator=source).norm(dim=1)
        assert float(norms.std()) == pytest.approx(2**-0.5, rel=0.03)
        assert float(norms.mean()) == pytest.approx(d**0.5, rel=0.02)


def test_a_leak_of_a_fifth_adds_two_hundredths_of_the_power():
    says("01_dcgan", "so 0.52 instead of 0.50")
    signal = torch.randn(200_000, generator=torch.Generator().manual_seed(0))
    for slope, power in ((0.0, 0.50), (0.2, 0.52)):
        passed = torch.nn.functional.leaky_relu(signal, slope)
        assert float((passed**2).mean()) == pytest.approx(power, abs=0.01)


def test_the_cards_scores_are_those_of_the_shipped_weights():
    """On a part of the samples and of the test images, so with tolerances; the full protocol stands on the card."""
    judge = pretrained.load("digit-classifier")
    test_images, test_labels = digits.load("test")
    with torch.no_grad():
        real = judge.features(test_images)
        assert float((judge.head(real).argmax(1) == test_labels).float().mean()) > 0.985
        z = torch.randn(2000, 64, generator=torch.Generator().manual_seed(0))
        distances = []
        for age in (1, 3, 10, None):
            name = "dcgan-digits" if age is None else f"dcgan-digits-epoch-{age}"
            features = judge.features(pretrained.load(name)(z))
            probabilities = judge.head(features).softmax(1).numpy()
            stated = pretrained.card(name)["scores"]
            assert inception_score(probabilities, splits=2)[0] == pytest.approx(stated["inception_score"], rel=0.05)
            distances.append(fid(real.numpy(), features.numpy()))
            # Fewer samples bias the distance upwards, and the first 2,000 test images are not all 10,000.
            assert distances[-1] > 0.8 * stated["frechet_distance"]
    says("01_dcgan", "Later ages win on both.")
    assert distances == sorted(distances, reverse=True)


def test_training_longer_is_clearly_better_than_ten_epochs():
    ten, thirty = (pretrained.card(name)["scores"] for name in ("dcgan-digits-epoch-10", "dcgan-digits"))
    assert thirty["frechet_distance"] < 0.6 * ten["frechet_distance"]
    assert thirty["inception_score"] > ten["inception_score"]
