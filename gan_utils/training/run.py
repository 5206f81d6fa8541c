"""A training run: its state, and one step of it."""

import contextlib
import functools
import math
import operator
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from gan_utils.checks import whole
from gan_utils.losses import Objective, clip_weights, spectral_normalise
from gan_utils.models import plain
from gan_utils.training.average import move_average, start_average
from gan_utils.training.batches import Draws, mix_seeds
from gan_utils.training.body import Players, own_world
from gan_utils.training.finite import all_finite, cause, spoilt
from gan_utils.training.networks import check_samples, check_values
from gan_utils.training.settings import Settings
from gan_utils.training.unrolling import Discriminate, look_ahead


@dataclass(frozen=True)
class Record:
    """What happened in one step; every number but ``step`` is a Python float.

    ``step`` counts from 1. ``loss_real``, ``loss_fake`` and ``penalty`` are the terms of D's loss, of the last of
    its steps where it takes several; ``loss_g`` is G's. ``d_real`` and ``d_fake`` are D's mean probability of
    "real" on the two halves, before its update; both are 0.5 when D cannot tell. Critics and auto-encoders give no
    probabilities: there they are the sigmoids of the values or energies. ``k`` and ``measure`` are BEGAN's balance
    after the step, and its measure of convergence; NaN for other objectives. ``seconds`` is the training time so far,
    resumed runs included. ``dataclasses.asdict(record)`` is a row for a table or a log.
    """

    step: int
    loss_real: float
    loss_fake: float
    penalty: float
    loss_g: float
    d_real: float
    d_fake: float
    seconds: float
    k: float = math.nan
    measure: float = math.nan


class Pair(NamedTuple):
    """What D's step number ``turn`` (from 0) compares: a batch of the data, and as many samples of G's."""

    turn: int
    real: Tensor
    fake: Tensor


class DLoss(NamedTuple):
    """D's loss on a pair: its terms, and D's values on either half, of which they are made."""

    terms: dict[str, Tensor]
    real_values: Tensor
    fake_values: Tensor

    def total(self) -> Tensor:
        """What D minimises."""
        return functools.reduce(operator.add, self.terms.values())

    def energies(self) -> tuple[Tensor, Tensor]:
        """The mean values that BEGAN balances."""
        return self.real_values.detach().mean(), self.fake_values.detach().mean()


class Run:
    """The state of a training run: two networks, their optimisers, perhaps an average, and the steps so far."""

    def __init__(
        self,
        generator: nn.Module,
        discriminator: nn.Module,
        data: Tensor,
        objective: Objective,
        settings: Settings,
        device: torch.device,
        average: nn.Module | None,
    ) -> None:
        self.objective, self.settings, self.device, self.average = objective, settings, device, average
        # Convolutions run about a sixth faster on a CPU when the channels lie next to each other in memory.
        layout: dict[str, Any] = {"memory_format": torch.channels_last} if data.ndim == 4 else {}
        self.generator = generator.to(device, **layout)
        self.discriminator = discriminator.to(device, **layout)
        if average is not None:
            start_average(average, generator)
            average.to(device)
        if objective.spectral:
            spectral_normalise(self.discriminator)
        self.balance = None if objective.balance is None else objective.balance().to(device)
        z_dim = whole("the generator's z_dim", generator.z_dim, 1)
        self.draws = Draws(data, z_dim, settings.batch_size, settings.seed)
        self.optimiser_d = _optimiser(self.discriminator, settings, settings.lr_d)
        self.optimiser_g = _optimiser(self.generator, settings, settings.lr)
        self.step, self.seconds = 0, 0.0
        networks = {"generator": self.generator, "discriminator": self.discriminator}
        self.players = Players(networks, [] if average is None else [average])

    def advance(self) -> Record:
        """One step: D learns to tell real batches from generated ones, then G answers the new D."""
        with own_world(mix_seeds(self.settings.seed, self.step, 3), self.device):
            self.players.restore()
            try:
                record = self._step()
            except BaseException:  # what the unfinished step has made of the running statistics goes, too
                self.players.restore()
                raise
            self.players.keep()
            return record

    def _step(self) -> Record:
        started, turns = time.perf_counter(), self.settings.d_steps
        for turn in range(self.step * turns, (self.step + 1) * turns):
            pair = self._pair(turn)
            d_loss = self._learn(pair)
        loss_g = self._answer(pair)
        self.step += 1
        if self.average is not None:
            move_average(self.average, self.generator, self.settings.average_decay, self.step)
        self.seconds += time.perf_counter() - started
        return self._record(d_loss, loss_g)

    def _pair(self, turn: int) -> Pair:
        real, fake = self.batch(turn), self.generator(self.noise(turn))
        check_samples(self.generator, fake, real)
        return Pair(turn, real, fake)

    def batch(self, turn: int) -> Tensor:
        """The real samples of D's step number ``turn`` (from 0)."""
        return self.draws.real(turn).to(self.device)

    def noise(self, turn: int) -> Tensor:
        """The latent points of D's step number ``turn``."""
        return self.draws.noise(turn).to(self.device)

    def mix(self, turn: int) -> Tensor:
        """Where between real and generated samples the gradient penalty looks in D's step number ``turn``."""
        return self.draws.mix(turn).to(self.device)

    def d_loss(self, discriminate: Discriminate, pair: Pair) -> DLoss:
        """What D minimises, of D as a function: as it is, or some steps ahead."""
        real_values, fake_values = discriminate(pair.real), discriminate(pair.fake)
        for values in (real_values, fake_values):
            check_values(self.discriminator, values, len(pair.real), self.objective.head)
        terms = self.objective.discriminator(real_values, fake_values)
        if self.balance is not None:
            terms["fake"] = self.balance.k * terms["fake"]
        if self.objective.penalty is not None:
            penalty = self.objective.penalty(discriminate, pair.real, pair.fake, self.mix(pair.turn))
            terms["penalty"] = self.settings.penalty * penalty
        return DLoss(terms, real_values, fake_values)

    def _learn(self, pair: Pair) -> DLoss:
        """One of D's steps, which must not move G."""
        d_loss = self.d_loss(self.discriminator, pair._replace(fake=pair.fake.detach()))
        self._descend(self.optimiser_d, d_loss.total(), "D's loss", pair)
        if self.settings.clip is not None:
            clip_weights(self.discriminator, self.settings.clip)
        if self.balance is not None:
            self.balance.update(*d_loss.energies())
        return d_loss

    def _answer(self, pair: Pair) -> Tensor:
        """G's step, against D as it is or some steps ahead; G's loss."""
        if self.settings.unroll and any(weight.requires_grad for weight in self.discriminator.parameters()):
            return self._g_step(self._ahead(pair), pair)
        with _frozen(self.discriminator):  # G's step needs no gradient for D's weights
            return self._g_step(self.discriminator, pair)

    def _ahead(self, pair: Pair) -> Discriminate:
        """D some of its own steps ahead, as a function that knows how they depend on G."""

        def loss_of(discriminate: Discriminate) -> Tensor:
            return self.d_loss(discriminate, pair).total()

        assert isinstance(self.optimiser_d, torch.optim.Adam), "settings refuse a look ahead by any other"
        settings = self.settings
        return look_ahead(
            self.discriminator, self.optimiser_d, loss_of, settings.unroll, settings.unroll_lr, settings.clip
        )

    def _g_step(self, discriminate: Discriminate, pair: Pair) -> Tensor:
        loss = self.objective.generator(discriminate(pair.fake))
        self._descend(self.optimiser_g, loss, "G's loss", pair)
        return loss

    def _descend(self, optimiser: torch.optim.Optimizer, loss: Tensor, what: str, pair: Pair) -> None:
        """One step of an optimiser; ``FloatingPointError`` where the loss or its gradient is not finite."""
        if not torch.isfinite(loss):
            raise FloatingPointError(f"{what} is {float(loss.detach())} at step {self.step + 1}{self._cause(pair)}")
        optimiser.zero_grad(set_to_none=True)
        own = [weight for group in optimiser.param_groups for weight in group["params"] if weight.requires_grad]
        if not own:  # all frozen: this player stays as it is
            return
        if not loss.requires_grad:
            raise ValueError(f"{what} does not depend on any weight that is to move: is there a detach() in a network?")
        torch.autograd.backward(loss, inputs=own)  # a look ahead also depends on D's weights, not G's to move
        if not all_finite([weight.grad for weight in own if weight.grad is not None]):
            value = f"{what} is {float(loss.detach()):g} at step {self.step + 1}, but its gradient is not finite"
            raise FloatingPointError(value + self._cause(pair))
        # Some versions of PyTorch (2.11 does) keep Adam's count of steps on the default device, whatever it is.
        elsewhere = torch.get_default_device().type != "cpu"
        with torch.device("cpu") if elsewhere else contextlib.nullcontext():
            optimiser.step()

    def _cause(self, pair: Pair) -> str:
        networks = {name: plain(network) for name, network in self.players.networks.items()}
        return cause(networks, pair.real, pair.fake)

    def _record(self, d_loss: DLoss, loss_g: Tensor) -> Record:
        balance, terms = self.balance, d_loss.terms
        return Record(
            step=self.step,
            loss_real=float(terms["real"].detach()),
            loss_fake=float(terms["fake"].detach()),
            penalty=float(terms["penalty"].detach()) if "penalty" in terms else 0.0,
            loss_g=float(loss_g.detach()),
            d_real=float(d_loss.real_values.detach().sigmoid().mean()),
            d_fake=float(d_loss.fake_values.detach().sigmoid().mean()),
            seconds=self.seconds,
            k=math.nan if balance is None else float(balance.k),
            measure=math.nan if balance is None else float(balance.measure(*d_loss.energies())),
        )

    def check_finite(self) -> None:
        """Raise ``FloatingPointError`` where a network holds NaN or infinity; it names the tensor."""
        for name, part in self.parts().items():
            if isinstance(part, nn.Module) and (spoiled := spoilt(part)):
                raise FloatingPointError(f"{name}'s {spoiled} holds NaN or infinity after step {self.step}")

    def parts(self) -> dict[str, nn.Module | torch.optim.Optimizer]:
        """Everything with a state, by the name that a checkpoint gives it."""
        parts: dict[str, nn.Module | torch.optim.Optimizer] = {
            "generator": plain(self.generator),
            "discriminator": plain(self.discriminator),
            "optimiser_g": self.optimiser_g,
            "optimiser_d": self.optimiser_d,
        }
        if self.average is not None:
            parts["average"] = plain(self.average)
        if self.balance is not None:
            parts["balance"] = self.balance
        return parts


def _optimiser(network: nn.Module, settings: Settings, lr: float) -> torch.optim.Optimizer:
    if settings.optimiser == "rmsprop":
        return torch.optim.RMSprop(network.parameters(), lr=lr)
    return torch.optim.Adam(network.parameters(), lr=lr, betas=settings.betas)


@contextlib.contextmanager
def _frozen(network: nn.Module) -> Iterator[None]:
    """A block in which a network's weights want no gradient."""
    free = [weight for weight in network.parameters() if weight.requires_grad]
    try:
        for weight in free:
            weight.requires_grad_(False)
        yield
    finally:
        for weight in free:
            weight.requires_grad_(True)
