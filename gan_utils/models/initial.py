"""First weights, drawn from a seed of their own."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import nn

from gan_utils.checks import whole

LARGEST = 2**64 - 1  # of the seeds that PyTorch takes


@contextlib.contextmanager
def global_seed_untouched() -> Iterator[None]:
    """A ``with`` block in which PyTorch's own first draw of a layer's weights leaves the global seed alone.

    Layers are made on the CPU, whatever the default device, so that a seed gives the same weights everywhere.

    >>> torch.manual_seed(0).initial_seed()
    0
    >>> with global_seed_untouched():
    ...     layer = nn.Linear(2, 2)
    >>> bool(torch.rand(1) == torch.rand(1, generator=torch.Generator().manual_seed(0)))
    True
    """
    with torch.random.fork_rng(devices=[]), torch.device("cpu"):
        yield


def random_from(seed: int) -> torch.Generator:
    """A source of random numbers of its own; ``ValueError`` for a seed that PyTorch does not take.

    >>> random_from(1.5)
    Traceback (most recent call last):
    ...
    ValueError: seed must be a whole number of at least 0, not 1.5
    """
    if whole("seed", seed, 0) > LARGEST:
        raise ValueError(f"seed must be at most 2**64 - 1, not {seed!r}")
    return torch.Generator(device="cpu").manual_seed(int(seed))


def draw(weight: torch.Tensor, filling: Callable[..., object], *arguments: float, **options: Any) -> None:
    """Fill a weight by one of ``torch.nn.init``'s functions, with the same numbers in every precision."""
    drawn = torch.empty(weight.shape, dtype=torch.float32, device="cpu")
    filling(drawn, *arguments, **options)
    with torch.no_grad():
        weight.copy_(drawn)


def initialise(network: nn.Module, seed: int) -> None:
    """Draw every weight as DCGAN does: N(0, 0.02), batch-norm gains N(1, 0.02), biases 0, from one seed.

    Source: Radford, Metz and Chintala 2015, arXiv:1511.06434, section 4; the gains are in the authors' code.

    >>> layer = nn.Conv2d(64, 64, 4)
    >>> initialise(layer, seed=0)
    >>> round(float(layer.weight.detach().std()), 3), float(layer.bias.detach().abs().max())
    (0.02, 0.0)
    """
    generator = random_from(seed)
    for module in network.modules():
        if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d, nn.BatchNorm2d)):
            mean = 1.0 if isinstance(module, nn.BatchNorm2d) else 0.0
            draw(module.weight, nn.init.normal_, mean, 0.02, generator=generator)
            if module.bias is not None:
                nn.init.zeros_(module.bias)


def initialise_classifier(network: nn.Module, seed: int) -> None:
    """Draw every weight as a network of ReLUs wants it, biases 0, from one seed.

    Source: He, Zhang, Ren and Sun 2015, arXiv:1502.01852, equation 10.

    >>> layer = nn.Linear(200, 100)
    >>> initialise_classifier(layer, seed=0)
    >>> round(float(layer.weight.detach().std()), 2)  # sqrt(2 / 200)
    0.1
    """
    generator = random_from(seed)
    for module in network.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            draw(module.weight, nn.init.kaiming_normal_, nonlinearity="relu", generator=generator)
            if module.bias is not None:
                nn.init.zeros_(module.bias)
