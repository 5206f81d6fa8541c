"""Small fully connected networks for points of a line or of the plane."""

from typing import Any

import torch
from torch import Tensor, nn

from gan_utils.checks import one_of, whole
from gan_utils.models.initial import draw, global_seed_untouched, random_from
from gan_utils.models.packing import pack_samples
from gan_utils.models.shapes import check_batch, check_latent_batch

GAIN = 0.8  # of the orthogonal first weights, as in the unrolled GAN's experiments
ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh}
HEADS = ("value", "energy")


class ToyGenerator(nn.Module):
    """Points from latent points: two hidden layers, a linear end.

    Args:
        z_dim: width of a latent point.
        width: units of each hidden layer.
        dims: of a point: 2 for the plane, 1 for a line.
        activation: ``"relu"`` or ``"tanh"``. On a line tanh bends more smoothly and leaves less mass between modes.
        seed: of the first weights: orthogonal times 0.8, biases 0.
    Raises:
        ValueError: for numbers below 1, or an unknown activation.
    Source: Metz et al. 2017, arXiv:1611.02163, appendix A, with narrower layers.

    >>> ToyGenerator(z_dim=16, width=64)(torch.randn(5, 16)).shape
    torch.Size([5, 2])
    """

    def __init__(self, z_dim: int = 16, width: int = 64, *, dims: int = 2, activation: str = "relu", seed: int = 0):
        super().__init__()
        self.z_dim, self.width = z_dim, width = whole("z_dim", z_dim, 1), whole("width", width, 1)
        self.dims = dims = whole("dims", dims, 1)
        one_of("activation", activation, ACTIVATIONS)
        self.activation, self.data_shape = activation, (dims,)
        with global_seed_untouched():
            self.layers = nn.Sequential(*_hidden(z_dim, width, activation), nn.Linear(width, dims))
        _orthogonal(self, seed)

    def settings(self) -> dict[str, Any]:
        """The arguments that build this network again."""
        return {"z_dim": self.z_dim, "width": self.width, "dims": self.dims, "activation": self.activation}

    def forward(self, z: Tensor) -> Tensor:
        """Points ``(N, dims)`` for latent points ``(N, z_dim)``."""
        check_latent_batch(z, self.z_dim, self)
        points: Tensor = self.layers(z)
        return points


class ToyDiscriminator(nn.Module):
    """A number for each point: two hidden layers, two kinds of head, and two remedies against mode collapse.

    Args:
        width: units of each hidden layer.
        dims: of a point: 2 for the plane, 1 for a line.
        activation: ``"relu"`` or ``"tanh"``.
        packing: how many points D sees together (PacGAN); 1 is the plain discriminator.
        kernels: how many numbers of minibatch discrimination join the last hidden layer; 0 is none.
        head: ``"value"``, where the last layer gives the number (a logit, or a critic's value), or ``"energy"``: it
            gives back the point as well as it can, and the number is the mean absolute error of that, at least 0.
        seed: of the first weights, as for ``ToyGenerator``.
    Raises:
        ValueError: for a width, packing or dims below 1, negative kernels, an unknown activation or head.
    Source: Metz et al. 2017, arXiv:1611.02163, appendix A; packing: Lin et al. 2018, arXiv:1712.04086;
        minibatch discrimination: Salimans et al. 2016, arXiv:1606.03498, section 3.2; a discriminator that
        reconstructs: Zhao, Mathieu and LeCun 2016, arXiv:1609.03126, section 2.3, with the absolute error of
        Berthelot et al. 2017, arXiv:1703.10717, section 3.1.

    >>> ToyDiscriminator()(torch.zeros(6, 2)).shape
    torch.Size([6])
    >>> ToyDiscriminator(packing=3)(torch.zeros(6, 2)).shape  # one number a pack
    torch.Size([2])
    >>> bool((ToyDiscriminator(dims=1, head="energy")(torch.randn(6, 1)) >= 0).all())
    True
    """

    def __init__(
        self,
        width: int = 64,
        *,
        dims: int = 2,
        activation: str = "relu",
        packing: int = 1,
        kernels: int = 0,
        head: str = "value",
        seed: int = 0,
    ):
        super().__init__()
        self.width, self.packing = width, packing = whole("width", width, 1), whole("packing", packing, 1)
        self.kernels, self.dims = kernels, dims = whole("kernels", kernels, 0), whole("dims", dims, 1)
        one_of("activation", activation, ACTIVATIONS)
        one_of("head", head, HEADS)
        self.activation, self.head, self.data_shape = activation, head, (dims,)
        with global_seed_untouched():
            layers = _hidden(packing * dims, width, activation)
            if kernels:
                layers.append(MinibatchDiscrimination(width, kernels, seed=seed))
            outputs = packing * dims if head == "energy" else 1
            self.layers = nn.Sequential(*layers, nn.Linear(width + kernels, outputs))
        _orthogonal(self, seed)

    def settings(self) -> dict[str, Any]:
        """The arguments that build this network again."""
        names = ("width", "dims", "activation", "packing", "kernels", "head")
        return {name: getattr(self, name) for name in names}

    def forward(self, points: Tensor) -> Tensor:
        """Logits, values or energies ``(N / packing,)`` for points ``(N, dims)``."""
        check_batch("points", points, (self.dims,), self)
        packs = pack_samples(points, self.packing)
        made: Tensor = self.layers(packs)
        return (made - packs).abs().mean(1) if self.head == "energy" else made.flatten()


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
        self.kernels, self.dims = kernels, dims = whole("kernels", kernels, 1), whole("dims", dims, 1)
        shape = whole("features", features, 1), kernels * dims
        drawn = torch.randn(shape, generator=random_from(seed), dtype=torch.float32, device="cpu")
        self.T = nn.Parameter((0.1 * drawn).to(torch.get_default_dtype()))

    def forward(self, features: Tensor) -> Tensor:
        """``(N, features)`` to ``(N, features + kernels)``."""
        rows = (features @ self.T).reshape(-1, self.kernels, self.dims)
        closeness = torch.exp(-(rows[:, None] - rows[None]).abs().sum(-1))  # (N, N, kernels)
        return torch.cat([features, closeness.sum(1) - 1], dim=1)


def _hidden(inputs: int, width: int, activation: str) -> list[nn.Module]:
    bend = ACTIVATIONS[activation]
    return [nn.Linear(inputs, width), bend(), nn.Linear(width, width), bend()]


def _orthogonal(network: nn.Module, seed: int) -> None:
    random = random_from(seed)
    for module in network.modules():
        if isinstance(module, nn.Linear):
            draw(module.weight, nn.init.orthogonal_, GAIN, generator=random)
            nn.init.zeros_(module.bias)
