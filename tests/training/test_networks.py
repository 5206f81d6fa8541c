"""Networks of one's own that do not say what they make: found out at their first batch, before a weight is moved."""

import pytest
import torch
from torch import nn

from .support import points, toy_run


class Maker(nn.Module):
    """A generator without ``data_shape``."""

    def __init__(self, change=lambda made: made):
        super().__init__()
        self.z_dim, self.layer, self.change = 4, nn.Linear(4, 2), change

    def forward(self, z):
        return self.change(self.layer(z))


class Scorer(nn.Module):
    """A discriminator without ``data_shape``."""

    def __init__(self, change=lambda values: values):
        super().__init__()
        self.layer, self.change = nn.Linear(2, 1), change

    def forward(self, x):
        return self.change(self.layer(x))


def weights(*networks):
    return [parameter.detach().clone() for network in networks for parameter in network.parameters()]


@pytest.mark.parametrize(
    ("generator", "discriminator", "complaint"),
    [
        (Maker(lambda made: made[:2]), Scorer(), r"Maker must make samples of shape \(4, 2\) here, not \(2, 2\)"),
        (Maker(lambda made: made.repeat(1, 2)[:, :3]), Scorer(), r"not \(4, 3\)"),
        (Maker(lambda made: [made]), Scorer(), "not list"),
        (Maker(), Scorer(lambda values: values.mean()), r"Scorer must give values of shape \(4,\) .*, not \(\)"),
        (Maker(), Scorer(lambda values: values[:3]), r"not \(3, 1\)"),
        (Maker(), Scorer(lambda values: values.sigmoid()), "must give logits, but it ends in a sigmoid"),
        (Maker(), Scorer(lambda values: values.sigmoid().squeeze(1)), "must give logits, but it ends in a sigmoid"),
    ],
)
def test_what_networks_make_is_looked_at_before_a_weight_is_moved(generator, discriminator, complaint):
    before = weights(generator, discriminator)
    with pytest.raises(ValueError, match=complaint):
        next(iter(toy_run((generator, discriminator), points())))
    assert all(torch.equal(old, new) for old, new in zip(before, weights(generator, discriminator), strict=True))


def test_networks_that_make_what_is_wanted_need_not_say_so():
    generator, discriminator = Maker(), Scorer(lambda values: values[:, None].repeat(1, 3, 1))  # three values a sample
    before = weights(generator, discriminator)
    assert len(list(toy_run((generator, discriminator), points(), steps=2))) == 2
    assert not any(torch.equal(old, new) for old, new in zip(before, weights(generator, discriminator), strict=True))
