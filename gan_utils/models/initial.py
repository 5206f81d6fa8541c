"""First weights, drawn from a seed of their own, and the shapes that networks take and make."""

import contextlib
from collections.abc import Callable, Iterator

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


def draw(weight: torch.Tensor, filling: Callable, *arguments, **options) -> None:
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


def check_image_batch(images: torch.Tensor, channels: int, size: int, network: nn.Module | None = None) -> None:
    """Raise ``ValueError`` unless ``images`` are ``(N, channels, size, size)``, in the precision of ``network``.

    >>> check_image_batch(torch.zeros(2, 1, 28, 28), channels=1, size=32)
    Traceback (most recent call last):
    ...
    ValueError: images must have shape (N, 1, 32, 32), not (2, 1, 28, 28)
    """
    check_batch("images", images, (channels, size, size), network)


def check_latent_batch(z: torch.Tensor, z_dim: int, network: nn.Module | None = None) -> None:
    """Raise ``ValueError`` unless ``z`` is ``(N, z_dim)``, in the precision of ``network``.

    >>> check_latent_batch(torch.zeros(2, 3), z_dim=64)
    Traceback (most recent call last):
    ...
    ValueError: z must have shape (N, 64), not (2, 3)
    """
    check_batch("z", z, (z_dim,), network)


def check_batch(name: str, batch: torch.Tensor, shape: tuple[int, ...], network: nn.Module | None) -> None:
    """Raise ``ValueError`` unless ``batch`` is ``(N, *shape)``, in the precision of ``network`` where one is given.

    >>> check_batch("z", torch.ones(2, 3, dtype=torch.int64), (3,), nn.Linear(3, 3))
    Traceback (most recent call last):
    ...
    ValueError: z must be torch.float32, as the weights are, not torch.int64
    """
    if not isinstance(batch, torch.Tensor):
        raise ValueError(f"{name} must be a tensor of shape (N, {', '.join(map(str, shape))}), not {batch!r:.80}")
    if batch.ndim != 1 + len(shape) or tuple(batch.shape[1:]) != shape:
        raise ValueError(f"{name} must have shape (N, {', '.join(map(str, shape))}), not {tuple(batch.shape)}")
    # Not some layer's ``weight``: where that is spectrally normalised, reading it moves the normalisation on.
    weight = batch if network is None else next(network.parameters())
    if batch.dtype == weight.dtype:
        return
    if not (batch.is_floating_point() and torch.is_autocast_enabled(batch.device.type)):
        raise ValueError(f"{name} must be {weight.dtype}, as the weights are, not {batch.dtype}")


class OfImages(nn.Module):
    """What generators and discriminators of images share; they have ``channels`` and ``size``."""

    @property
    def data_shape(self) -> tuple[int, ...]:
        """The shape of one sample, ``(channels, size, size)``."""
        return self.channels, self.size, self.size
