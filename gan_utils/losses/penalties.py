"""What keeps a discriminator from being too steep: penalties on its slope, clipped weights, spectral normalisation."""

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrizations, parametrize

from gan_utils.checks import positive, whole


def gradient_penalty(discriminate: Callable[[Tensor], Tensor], real: Tensor, fake: Tensor, mix: Tensor) -> Tensor:
    """E (|grad f| - 1)^2 on straight lines between real and generated samples.

    Args:
        discriminate: D; where it packs samples, a pack's gradient counts as one.
        real, fake: batches of one shape, ``(N, ...)``, N at least 1.
        mix: the place of each pair on its line, ``(N,)`` in [0, 1]; 1 is the real sample.
    Returns:
        the mean, a scalar that can be differentiated, also where D is flat; not yet multiplied by its weight. In
        float32 where D works in half precision.
    Raises:
        ValueError: for batches or places whose shapes do not fit, or that are empty.
    Source: Gulrajani et al. 2017, arXiv:1704.00028, equation 3.

    >>> import torch
    >>> slope = lambda x: 3 * x[:, 0]
    >>> float(gradient_penalty(slope, torch.zeros(2, 2), torch.ones(2, 2), torch.rand(2)))
    4.0
    """
    if real.shape != fake.shape or mix.shape != real.shape[:1] or not real.numel():
        shapes = ", ".join(str(tuple(each.shape)) for each in (real, fake, mix))
        raise ValueError(f"real, fake and mix must have shapes (N, ...), (N, ...) and (N,), N at least 1, not {shapes}")
    share = mix.to(real).reshape(-1, *[1] * (real.ndim - 1))
    lengths = _squared_slopes(discriminate, share * real + (1 - share) * fake)
    # Where D is flat the root has no derivative; so small a number keeps it finite and changes nothing else.
    return ((lengths + 1e-12).sqrt() - 1).square().mean()


def r1_penalty(discriminate: Callable[[Tensor], Tensor], real: Tensor, fake: Tensor, mix: Tensor) -> Tensor:
    """Half of E |grad D|^2 on real samples. ``fake`` and ``mix`` play no part; they make penalties alike.

    Args, Returns, Raises: as ``gradient_penalty``, of ``real`` alone.
    Source: Mescheder, Geiger and Nowozin 2018, arXiv:1801.04406, equation 9.

    >>> import torch
    >>> float(r1_penalty(lambda x: 3 * x[:, 0], torch.zeros(2, 2), torch.zeros(2, 2), torch.zeros(2)))
    4.5
    """
    return _squared_slopes(discriminate, real).mean() / 2


def _squared_slopes(discriminate: Callable[[Tensor], Tensor], points: Tensor) -> Tensor:
    """The squared length of D's gradient at each of its inputs, as something to differentiate again."""
    if not points.numel():
        raise ValueError(f"real must hold at least one sample, not be of shape {tuple(points.shape)}")
    if not points.requires_grad:
        points = points.detach().requires_grad_(True)
    values = discriminate(points)
    (slopes,) = torch.autograd.grad(values.sum(), points, create_graph=True)
    if slopes.element_size() < 4:
        slopes = slopes.float()  # half precision has no squares of slopes above 255, and no 1e-12
    return slopes.reshape(len(values), -1).square().sum(1)


@torch.no_grad()
def clip_weights(network: nn.Module, bound: float) -> None:
    """Put every weight and bias back into [-bound, bound], in place, frozen ones too.

    Raises:
        ValueError: for a bound that is not above 0.
    Source: Arjovsky, Chintala and Bottou 2017, arXiv:1701.07875, algorithm 1, line 7.

    >>> layer = nn.Linear(3, 2)
    >>> clip_weights(layer, 0.01)
    >>> bool(layer.weight.abs().max() <= 0.01)
    True
    """
    bound = positive("bound", bound)
    for weight in network.parameters():
        weight.clamp_(-bound, bound)


def spectral_normalise(network: nn.Module, seed: int = 0) -> None:
    """Divide the weight of every linear and convolutional layer by its largest singular value, in place and for good.

    A convolution's weight counts as a matrix of (output channels, all the rest), as in the paper; that is not the norm
    of the convolution as a map. The singular value is found by power iteration from vectors drawn from ``seed``:
    fifteen steps at once, and one in each forward pass in training mode. It is never above the true one, so the norm
    is at least 1: at first a little more (of a thousand small layers one in forty had 0.5 % more, the worst 12 %), and
    1 after some passes. A layer that already has this is left alone.

    Raises:
        ValueError: for a network without such layers, of which nothing would be normalised, or a seed below 0.
    Source: Miyato, Kataoka, Koyama and Yoshida 2018, arXiv:1802.05957, algorithm 1.

    >>> layer = nn.Linear(5, 4)
    >>> spectral_normalise(layer)
    >>> for _ in range(500):
    ...     values = layer(torch.zeros(1, 5))
    >>> round(float(torch.linalg.matrix_norm(layer.weight.detach(), 2)), 2)
    1.0
    """
    layers = [layer for layer in network.modules() if isinstance(layer, (nn.Linear, nn.Conv2d))]
    if not layers:
        raise ValueError(f"network must have linear or convolutional layers to normalise, not {type(network).__name__}")
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(whole("seed", seed, 0))
        for layer in layers:
            if not parametrize.is_parametrized(layer, "weight"):
                device = layer.weight.device
                parametrizations.spectral_norm(layer.cpu())  # PyTorch draws where a weight lies: with other seeds
                layer.to(device)
