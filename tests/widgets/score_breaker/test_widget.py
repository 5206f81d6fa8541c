"""ScoreBreaker in Python: its samples and scores are the package's, its verdicts are held against chance."""

import numpy as np
import pytest
import torch

from gan_utils import pretrained
from gan_utils.data import digits
from gan_utils.data.spoil import LIMITS, spoil
from gan_utils.metrics.frechet import fid
from gan_utils.metrics.inception import inception_score
from gan_utils.metrics.kernel import kid
from gan_utils.metrics.neighbours import prdc
from gan_utils.models import DCGANGenerator, DigitClassifier
from gan_utils.widgets import ScoreBreaker
from gan_utils.widgets.packed.networks import pack_digit_classifier

IMAGES, LABELS = digits.load("test")
REAL, OTHERS, NAMED = IMAGES[:150], IMAGES[150:450], LABELS[150:450]
NOTHING = {"blur": 0.0, "noise": 0.0, "shift": 0, "drop": 0, "variety": 1.0, "memorise": 0.0, "seed": 0}
BAD = {"blur": 0.4, "noise": 0.1, "shift": 1, "drop": 3, "variety": 0.5, "memorise": 0.3, "seed": 4}


@pytest.fixture(scope="module")
def classifier():
    return pretrained.load("digit-classifier")


@pytest.fixture(scope="module")
def shared(classifier):
    return ScoreBreaker(REAL, OTHERS, classifier, NAMED)


@pytest.fixture
def breaker(shared):
    for name, value in NOTHING.items():
        setattr(shared, name, value)
    return shared


def spoilt(breaker, **traits):
    for name, value in (NOTHING | traits).items():
        setattr(breaker, name, value)
    return breaker


def read(classifier, images):
    with torch.no_grad():
        return classifier.features(images).numpy(), classifier(images).double().softmax(1).numpy()


@pytest.mark.parametrize("traits", [{}, {"variety": 0.0}, BAD], ids=["perfect", "one of each", "bad in every way"])
def test_samples_and_scores_are_the_packages(breaker, classifier, traits):
    samples = spoilt(breaker, **traits).samples()
    assert torch.equal(samples, spoil(OTHERS, NAMED, REAL, count=150, **(NOTHING | traits)))
    real, (features, probabilities) = read(classifier, REAL)[0], read(classifier, samples)
    expected = {"is": inception_score(probabilities, 1)[0], "fid": fid(real, features), "kid": kid(real, features)}
    expected |= prdc(real, features, 5)._asdict()
    found = breaker.scores()
    assert list(found) == list(breaker.perfect()) == ["is", "fid", "kid", "precision", "recall", "density", "coverage"]
    for name in ("is", "fid", "kid"):
        assert found[name] == pytest.approx(expected[name], rel=1e-3, abs=1e-3)
    for name in ("precision", "recall", "density", "coverage"):  # of two equal images the last bits may differ
        assert found[name] == pytest.approx(expected[name], abs=0.02)


def test_a_copyist_is_perfect_to_the_bit(breaker):
    found = spoilt(breaker, memorise=1.0).scores()
    assert [found[name] for name in ("precision", "recall", "density", "coverage")] == [1, 1, 1, 1]
    assert found["fid"] == pytest.approx(0, abs=1e-3)
    assert breaker.verdicts()["fid"] == "rewarded"


def test_what_is_perfect_is_the_mean_over_random_sets_of_real_digits(breaker, classifier):
    features, probabilities = read(classifier, torch.cat([REAL, OTHERS]))
    random, found = np.random.default_rng(0), []
    for _ in range(30):
        order = random.permutation(450)
        a, b = order[:150], order[150:300]
        found.append([inception_score(probabilities[b], 1)[0], fid(features[a], features[b])])
    perfect = breaker.perfect()
    for column, name in enumerate(("is", "fid")):
        values = np.array(found)[:, column]
        assert perfect[name] == pytest.approx((values.mean(), values.std(ddof=1)), rel=1e-3)
    assert abs(perfect["kid"][0]) < perfect["kid"][1], "it has no bias"
    assert perfect["density"][0] == pytest.approx(1, abs=4 * perfect["density"][1] / 30**0.5)


def test_a_perfect_generator_is_hardly_ever_noticed(breaker):
    verdicts = [verdict for seed in range(6) for verdict in spoilt(breaker, seed=seed).verdicts().values()]
    assert verdicts.count("not") >= 0.9 * len(verdicts)


@pytest.mark.parametrize(
    "traits, noticed, fooled",
    [
        ({"blur": 1.5}, "is fid kid precision recall density coverage", ""),
        ({"drop": 5}, "is fid kid recall coverage", "precision"),
        ({"variety": 0.0}, "fid kid recall coverage", "is precision"),
        ({"memorise": 1.0}, "", "is fid kid precision recall density coverage"),
        ({"shift": 5}, "fid kid precision recall density coverage", ""),
    ],
    ids=str,
)
def test_who_notices_what(breaker, traits, noticed, fooled):
    verdicts = spoilt(breaker, **traits).verdicts()
    assert {name for name in noticed.split() if verdicts[name] != "noticed"} == set()
    assert {name for name in fooled.split() if verdicts[name] == "noticed"} == set()


def test_labels_come_from_the_classifier_where_none_are_given(classifier, shared):
    own = ScoreBreaker(REAL, OTHERS, classifier)
    assert np.mean(np.array(own._labels) == NAMED.numpy()) > 0.97 and shared._labels == NAMED.tolist()
    assert own.perfect() == shared.perfect()


def test_it_begins_with_nothing_spoilt_so_that_no_answer_is_given_away(shared):
    assert {name: shared.class_traits()[name].default_value for name in NOTHING} == NOTHING


def test_the_ends_of_each_range_are_allowed(breaker):
    for name, ends in LIMITS.items():
        for value in ends:
            setattr(breaker, name, value)
            assert getattr(breaker, name) == value


def test_a_classifier_in_training_is_left_so(classifier):
    training = DigitClassifier().train()
    before = {name: tensor.clone() for name, tensor in training.state_dict().items()}
    ScoreBreaker(REAL, OTHERS, training, NAMED).scores()
    assert training.training and training.body.training
    assert all(torch.equal(tensor, before[name]) for name, tensor in training.state_dict().items())


def test_the_classifier_is_packed_layer_by_layer(classifier):
    layers, weights, affine = pack_digit_classifier(classifier).values()
    assert len(weights) == 2 * sum(layer["inputs"] * layer["outputs"] * layer["kernel"] ** 2 for layer in layers)
    assert len(affine) == 4 * sum(2 * layer["outputs"] for layer in layers)
    broken = DigitClassifier()
    with torch.no_grad():
        broken.head.weight[0, 0] = 1e6
    with pytest.raises(ValueError, match="the digit classifier has weights"):
        pack_digit_classifier(broken)


@pytest.mark.parametrize(
    "real, images, labels, message",
    [
        (REAL[:128], OTHERS, NAMED, "more than 128 images.*not 128 and 300"),
        (REAL, OTHERS[:149], NAMED[:149], "no fewer than these, not 150 and 149"),
        (REAL, OTHERS, NAMED[:9], "300 digits"),
        (REAL, OTHERS, NAMED.clamp(max=8), "there is no 9"),
        (REAL[..., :28, :28], OTHERS, NAMED, r"real must have shape \(N, 1, 32, 32\)"),
        (REAL, OTHERS.repeat(1, 3, 1, 1), NAMED, r"images must have shape"),
        (REAL * 2, OTHERS, NAMED, r"\[-1, 1\]"),
        (REAL[0], OTHERS, NAMED, "shape"),
    ],
)
def test_what_it_cannot_score_is_refused(classifier, real, images, labels, message):
    with pytest.raises(ValueError, match=message):
        ScoreBreaker(real, images, classifier, labels)


@pytest.mark.parametrize("network", [None, DCGANGenerator(8, width=4)])
def test_another_network_is_refused(network):
    with pytest.raises(ValueError, match="DigitClassifier"):
        ScoreBreaker(REAL, OTHERS, network)
