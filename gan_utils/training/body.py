"""What the body of ``for record in train(...)`` does between two steps, and what of it the next step undoes."""

import contextlib
from collections.abc import Iterator, Sequence

import torch
from torch import nn
from torch.nn.modules.batchnorm import _NormBase
from torch.nn.utils.parametrizations import _SpectralNorm

# PyTorch's layers that change when they are merely run in training mode.
_MOVED_BY_LOOKING = (_NormBase, _SpectralNorm)


def running_statistics(network: nn.Module) -> Iterator[tuple[str, nn.Module, str]]:
    """Each buffer that changes when the network is merely run in training mode: its full name, its layer, its name.

    >>> [full for full, _, _ in running_statistics(nn.Sequential(nn.Flatten(), nn.BatchNorm1d(3)))]
    ['1.running_mean', '1.running_var', '1.num_batches_tracked']
    """
    for prefix, layer in network.named_modules():
        if isinstance(layer, _MOVED_BY_LOOKING):
            for name, _ in layer.named_buffers(recurse=False):
                yield f"{prefix}.{name}", layer, name


class Players:
    """Networks as a training has them: in which modes, with which weights, and where.

    ``others`` are looked at, too, so that their running statistics are kept; their modes are the caller's.
    """

    def __init__(self, networks: dict[str, nn.Module], others: Sequence[nn.Module]) -> None:
        self.networks, self.others = networks, others
        for network in networks.values():
            if not network.training:  # where the whole is in training mode, a part that is not is meant to be so
                network.train()
        self.modes = [(module, module.training) for network in networks.values() for module in network.modules()]
        self.weights = {name: list(network.parameters()) for name, network in networks.items()}
        self.kinds = {name: [(w.dtype, w.device) for w in weights] for name, weights in self.weights.items()}
        self.keep()

    def keep(self) -> None:
        """Remember the running statistics as the step that has just been taken left them."""
        self.statistics = [
            (layer, name, getattr(layer, name).clone())
            for network in (*self.networks.values(), *self.others)
            for _, layer, name in running_statistics(network)
        ]

    def restore(self) -> None:
        """Put modes and running statistics back to what they were.

        Raises:
            ValueError: when weights have been replaced, moved or changed in precision, which would go untrained.
        """
        for name in self.networks:
            self._check_weights(name)
        for module, mode in self.modes:
            if module.training != mode:
                module.training = mode
        with torch.no_grad():
            for layer, name, kept in self.statistics:
                getattr(layer, name).copy_(kept)

    def _check_weights(self, name: str) -> None:
        now = list(self.networks[name].parameters())
        if len(now) != len(self.weights[name]) or any(a is not b for a, b in zip(now, self.weights[name])):
            raise ValueError(f"{name}'s weights were replaced while it trained: call train again with the new ones")
        for weight, kind in zip(now, self.kinds[name]):
            if (weight.dtype, weight.device) != kind:
                wanted, found = (f"{dtype} on {device}" for dtype, device in (kind, (weight.dtype, weight.device)))
                raise ValueError(f"{name}'s weights must stay {wanted} while it trains, not become {found}")


@contextlib.contextmanager
def own_world(seed: int, device: torch.device) -> Iterator[None]:
    """A block with gradients, whatever surrounds it, where PyTorch draws from ``seed``; afterwards all is as before.

    What networks draw themselves, such as dropout, comes from PyTorch's global generators: of the CPU, and of the
    device where it has one of its own.

    >>> with torch.inference_mode(), own_world(3, torch.device("cpu")):
    ...     print(torch.rand(1).requires_grad_().requires_grad)
    True
    """
    generators = [torch.default_generator]
    if device.type == "cuda":
        generators.append(torch.cuda.default_generators[device.index])
    if device.type == "mps":
        generators.append(torch.mps._get_default_mps_generator())
    before = [generator.get_state() for generator in generators]
    try:
        for generator in generators:
            generator.manual_seed(seed)
        with torch.inference_mode(False), torch.enable_grad():
            yield
    finally:
        for generator, state in zip(generators, before):
            generator.set_state(state)
