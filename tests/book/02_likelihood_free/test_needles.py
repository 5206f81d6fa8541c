"""Exercise 2.5: the f-GANs of both Kullback-Leibler divergences on needles, with the bench's networks and rates."""

import pytest
import torch

from gan_utils.data import toys
from gan_utils.models import ToyDiscriminator, ToyGenerator, sample
from gan_utils.training import train
from tools.experiments.objectives import LINE

from ..chapters import says

CHAPTER = "02_likelihood_free"
NEEDLES = toys.LINES["needles"]


def on_each_needle(objective, seed):
    """The shares of samples within three standard deviations of each needle."""
    generator = ToyGenerator(LINE["z_dim"], seed=2 * seed, **LINE["networks"])
    discriminator = ToyDiscriminator(seed=2 * seed + 1, **LINE["networks"])
    settings = {"objective": objective, "steps": LINE["steps"], "seed": seed} | LINE["training"]
    for _ in train(generator, discriminator, toys.sample("needles", 20_000), progress=False, **settings):
        pass
    z = torch.randn(5000, LINE["z_dim"], generator=torch.Generator().manual_seed(99))
    far = (sample(generator, z) - torch.tensor(NEEDLES.centers)).abs()
    near = far.min(1).values < 3 * NEEDLES.std
    return far.argmin(1)[near].bincount(minlength=5) / len(z)


@pytest.mark.slow
def test_neither_covers_nor_picks():
    """One run of each: three of each take minutes."""
    says(CHAPTER, "all runs smeared over the needles and between them. One of KL left a needle out")
    kl = on_each_needle("fgan_kl", 0)
    assert kl.sum() < 0.5 and kl.min() < 0.002 and kl.sort().values[1] > 0.02
    says(CHAPTER, "and none of reverse KL settled on one")
    reverse = on_each_needle("fgan_reverse_kl", 0)
    assert reverse.sum() < 0.5 and reverse.max() < 0.5 * reverse.sum()
