"""BEGAN's balance: how much D is told to mind the generated samples."""

import torch
from torch import Tensor, nn

from gan_utils.checks import in_range, positive


class BEGANState(nn.Module):
    """The number k that BEGAN moves after each of D's steps, so that E L(G(z)) stays near gamma times E L(x).

    It is a module, so that checkpoints keep it and devices move it; it has nothing to train.

    Args:
        gamma: in (0, 1], the ratio wanted. The lower, the less D minds generated samples, and the less varied they get.
        rate: lambda_k, the step size of k, above 0.
    Raises:
        ValueError: for numbers out of range.
    Source: Berthelot, Schumm and Metz 2017, arXiv:1703.10717, section 3.3.

    >>> state = BEGANState(gamma=0.5, rate=0.1)
    >>> state.update(real_energy=2.0, fake_energy=0.5)
    >>> round(float(state.k), 6), round(float(state.measure(2.0, 0.5)), 6)
    (0.05, 2.5)
    """

    k: Tensor

    def __init__(self, gamma: float = 0.5, rate: float = 0.001):
        super().__init__()
        in_range("gamma", gamma, 0, 1)
        self.gamma, self.rate = positive("gamma", gamma), positive("rate", rate)
        self.register_buffer("k", torch.zeros((), dtype=torch.float32, device="cpu"))

    def update(self, real_energy: Tensor | float, fake_energy: Tensor | float) -> None:
        """Move k by rate (gamma L(x) - L(G(z))), and keep it in [0, 1].

        Raises:
            ValueError: for energies that are not finite; k stays as it was.
        """
        real_energy, fake_energy = self._there(real_energy), self._there(fake_energy)
        moved = self.k + self.rate * (self.gamma * real_energy - fake_energy)
        if not torch.isfinite(moved):
            raise ValueError(f"energies must be finite, not {float(real_energy)} and {float(fake_energy)}")
        self.k.copy_(moved.detach().clamp(0, 1))

    def measure(self, real_energy: Tensor | float, fake_energy: Tensor | float) -> Tensor:
        """M = L(x) + |gamma L(x) - L(G(z))|: the paper's measure of convergence, lower is better."""
        real_energy, fake_energy = self._there(real_energy), self._there(fake_energy)
        return real_energy + (self.gamma * real_energy - fake_energy).abs()

    def _there(self, energy: Tensor | float) -> Tensor:
        return torch.as_tensor(energy, device=self.k.device)
