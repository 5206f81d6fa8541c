"""A variational autoencoder on a line: a latent variable that has to be summed out, and a bound in place of the sum."""

import math
from typing import NoReturn

import torch
from numpy.typing import ArrayLike
from torch import Tensor, nn

from gan_utils.checks import positive, whole
from gan_utils.families.arguments import places, rows
from gan_utils.families.cannot import CannotError
from gan_utils.models.initial import global_seed_untouched
from gan_utils.seeded import checked_seed, normals


class VAE(nn.Module):
    """x = decoder(z) + std times noise, for a standard normal z on a line; an encoder guesses z from x.

    It samples, and the sample can be differentiated. Its likelihood is the integral of p(x | z) p(z) over z.
    On a line that could be added up, ``log_prob_by_quadrature``; for the z of images, of 64 numbers and more,
    it cannot, and a VAE is trained by a lower bound instead.

    Args:
        width: units of the one hidden tanh layer of decoder and encoder.
        std: of x about the decoder's mean, at first; it is a parameter.
        seed: of the first weights.
    Raises:
        ValueError: for a width below 1, a std that is not above 0, or a seed out of range.
    Source: Kingma and Welling 2014, arXiv:1312.6114.

    >>> vae = VAE()
    >>> x = vae.sample(200, seed=0)
    >>> bool((vae.elbo(x, samples=100) < vae.log_prob_by_quadrature(x)).double().mean() > 0.99)
    True
    >>> vae.log_prob(x)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    gan_utils.families.cannot.CannotError: a VAE cannot evaluate log q(x): ...
    """

    def __init__(self, width: int = 16, std: float = 0.2, *, seed: int = 0):
        super().__init__()
        width, seed = whole("width", width, 1), checked_seed(seed)
        with global_seed_untouched():
            self.decoder = nn.Sequential(nn.Linear(1, width), nn.Tanh(), nn.Linear(width, 1)).double()
            self.encoder = nn.Sequential(nn.Linear(1, width), nn.Tanh(), nn.Linear(width, 2)).double()
        self.log_std = nn.Parameter(torch.tensor(math.log(positive("std", std)), dtype=torch.float64, device="cpu"))
        random = torch.Generator(device="cpu").manual_seed(seed)
        for network, spread in ((self.decoder, 2.0), (self.encoder, 0.5)):  # a decoder with a shape, a cautious encoder
            for layer in network:
                if isinstance(layer, nn.Linear):
                    nn.init.normal_(layer.weight, 0, spread / math.sqrt(layer.in_features), generator=random)
                    nn.init.normal_(layer.bias, 0, spread / 2, generator=random)

    def noise(self, n: int, seed: int = 0) -> Tensor:
        """What ``n`` samples are made from, float64 ``(n, 2)``: z, and the noise about the decoder's mean."""
        return torch.from_numpy(normals(seed, 2 * whole("n", n, 1)).reshape(-1, 2))

    def sample(self, n: int, seed: int = 0) -> Tensor:
        """``n`` samples, float64 ``(n,)``, without gradients."""
        return self.differentiable_sample(self.noise(n, seed)).detach()

    def differentiable_sample(self, noise: Tensor) -> Tensor:
        """The samples that ``noise`` ``(n, 2)`` becomes, as a function of decoder and std."""
        z, about = rows("noise", noise, 2).T
        samples: Tensor = self._mean(z) + self.log_std.exp() * about
        return samples

    def log_prob(self, x: ArrayLike) -> NoReturn:
        """Refused: the integral over z is what a VAE does without.

        Raises:
            CannotError: always.
        """
        raise CannotError(
            "a VAE cannot evaluate log q(x): it is an integral over every latent z, which nobody can add up once z "
            "has many dimensions; elbo(x) is a lower bound"
        )

    def elbo(self, x: ArrayLike, samples: int = 64, seed: int = 0) -> Tensor:
        """A lower bound of log q(x), up to the noise of averaging over ``samples`` draws of z for each x ``(n,)``.

        E log p(x | z) - KL(encoder(x) || N(0, 1)), the first by draws, the second in closed form. Maximising its
        mean trains decoder, std and encoder.
        """
        points, samples = places("x", x), whole("samples", samples, 1)
        mean, log_std = self.encoder(points[:, None]).T
        drawn = normals(seed, samples * len(points)).reshape(samples, len(points))
        z = mean + log_std.exp() * torch.from_numpy(drawn)
        divergence = 0.5 * (mean**2 + (2 * log_std).exp() - 1) - log_std
        bound: Tensor = self._log_given(points, z).mean(0) - divergence
        return bound

    def log_prob_by_quadrature(self, x: ArrayLike, count: int = 4001) -> Tensor:
        """log q(x) ``(n,)`` by adding up ``count`` places of z from -9 to 9: what one z allows, and 64 do not."""
        points, count = places("x", x), whole("count", count, 2)
        z = torch.linspace(-9, 9, count, dtype=torch.float64, device=points.device)
        joint = self._log_given(points, z[:, None]) - 0.5 * z[:, None] ** 2 - 0.5 * math.log(2 * math.pi)
        return torch.logsumexp(joint, dim=0) + math.log(18 / (count - 1))

    def _mean(self, z: Tensor) -> Tensor:
        means: Tensor = self.decoder(z[..., None])
        return means[..., 0]

    def _log_given(self, x: Tensor, z: Tensor) -> Tensor:
        """log p(x | z)."""
        apart = (x - self._mean(z)) / self.log_std.exp()
        return -0.5 * apart**2 - self.log_std - 0.5 * math.log(2 * math.pi)
