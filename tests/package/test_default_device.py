"""A default device elsewhere changes nothing: "meta", which holds no numbers, shows whatever is made on it."""

import numpy as np
import pytest
import torch

from gan_utils import exercises
from gan_utils.data import faces, spoil, toys
from gan_utils.divergences import f_divergence
from gan_utils.families import RBM, VAE, Flow, Normal, abilities, fit_mixture
from gan_utils.losses import OBJECTIVES, BEGANState, f_gan_losses
from gan_utils.metrics.parzen import parzen_log_density
from gan_utils.metrics.stacked import stacked_coverage
from gan_utils.models import ToyDiscriminator, ToyGenerator
from gan_utils.training import train
from gan_utils.widgets import GanOnALine, MleFitter

X = np.linspace(-2, 2, 9)
IMAGES = np.linspace(-1, 1, 10 * 64).reshape(10, 1, 8, 8)


def square(u):
    return (u - 1) ** 2


def ones():
    return torch.ones(3, device="cpu")


def bright(images):
    return torch.cat([images.mean(dim=(2, 3)), -images.mean(dim=(2, 3))], dim=1)


def trained(objective):
    head = OBJECTIVES[objective].head
    generator = ToyGenerator(z_dim=2, width=4)
    discriminator = ToyDiscriminator(width=4, head="energy" if head == "energy" else "value")
    points = torch.from_numpy(np.stack([X, X], axis=1)).float()
    for _ in train(generator, discriminator, points, objective=objective, steps=2, batch_size=4, progress=False):
        pass
    return generator.layers[0].weight.detach().numpy()


CALLS = {
    "f_divergence": lambda: f_divergence(square, [0.5, 0.5], [0.2, 0.8]),
    "f_gan_losses": lambda: f_gan_losses(square)[1](ones()).numpy(),
    "parzen": lambda: parzen_log_density(X, X, 0.5),
    "fit_mixture": lambda: fit_mixture(X, steps=2).means,
    "spoil": lambda: spoil.spoil(IMAGES, np.arange(10), IMAGES, blur=1.0).numpy(),
    "faces": lambda: faces.sample(2)[0].numpy(),
    "Flow": lambda: Flow().sample(3).numpy(),
    "VAE": lambda: VAE().log_prob_by_quadrature(X).detach().numpy(),
    "RBM": lambda: RBM().log_normaliser().detach().numpy() + RBM().sample(3).numpy(),
    "abilities": lambda: len(abilities(Normal(0.0, 1.0))["differentiable"]),
    "stacked": lambda: stacked_coverage(ones().expand(4, 3, 2, 3), bright).counts,
    "BEGANState": lambda: float(BEGANState().measure(2.0, 0.5)),
    "MleFitter": lambda: MleFitter()._landscape()[2].numpy(),
    "GanOnALine": lambda: len(GanOnALine().still().axes),
    "exercise": lambda: exercises.EXERCISES["2.3"](lambda u: (u - 1).abs() / 2),
    **{f"log_prob, {name}": lambda name=name: toys.log_prob(name, np.zeros((1, 1))).numpy() for name in toys.LINES},
    **{f"log_prob, {name}": lambda name=name: toys.log_prob(name, np.zeros((1, 2))).numpy() for name in toys.TARGETS},
    **{f"train, {name}": lambda name=name: trained(name) for name in OBJECTIVES},
}


@pytest.mark.parametrize("name", CALLS)
def test_the_default_device_plays_no_part(name):
    expected = CALLS[name]()
    with torch.device("meta"):
        found = CALLS[name]()
    np.testing.assert_array_equal(found, expected)


def test_a_checkpoint_knows_its_data_whatever_the_default_device(tmp_path):
    data, path = torch.randn(8, 2), tmp_path / "run.safetensors"
    with torch.device("meta"):
        for steps in (1, 2):
            generator, discriminator = ToyGenerator(2, 4), ToyDiscriminator(4)
            run = train(generator, discriminator, data, steps=steps, batch_size=4, progress=False, checkpoint=path)
            assert [record.step for record in run] == [steps]
