"""Small fully connected networks for points of the plane."""

import torch
from torch import Tensor, nn

from gan_utils.checks import whole
from gan_utils.models.initial import check_latent_batch, global_seed_untouched
from gan_utils.models.packing import pack_samples

GAIN = 0.8  # of the orthogonal first weights, as in the unrolled GAN's experiments


class ToyGenerator(nn.Module):
    """Points of the plane from latent points: two hidden ReLU layers, a linear end.

    Args:
        z_dim: width of a latent point.
        width: units of each hidden layer.
        seed: of the first weights: orthogonal times 0.8, biases 0.
    Raises:
        ValueError: for numbers below 1.
    Source: Metz et al. 2017, arXiv:1611.02163, appendix A, with narrower layers.

    >>> ToyGenerator(z_dim=16, width=64)(torch.randn(5, 16)).shape
    torch.Size([5, 2])
    """

    data_shape = (2,)

    def __init__(self, z_dim: int = 16, width: int = 64, *, seed: int = 0):
        super().__init__()
        self.z_dim, self.width = whole("z_dim", z_dim, 1), whole("width", width, 1)
        with global_seed_untouched():
            self.layers = nn.Sequential(
                nn.Linear(z_dim, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU(), nn.Linear(width, 2)
            )
        _orthogonal(self, seed)

    def settings(self) -> dict:
        """The arguments that build this network again."""
        return {"z_dim": self.z_dim, "width": self.width}

    def forward(self, z: Tensor) -> Tensor:
        """Points ``(N, 2)`` for latent points ``(N, z_dim)``."""
        check_latent_batch(z, self.z_dim)
        return self.layers(z)


class ToyDiscriminator(nn.Module):
    """Logits for points of the plane: two hidden ReLU layers, and two remedies against mode collapse.

    Args:
        width: units of each hidden layer.
        packing: how many points D judges together (PacGAN); 1 is the plain discriminator.
        kernels: how many numbers of minibatch discrimination join the last hidden layer; 0 is none.
        seed: of the first weights, as for ``ToyGenerator``.
    Raises:
        ValueError: for a width or packing below 1, or negative kernels.
    Source: Metz et al. 2017, arXiv:1611.02163, appendix A; packing: Lin et al. 2018, arXiv:1712.04086;
        minibatch discrimination: Salimans et al. 2016, arXiv:1606.03498, section 3.2.

    >>> ToyDiscriminator()(torch.zeros(6, 2)).shape
    torch.Size([6])
    >>> ToyDiscriminator(packing=3)(torch.zeros(6, 2)).shape  # one logit a pack
    torch.Size([2])
    """

    data_shape = (2,)

    def __init__(self, width: int = 64, *, packing: int = 1, kernels: int = 0, seed: int = 0):
        super().__init__()
        self.width, self.packing = whole("width", width, 1), whole("packing", packing, 1)
        self.kernels = whole("kernels", kernels, 0)
        with global_seed_untouched():
            layers = [nn.Linear(2 * packing, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU()]
            if kernels:
                layers.append(MinibatchDiscrimination(width, kernels, seed=seed))
            self.layers = nn.Sequential(*layers, nn.Linear(width + kernels, 1))
        _orthogonal(self, seed)

    def settings(self) -> dict:
        """The arguments that build this network again."""
        return {"width": self.width, "packing": self.packing, "kernels": self.kernels}

    def forward(self, points: Tensor) -> Tensor:
        """Logits ``(N / packing,)`` of "this is real" for points ``(N, 2)``."""
        if points.ndim != 2 or points.shape[1] != 2:
            raise ValueError(f"points must have shape (N, 2), not {tuple(points.shape)}")
        return self.layers(pack_samples(points, self.packing)).flatten()


class MinibatchDiscrimination(nn.Module):
    """Tells D how close each sample of a batch is to the others, in ``kernels`` learned ways.

    For features f_i it appends o_b(i) = sum over j != i of exp(-|M_ib - M_jb|_1), where M_i = f_i T.
    The paper's formula also adds j = i, a constant 1; its text and code leave that out, as here.

    Args:
        features: width of f.
        kernels: how many numbers are appended.
        dims: length of each row M_ib.
        seed: of T, drawn from N(0, 0.1).
    Source: Salimans et al. 2016, arXiv:1606.03498, section 3.2.

    >>> layer = MinibatchDiscrimination(features=3, kernels=2)
    >>> layer(torch.zeros(4, 3))[:, 3:].tolist()[0]  # four equal samples: each is as close as can be to three
    [3.0, 3.0]
    """

    def __init__(self, features: int, kernels: int, dims: int = 4, *, seed: int = 0):
        super().__init__()
        self.kernels, self.dims = whole("kernels", kernels, 1), whole("dims", dims, 1)
        random = torch.Generator().manual_seed(seed)
        self.T = nn.Parameter(0.1 * torch.randn(features, kernels * dims, generator=random))

    def forward(self, features: Tensor) -> Tensor:
        """``(N, features)`` to ``(N, features + kernels)``."""
        rows = (features @ self.T).reshape(-1, self.kernels, self.dims)
        closeness = torch.exp(-(rows[:, None] - rows[None]).abs().sum(-1))  # (N, N, kernels)
        return torch.cat([features, closeness.sum(1) - 1], dim=1)


def _orthogonal(network: nn.Module, seed: int) -> None:
    random = torch.Generator().manual_seed(seed)
    for module in network.modules():
        if isinstance(module, nn.Linear):
            nn.init.orthogonal_(module.weight, GAIN, generator=random)
            nn.init.zeros_(module.bias)
