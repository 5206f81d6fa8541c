"""A training run: its state, and one step of it."""

import contextlib
import copy
import math
import time
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from gan_utils import checkpoints
from gan_utils.losses import Objective, clip_weights, spectral_normalise
from gan_utils.models import plain
from gan_utils.training.batches import Draws, mix_seeds
from gan_utils.training.body import Players, all_finite, own_world, spoilt
from gan_utils.training.networks import check_samples, check_values
from gan_utils.training.unrolling import look_ahead


@dataclass(frozen=True)
class Record:
    """What happened in one step; every number is a Python float.

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


class Run:
    """The state of a training run: two networks, their optimisers, perhaps an average, and the steps so far."""

    def __init__(self, generator, discriminator, data, objective: Objective, settings, device, average):
        # Convolutions run about a sixth faster on a CPU when the channels lie next to each other in memory.
        layout = torch.channels_last if data.ndim == 4 else torch.preserve_format
        self.generator = generator.to(device, memory_format=layout)
        self.discriminator = discriminator.to(device, memory_format=layout)
        self.average = average
        if average is not None:
            plain(average).load_state_dict(copy.deepcopy(plain(generator).state_dict()))
            average.to(device)
        self.draws = Draws(data, int(generator.z_dim), settings["batch_size"], settings["seed"])
        self.settings, self.device = settings, torch.device(device)
        self.objective = objective
        if objective.spectral:
            spectral_normalise(self.discriminator)
        self.balance = None if objective.balance is None else objective.balance().to(device)
        self.optimiser_d = self._optimiser(self.discriminator, settings["lr_d"])
        self.optimiser_g = self._optimiser(self.generator, settings["lr"])
        self.step, self.seconds = 0, 0.0
        self._batch: dict[str, Tensor] = {}
        players = {"generator": self.generator, "discriminator": self.discriminator}
        self.players = Players(players, [] if average is None else [average])

    def _optimiser(self, network, lr: float) -> torch.optim.Optimizer:
        if self.settings["optimiser"] == "rmsprop":
            return torch.optim.RMSprop(network.parameters(), lr=lr)
        return torch.optim.Adam(network.parameters(), lr=lr, betas=tuple(self.settings["betas"]))

    def batch(self, turn: int) -> Tensor:
        """The real samples of D's step number ``turn`` (from 0)."""
        return self.draws.real(turn).to(self.device)

    def noise(self, turn: int) -> Tensor:
        """The latent points of D's step number ``turn``."""
        return self.draws.noise(turn).to(self.device)

    def mix(self, turn: int) -> Tensor:
        """Where between real and generated samples the gradient penalty looks in D's step number ``turn``."""
        return self.draws.mix(turn).to(self.device)

    def d_terms(self, judge, real: Tensor, fake: Tensor, turn: int) -> tuple[dict[str, Tensor], tuple[Tensor, Tensor]]:
        """The terms of D's loss, and D's values on real and on generated samples."""
        values = judge(real), judge(fake)
        for given in values:
            check_values(self.discriminator, given, len(real), self.objective.head)
        terms = self.objective.discriminator(*values)
        if self.balance is not None:
            terms["fake"] = self.balance.k * terms["fake"]
        if self.objective.penalty is not None:
            weight = self.settings["penalty"]
            terms["penalty"] = weight * self.objective.penalty(judge, real, fake, self.mix(turn))
        return terms, values

    def advance(self) -> Record:
        """One step: D learns to tell real batches from generated ones, then G answers the new D."""
        with own_world(mix_seeds(self.settings["seed"], self.step, 3), self.device):
            self.players.restore()
            try:
                record = self._step()
            except BaseException:  # what the unfinished step has made of the running statistics goes, too
                self.players.restore()
                raise
            self.players.keep()
            return record

    def _step(self) -> Record:
        started = time.perf_counter()
        turns = self.settings["d_steps"]
        for turn in range(self.step * turns, (self.step + 1) * turns):
            real, fake = self.batch(turn), self.generator(self.noise(turn))
            check_samples(self.generator, fake, real)
            self._batch = {"data": real, "generated samples": fake}
            # D's step must not move G
            terms, (real_values, fake_values) = self.d_terms(self.discriminator, real, fake.detach(), turn)
            self._descend(self.optimiser_d, sum(terms.values()), "D's loss")
            if self.settings["clip"] is not None:
                clip_weights(self.discriminator, self.settings["clip"])
            if self.balance is not None:
                energies = real_values.detach().mean(), fake_values.detach().mean()
                self.balance.update(*energies)

        loss_g = self._answer(real, fake, turn)
        self.step += 1
        if self.average is not None:
            self._follow()
        self.seconds += time.perf_counter() - started
        return Record(
            step=self.step,
            loss_real=float(terms["real"].detach()),
            loss_fake=float(terms["fake"].detach()),
            penalty=float(terms["penalty"].detach()) if "penalty" in terms else 0.0,
            loss_g=float(loss_g.detach()),
            d_real=float(real_values.detach().sigmoid().mean()),
            d_fake=float(fake_values.detach().sigmoid().mean()),
            seconds=self.seconds,
            k=math.nan if self.balance is None else float(self.balance.k),
            measure=math.nan if self.balance is None else float(self.balance.measure(*energies)),
        )

    def _answer(self, real: Tensor, fake: Tensor, turn: int) -> Tensor:
        """G's step, against the D that it faces or against D some steps ahead."""
        judge, ahead = self.discriminator, self.settings["unroll"]
        free = [weight for weight in self.discriminator.parameters() if weight.requires_grad]
        if ahead and free:

            def loss_of(judge):
                return sum(self.d_terms(judge, real, fake, turn)[0].values())

            lr, clip = self.settings["unroll_lr"], self.settings["clip"]
            judge = look_ahead(self.discriminator, self.optimiser_d, loss_of, ahead, lr, clip)
            free = []
        try:
            for weight in free:  # G's step needs no gradient for D's weights
                weight.requires_grad_(False)
            loss_g = self.objective.generator(judge(fake))
            self._descend(self.optimiser_g, loss_g, "G's loss")
        finally:
            for weight in free:
                weight.requires_grad_(True)
        return loss_g

    def _descend(self, optimiser, loss: Tensor, what: str) -> None:
        if not torch.isfinite(loss):
            raise FloatingPointError(f"{what} is {float(loss.detach())} at step {self.step + 1}{self._why()}")
        optimiser.zero_grad(set_to_none=True)
        own = [weight for group in optimiser.param_groups for weight in group["params"] if weight.requires_grad]
        if not own:  # all frozen: this player stays as it is
            return
        if not loss.requires_grad:
            raise ValueError(f"{what} does not depend on any weight that is to move: is there a detach() in a network?")
        loss.backward(inputs=own)  # a look ahead also depends on D's weights, which are not G's to move
        if not all_finite([weight.grad for weight in own if weight.grad is not None]):
            value = f"{what} is {float(loss.detach()):g} at step {self.step + 1}, but its gradient is not finite"
            raise FloatingPointError(value + self._why())
        # Some versions of PyTorch (2.11 does) keep Adam's count of steps on the default device, whatever it is.
        elsewhere = torch.get_default_device().type != "cpu"
        with torch.device("cpu") if elsewhere else contextlib.nullcontext():
            optimiser.step()

    def _why(self) -> str:
        """The first thing that is not finite, in the order in which one spoils the next; or what else may help."""
        players = {"generator": self.generator, "discriminator": self.discriminator}
        if self._batch and not self._batch["data"].isfinite().all():
            return ": the data hold NaN or infinity, which they did not when training began"
        for name, player in players.items():
            if spoiled := spoilt(plain(player)):
                return f": {name}'s {spoiled} holds NaN or infinity"
        if self._batch and not self._batch["generated samples"].isfinite().all():
            return ": the generator makes NaN or infinity out of finite weights"
        return ", where data and weights are finite: try a smaller lr, or mend the objective"

    @torch.no_grad()
    def _follow(self) -> None:
        # Early on a long memory would mostly remember the untrained weights, so it starts short.
        decay = min(self.settings["average_decay"], (1 + self.step) / (10 + self.step))
        pairs = zip(plain(self.average).state_dict().values(), plain(self.generator).state_dict().values())
        for slow, fast in pairs:
            if not isinstance(slow, Tensor):  # an extra state, which is nobody's mean
                continue
            if slow.is_floating_point():
                slow.lerp_(fast, 1 - decay)
            else:
                slow.copy_(fast)

    def resume(self, tensors: dict[str, Tensor], progress: dict, path: Path) -> None:
        """Go on from what ``checkpoints.load`` has read from ``path``."""
        checkpoints.unpack(self.parts(), tensors, path)
        self.step, self.seconds = progress["step"], progress["seconds"]
        self.players.keep()

    def save(self, path: Path) -> None:
        """Write a checkpoint, unless a network holds NaN or infinity: the good one before must not be replaced."""
        self.check_finite()
        state = {"step": self.step, "seconds": self.seconds}
        checkpoints.save(path, self.settings, state, checkpoints.pack(self.parts()))

    def check_finite(self) -> None:
        """Raise ``FloatingPointError`` where a network holds NaN or infinity; it names the tensor."""
        for name, part in self.parts().items():
            if not isinstance(part, torch.optim.Optimizer) and (spoiled := spoilt(part)):
                raise FloatingPointError(f"{name}'s {spoiled} holds NaN or infinity after step {self.step}")

    def parts(self) -> dict:
        """Everything with a state, by name."""
        parts = {"generator": plain(self.generator), "discriminator": plain(self.discriminator)}
        parts |= {"optimiser_g": self.optimiser_g, "optimiser_d": self.optimiser_d}
        others = {"average": None if self.average is None else plain(self.average), "balance": self.balance}
        return parts | {name: part for name, part in others.items() if part is not None}
