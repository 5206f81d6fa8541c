"""A number of any kind counts as that number everywhere; what holds none is refused by name."""

from decimal import Decimal

import numpy as np
import pytest
import torch

from gan_utils import games, latent
from gan_utils.checks import whole
from gan_utils.data import faces, spoil, toys
from gan_utils.families import VAE
from gan_utils.losses import clip_weights, energy_discriminator_loss, spectral_normalise
from gan_utils.metrics.frechet import fid_extrapolated
from gan_utils.metrics.human import binomial_test
from gan_utils.metrics.kernel import kid
from gan_utils.metrics.neighbours import prdc
from gan_utils.models import DCGANGenerator, MLPGenerator
from gan_utils.seeded import uniforms
from gan_utils.training import batches

REAL, MADE = np.random.default_rng(0).normal(size=(2, 60, 3))
IMAGES = torch.linspace(-1, 1, 20 * 64).reshape(20, 1, 8, 8)
LABELS = np.arange(20) % 10
FRACTIONS = {
    "Decimal": Decimal("0.5"),
    "float16": np.float16(0.5),
    "long double": np.longdouble(0.5),
    "0-d": np.array(0.5),
    "big-endian": np.array(0.5, ">f8"),
    "bfloat16": torch.tensor(0.5, dtype=torch.bfloat16),
    "gradient": torch.tensor(0.5, requires_grad=True),
}
WHOLE = {
    "uint8": np.uint8(3),
    "int64": np.int64(3),
    "0-d": np.array(3),
    "big-endian": np.array(3, ">i4"),
    "int8 tensor": torch.tensor(3, dtype=torch.int8),
}


def clipped(bound):
    layer = torch.nn.Linear(1, 1)
    torch.nn.init.ones_(layer.weight)
    clip_weights(layer, bound)
    return layer.weight.item()


def normalised(seed):
    layer = torch.nn.Linear(2, 2)
    torch.nn.init.eye_(layer.weight)
    spectral_normalise(layer, seed)
    return layer.weight.detach()


TAKE_FRACTIONS = {
    "fid_extrapolated": lambda v: fid_extrapolated(REAL, MADE, smallest=v).distance,
    "binomial_test": lambda v: binomial_test(1, 4, v),
    "bilinear_orbit, alternating": lambda v: games.bilinear_orbit("alternating", v, steps=3, momentum=v),
    "bilinear_orbit, flow": lambda v: games.bilinear_orbit("flow", v, steps=3),
    "bilinear_orbit, proximal": lambda v: games.bilinear_orbit("proximal", v, steps=3),
    "bilinear_matrix": lambda v: games.bilinear_matrix("consensus", v, beta=v),
    "spectral_radius": lambda v: games.spectral_radius("unrolled", v, unroll_lr=v),
    "conserved": lambda v: games.conserved("alternating", v, [[1.0, 2.0]]),
    "dirac_orbit, wgan": lambda v: games.dirac_orbit("wgan", v, steps=3, clip=v),
    "dirac_orbit, wgan_gp": lambda v: games.dirac_orbit("wgan_gp", v, steps=3, penalty=v, target=v),
    "dirac_orbit, noise": lambda v: games.dirac_orbit("instance_noise", v, steps=3, noise=v),
    "dirac_matrix": lambda v: games.dirac_matrix("r1", v),
    "spoil": lambda v: spoil.spoil(IMAGES, LABELS, IMAGES, blur=v, noise=v, variety=v, memorise=v),
    "clip_weights": clipped,
    "margin": lambda v: float(energy_discriminator_loss(torch.ones(2), torch.zeros(2), v)["fake"]),
}
TAKE_WHOLE = {
    "prdc": lambda v: prdc(REAL, MADE, k=v),
    "kid": lambda v: kid(REAL, MADE, subsets=2, size=v),
    "walk": lambda v: latent.walk(REAL[:3], v),
    "batches": lambda v: next(batches(torch.from_numpy(REAL).float(), v, v, v))[1],
    "spoil": lambda v: spoil.spoil(IMAGES, LABELS, IMAGES, noise=0.1, count=v, seed=v),
    "uniforms": lambda v: uniforms(v, v, v),
    "ring": lambda v: toys.ring(v, modes=v, seed=v),
    "grid": lambda v: toys.grid(v, side=v, seed=v),
    "faces": lambda v: faces.sample(v, seed=v)[0],
    "VAE": lambda v: VAE(v, seed=v).elbo([0.0, 1.0], samples=v).detach(),
    "MLPGenerator": lambda v: MLPGenerator(z_dim=v, size=v, width=v, seed=v)(torch.ones(2, 3)).detach(),
    "spectral_normalise": normalised,
}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("kind", FRACTIONS)
@pytest.mark.parametrize("name", TAKE_FRACTIONS)
def test_every_half_is_a_half(name, kind):
    np.testing.assert_array_equal(TAKE_FRACTIONS[name](FRACTIONS[kind]), TAKE_FRACTIONS[name](0.5))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("kind", WHOLE)
@pytest.mark.parametrize("name", TAKE_WHOLE)
def test_every_three_is_a_three(name, kind):
    np.testing.assert_array_equal(TAKE_WHOLE[name](WHOLE[kind]), TAKE_WHOLE[name](3))


@pytest.mark.parametrize("make", [DCGANGenerator, MLPGenerator])
def test_what_builds_a_network_again_are_plain_numbers(make):
    network = make(z_dim=np.int64(3), channels=np.int64(1), size=np.int64(32), width=np.int64(4))
    assert {type(value) for value in network.settings().values()} == {int}


def test_a_whole_number_on_the_device_meta_is_none():
    with pytest.raises(ValueError, match="steps must be a whole number of at least 1, not tensor"):
        whole("steps", torch.tensor(3, device="meta"), 1)


@pytest.mark.parametrize("seed", [-1, 1.5, None, True])
def test_spectral_normalise_names_a_seed_that_is_none(seed):
    with pytest.raises(ValueError, match="seed must be a whole number of at least 0"):
        spectral_normalise(torch.nn.Linear(2, 2), seed)
