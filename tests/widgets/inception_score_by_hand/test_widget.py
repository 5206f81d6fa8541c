"""InceptionScoreByHand in Python: what tables it takes, and its score."""

import numpy as np
import pytest
import torch

from gan_utils.metrics.inception import inception_score
from gan_utils.widgets import InceptionScoreByHand
from gan_utils.widgets.inception_score_by_hand.widget import MIXED, PRESETS


@pytest.mark.parametrize(("rows", "classes"), [(2, 2), (8, 6), (2, 6), (8, 2)])
def test_the_ends_of_the_ranges_are_allowed(rows, classes):
    table = [[1 / classes] * classes] * rows
    assert InceptionScoreByHand(probabilities=table).probabilities == table


def test_what_a_classifier_gives_may_be_handed_over():
    softmax = torch.softmax(torch.randn(5, 6, generator=torch.Generator().manual_seed(0)), dim=1)
    for table in (softmax, softmax.numpy()):
        shown = InceptionScoreByHand(probabilities=table)
        assert shown.probabilities == softmax.tolist()
        assert shown.score() == inception_score(softmax.numpy(), splits=1)[0]


def test_the_presets_say_what_their_names_say():
    scores = {name: InceptionScoreByHand(probabilities=rows).score() for name, rows in PRESETS.items()}
    expected = {"sure and varied": 4, "one class missing": 3, "sure, all the same": 1, "never sure": 1}
    assert scores == pytest.approx(expected, rel=1e-14)
    assert 1.3 < InceptionScoreByHand().score() < 3
    for name, rows in PRESETS.items():
        assert set(np.ravel(rows)) == ({0.25} if name == "never sure" else {0.0, 1.0}), name
    assert np.argmax(PRESETS["one class missing"], axis=1).max() == 2


def test_the_still_shows_the_table_its_mean_and_the_entropies():
    bars, entropies = InceptionScoreByHand().still().axes
    widths = np.array([bar.get_width() for bar in bars.patches]).reshape(7, 4) / 0.9
    np.testing.assert_allclose(widths, [*MIXED, np.mean(MIXED, axis=0)])
    all_of_them, given, difference = (bar.get_width() for bar in entropies.patches)
    assert all_of_them - given == pytest.approx(difference)
    assert np.exp(difference) == pytest.approx(InceptionScoreByHand().score())
