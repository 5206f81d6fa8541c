"""MleFitter in Python: its data, and the model that it hands back."""

import numpy as np
import pytest

from gan_utils.families import Mixture, Normal
from gan_utils.widgets import MleFitter
from gan_utils.widgets.mle_fitter.widget import BUMPS, draw


def test_the_ends_of_the_ranges_are_allowed():
    shown = MleFitter(data=(-4, 4), means=(4, -4), stds=(0.1, 4), weight=0.98, lr=1, seed=2**32 - 1)
    assert shown.data == [-4.0, 4.0] and shown.means == [4.0, -4.0] and shown.stds == [0.1, 4.0]
    assert len(MleFitter(data=[0.5] * 60).data) == 60


def test_the_data_are_the_seeds_unless_they_are_given():
    assert MleFitter(seed=5).data == draw(5, 14) != MleFitter().data
    assert MleFitter(seed=5, data=[1, 2]).data == [1.0, 2.0]
    assert draw(5, 60) == [round(x, 2) for x in BUMPS.sample(60, 5).tolist()]


def test_the_model_is_handed_back_as_one_of_the_families():
    assert MleFitter(means=[2, 0], stds=[0.5, 1]).fitted() == Normal(2.0, 0.5)
    shown = MleFitter(model="mixture", means=[2, 0], stds=[0.5, 1], weight=0.25)
    assert shown.fitted() == Mixture((0.25, 0.75), (2.0, 0.0), (0.5, 1.0))


@pytest.mark.parametrize("model", ["normal", "mixture"])
def test_the_stills_landscape_is_the_log_likelihood_of_each_place(model):
    shown = MleFitter(model=model, weight=0.3, stds=[0.5, 1.5])
    across, up, values = shown._landscape()
    for column, row in ((0, 0), (48, 3), (20, 31)):
        x, y = float(across[column]), float(up[row])
        at = Normal(x, np.exp(y)) if model == "normal" else Mixture((0.3, 0.7), (x, y), (0.5, 1.5))
        assert float(values[row, column]) == pytest.approx(float(at.log_prob(shown.data).sum()), rel=1e-12)
    density, hills = shown.still().axes
    (mark,) = hills.lines
    expected = (1.2, np.log(0.5)) if model == "normal" else (1.2, -0.4)
    np.testing.assert_allclose(mark.get_xydata(), [expected])
    curve = density.lines[0].get_xydata()
    np.testing.assert_allclose(curve[:, 1], shown.fitted().log_prob(curve[:, 0]).exp())
