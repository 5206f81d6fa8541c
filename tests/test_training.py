"""The training loop: algorithm 1 step by step, the same each time, and unharmed by being killed."""

import copy
import hashlib
import math
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from torch import nn
from torch.nn.functional import logsigmoid

from gan_utils import training
from gan_utils.checkpoints import CheckpointError, load
from gan_utils.models import DCGANDiscriminator, DCGANGenerator
from gan_utils.training import Record, check_images, train

STEPS = 5  # with ten images and batches of four this runs into a third epoch


def images(count: int = 10, channels: int = 1, size: int = 32) -> torch.Tensor:
    return torch.rand(count, channels, size, size, generator=torch.Generator().manual_seed(7)) * 2 - 1


def pair() -> tuple[DCGANGenerator, DCGANDiscriminator]:
    return DCGANGenerator(z_dim=4, width=4, seed=1), DCGANDiscriminator(width=4, seed=2)


def small_run(generator, discriminator, real=None, **changes):
    settings = {"steps": STEPS, "batch_size": 4, "progress": False} | changes
    return train(generator, discriminator, images() if real is None else real, **settings)


def trained(**changes) -> tuple[DCGANGenerator, DCGANDiscriminator, list[Record]]:
    generator, discriminator = pair()
    records = list(small_run(generator, discriminator, **changes))
    return generator, discriminator, records


def weights(*networks: nn.Module) -> list[torch.Tensor]:
    return [tensor.clone() for network in networks for tensor in network.state_dict().values()]


def same(one: list[torch.Tensor], other: list[torch.Tensor]) -> bool:
    return len(one) == len(other) and all(torch.equal(a, b) for a, b in zip(one, other))


def numbers(records: list[Record]) -> list[tuple]:
    """All of the records but the time."""
    return [(r.step, r.loss_real, r.loss_fake, r.loss_g, r.d_real, r.d_fake) for r in records]


class Watched(DCGANDiscriminator):
    """Keeps all that it is shown. In each step it is shown real images, generated ones, and these once more."""

    def __init__(self):
        super().__init__(width=4, seed=2)
        self.shown = []

    def forward(self, batch):
        self.shown.append(batch.detach().clone())
        return super().forward(batch)

    def real(self) -> list[torch.Tensor]:
        return self.shown[::3]


class Spoiled(DCGANDiscriminator):
    """Gives NaN from its ``call``-th look on."""

    def __init__(self, call: int):
        super().__init__(width=4, seed=2)
        self.calls_left = call

    def forward(self, batch):
        self.calls_left -= 1
        return super().forward(batch) * (math.nan if self.calls_left <= 0 else 1)


# One step is algorithm 1.


@pytest.mark.parametrize("objective", ["minimax", "non_saturating"])
def test_steps_are_algorithm_1_with_adam(objective):
    """The same steps, written out: D on a real and a generated batch, then G against the new D."""
    watched, generator = Watched(), pair()[0]
    noise = []
    generator.register_forward_pre_hook(lambda module, arguments: noise.append(arguments[0].clone()))
    records = list(small_run(generator, watched, objective=objective, steps=3, lr=1e-3, betas=(0.4, 0.99)))

    g, d = (network.train() for network in pair())
    adam_g, adam_d = (torch.optim.Adam(network.parameters(), 1e-3, (0.4, 0.99)) for network in (g, d))
    for record, z, real in zip(records, noise, watched.real(), strict=True):
        fake = g(z)
        real_logits, fake_logits = d(real), d(fake.detach())
        loss_real, loss_fake = -logsigmoid(real_logits).mean(), -logsigmoid(-fake_logits).mean()
        adam_d.zero_grad()
        (loss_real + loss_fake).backward()
        adam_d.step()
        answers = d(fake)
        loss_g = logsigmoid(-answers).mean() if objective == "minimax" else -logsigmoid(answers).mean()
        adam_g.zero_grad()
        loss_g.backward()
        adam_g.step()
        chances = torch.sigmoid(real_logits).mean(), torch.sigmoid(fake_logits).mean()
        expected = [float(value.detach()) for value in (loss_real, loss_fake, loss_g, *chances)]
        found = [record.loss_real, record.loss_fake, record.loss_g, record.d_real, record.d_fake]
        assert found == pytest.approx(expected, abs=1e-4)
    for found, expected in zip(weights(generator, watched), weights(g, d), strict=True):
        torch.testing.assert_close(found, expected, rtol=1e-3, atol=2e-4)  # Adam blows rounding up


def test_each_players_step_moves_its_own_weights_alone(monkeypatch):
    """First D's, then G's: other weights, running averages apart, stay bit for bit."""
    generator, discriminator = pair()
    players = {"G": generator, "D": discriminator}
    moved, plain_step = [], torch.optim.Adam.step

    def watched_step(optimiser, *arguments, **options):
        before = {name: [p.detach().clone() for p in player.parameters()] for name, player in players.items()}
        plain_step(optimiser, *arguments, **options)
        moved.append([name for name, player in players.items() if not same(before[name], list(player.parameters()))])

    monkeypatch.setattr(torch.optim.Adam, "step", watched_step)
    list(small_run(generator, discriminator, steps=2))
    assert moved == [["D"], ["G"], ["D"], ["G"]]


def test_gs_loss_leaves_no_gradient_in_d_nor_ds_loss_in_g(monkeypatch):
    generator, discriminator = pair()
    left, plain_step = [], torch.optim.Adam.step

    def gradients(network):
        return [None if p.grad is None else p.grad.clone() for p in network.parameters()]

    def watched_step(optimiser, *arguments, **options):
        left.append((gradients(generator), gradients(discriminator)))
        plain_step(optimiser, *arguments, **options)

    monkeypatch.setattr(torch.optim.Adam, "step", watched_step)
    list(small_run(generator, discriminator, steps=1))
    (g_at_ds_step, d_at_ds_step), (g_at_gs_step, d_at_gs_step) = left
    assert g_at_ds_step == [None] * len(g_at_ds_step)
    assert all(gradient is not None for gradient in d_at_ds_step + g_at_gs_step)
    assert same(d_at_ds_step, d_at_gs_step)


def test_afterwards_both_networks_can_be_trained_on():
    generator, discriminator, _ = trained()
    for network in (generator, discriminator):
        assert network.training and all(parameter.requires_grad for parameter in network.parameters())


def test_the_objectives_differ_for_g():
    minimax, non_saturating = trained(objective="minimax"), trained(objective="non_saturating")
    assert not same(weights(minimax[0]), weights(non_saturating[0]))
    for one, other in zip(minimax[2], non_saturating[2]):
        assert one.loss_g < 0 < other.loss_g
    assert numbers(minimax[2])[0][:3] == numbers(non_saturating[2])[0][:3]  # D's first step is the same


def test_the_generator_follows_the_images():
    """From grey to white: a sign error anywhere would turn G away."""
    generator, discriminator = pair()
    for record in small_run(generator, discriminator, torch.ones(8, 1, 32, 32), steps=60, lr=2e-3):
        pass
    assert generator(torch.randn(16, 4, generator=torch.Generator().manual_seed(0))).mean() > 0.3


# What a step is told of.


def test_records_are_sane():
    _, _, records = trained()
    assert [record.step for record in records] == [1, 2, 3, 4, 5]
    seconds = [record.seconds for record in records]
    assert 0 < seconds[0] and all(a < b for a, b in zip(seconds, seconds[1:]))
    for record in records:
        values = [record.loss_real, record.loss_fake, record.loss_g, record.d_real, record.d_fake, record.seconds]
        assert all(type(value) is float and math.isfinite(value) for value in values)
        assert 0 < record.d_real < 1 and 0 < record.d_fake < 1
        # Jensen: the mean of -log is at least -log of the mean.
        assert record.loss_real >= -math.log(record.d_real) - 1e-6
        assert record.loss_fake >= -math.log(1 - record.d_fake) - 1e-6


def test_d_is_asked_for_its_probabilities_before_its_update():
    """At first D's last layer is all but 0, so that it cannot tell."""
    first = trained(lr=0.05)[2][0]
    assert abs(first.d_real - 0.5) < 0.02 and abs(first.d_fake - 0.5) < 0.02


@pytest.mark.parametrize("progress", [True, False])
def test_the_progress_bar_can_be_turned_off(capsys, progress):
    trained(progress=progress)
    assert ("5/5" in capsys.readouterr().err) == progress


def test_nothing_happens_until_the_loop(tmp_path):
    generator, discriminator = pair()
    before = weights(generator, discriminator)
    run = small_run(generator, discriminator, checkpoint=tmp_path / "run")
    assert same(before, weights(generator, discriminator)) and list(tmp_path.iterdir()) == []
    next(run)
    assert not same(before, weights(generator, discriminator))


def test_the_images_are_left_alone():
    real = images()
    list(small_run(*pair(), real))
    assert torch.equal(real, images())


@pytest.mark.parametrize("channels, size", [(3, 32), (1, 64)])
def test_colour_and_larger_images_can_be_trained(channels, size):
    generator = DCGANGenerator(z_dim=4, channels=channels, size=size, width=2)
    discriminator = DCGANDiscriminator(channels=channels, size=size, width=2)
    assert len(list(small_run(generator, discriminator, images(4, channels, size), steps=2))) == 2


def test_networks_need_no_more_than_the_docstring_asks_for():
    """A generator with ``z_dim``, a discriminator that gives logits ``(N,)``: any other module will do."""
    generator = nn.Sequential(nn.Linear(4, 32 * 32), nn.Tanh(), nn.Unflatten(1, (1, 32, 32)))
    generator.z_dim = 4
    discriminator = nn.Sequential(nn.Flatten(), nn.Linear(32 * 32, 1), nn.Flatten(0))
    assert len(list(small_run(generator, discriminator, steps=2))) == 2


# Which images, which noise.


def test_an_epoch_uses_every_image_once():
    watched = Watched()
    list(small_run(pair()[0], watched, images(8), steps=6))
    for epoch in range(3):
        used = torch.cat(watched.real()[2 * epoch : 2 * epoch + 2]).flatten(1)
        assert torch.equal(used.unique(dim=0), images(8).flatten(1).unique(dim=0))


def test_an_epoch_uses_no_image_twice_when_batches_do_not_divide_it():
    watched = Watched()
    list(small_run(pair()[0], watched, images(10), steps=2))
    assert len(torch.cat(watched.real()).flatten(1).unique(dim=0)) == 8


def test_epochs_are_shuffled_differently():
    watched = Watched()
    list(small_run(pair()[0], watched, images(8), steps=8))
    epochs = [torch.cat(watched.real()[2 * epoch : 2 * epoch + 2]) for epoch in range(4)]
    assert all(not torch.equal(epochs[a], epochs[b]) for a in range(4) for b in range(a))


def test_noise_is_normal_and_new_each_step_and_each_seed():
    seen = []
    for seed in (0, 1, 2**40):
        generator, discriminator = pair()
        generator.register_forward_pre_hook(lambda module, arguments: seen.append(arguments[0]))
        list(small_run(generator, discriminator, images(40), batch_size=40, seed=seed))
    assert all(z.shape == (40, 4) for z in seen)
    everything = torch.cat(seen).flatten()
    assert len(everything) == len(everything.unique()) == 3 * STEPS * 160
    assert abs(everything.mean()) < 5 / len(everything) ** 0.5
    assert float(everything.std()) == pytest.approx(1, abs=5 / len(everything) ** 0.5)


def test_seeds_give_different_batches():
    first = []
    for seed in range(5):
        watched = Watched()
        next(small_run(pair()[0], watched, images(40), seed=seed))
        first.append(watched.real()[0])
    assert all(not torch.equal(first[a], first[b]) for a in range(5) for b in range(a))


# The same each time.


def test_two_runs_agree_bit_for_bit_whatever_the_global_seed():
    torch.manual_seed(1)
    one = trained()
    torch.manual_seed(2)
    other = trained()
    assert same(weights(*one[:2]), weights(*other[:2])) and numbers(one[2]) == numbers(other[2])
    assert not same(weights(*one[:2]), weights(*trained(seed=1)[:2]))


def test_training_leaves_the_global_random_numbers_alone():
    generator, discriminator = pair()
    torch.manual_seed(3)
    expected = torch.rand(2)
    torch.manual_seed(3)
    list(small_run(generator, discriminator))
    assert torch.equal(torch.rand(2), expected)


# The running average.


def test_the_average_follows_the_generator_with_a_memory_that_grows():
    generator, discriminator = pair()
    average = DCGANGenerator(z_dim=4, width=4, seed=99)
    expected = copy.deepcopy(generator.state_dict())  # it starts where G starts
    for record in small_run(generator, discriminator, steps=15, average=average, average_decay=0.6):
        decay = min(0.6, (1 + record.step) / (10 + record.step))  # 0.6 from step 13 on
        for name, tensor in generator.state_dict().items():
            if tensor.is_floating_point():
                expected[name] = decay * expected[name] + (1 - decay) * tensor
            else:
                expected[name] = tensor
            torch.testing.assert_close(average.state_dict()[name], expected[name], rtol=1e-5, atol=1e-7)


def test_an_average_does_not_change_the_training():
    generator, discriminator, records = trained(average=DCGANGenerator(z_dim=4, width=4))
    plain = trained()
    assert same(weights(generator, discriminator), weights(*plain[:2])) and numbers(records) == numbers(plain[2])


# Checkpoints.


@pytest.mark.parametrize("stop", [1, 3, 4])
def test_a_run_that_stopped_goes_on_as_if_it_had_not(tmp_path, stop):
    """With other networks at hand, as in a new session: all must come from the file."""
    path, average = tmp_path / "run.safetensors", DCGANGenerator(z_dim=4, width=4)
    straight = trained(steps=7, average=average)
    before = list(small_run(*pair(), steps=stop, checkpoint=path, average=DCGANGenerator(z_dim=4, width=4)))

    resumed = [
        DCGANGenerator(z_dim=4, width=4, seed=50),
        DCGANDiscriminator(width=4, seed=51),
        DCGANGenerator(z_dim=4, width=4, seed=52),
    ]
    after = list(small_run(*resumed[:2], steps=7, checkpoint=path, average=resumed[2]))
    assert same(weights(*resumed), weights(*straight[:2], average))
    assert numbers(before + after) == numbers(straight[2])
    assert after[0].seconds > before[-1].seconds


def test_saves_come_every_so_many_steps_and_at_the_end(tmp_path):
    path, saved = tmp_path / "deep" / "run.safetensors", []
    for record in small_run(*pair(), steps=7, checkpoint=str(path), checkpoint_every=3):
        saved.append(load(path, {})[1]["step"] if path.exists() else None)
    assert saved == [None, None, 3, 3, 3, 6, 7]
    assert list(path.parent.iterdir()) == [path]


def test_a_finished_run_has_nothing_left_to_do_but_gives_its_weights(tmp_path):
    generator, discriminator, _ = trained(checkpoint=tmp_path / "run")
    other = pair()
    content = (tmp_path / "run").read_bytes()
    assert list(small_run(*other, checkpoint=tmp_path / "run")) == []
    assert same(weights(*other), weights(generator, discriminator))
    assert (tmp_path / "run").read_bytes() == content


@pytest.mark.parametrize(
    "changes",
    [
        {"lr": 1e-3},
        {"betas": (0.9, 0.999)},
        {"seed": 1},
        {"batch_size": 5},
        {"objective": "minimax"},
        {"average": DCGANGenerator(z_dim=4, width=4)},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_checkpoint_of_other_settings_is_refused_at_once(tmp_path, changes):
    path = tmp_path / "run.safetensors"
    trained(checkpoint=path)
    before = path.read_bytes()
    with pytest.raises(CheckpointError, match=next(iter(changes))) as caught:
        small_run(*pair(), steps=9, checkpoint=path, **changes)
    assert str(path) in str(caught.value) and path.read_bytes() == before


def test_a_checkpoint_of_other_networks_is_named(tmp_path):
    path = tmp_path / "run.safetensors"
    trained(checkpoint=path)
    with pytest.raises(CheckpointError, match="does not fit") as caught:
        small_run(DCGANGenerator(z_dim=4, width=6), DCGANDiscriminator(width=4), checkpoint=path)
    assert str(path) in str(caught.value)


def test_a_checkpoint_of_other_images_is_refused(tmp_path):
    """With another number of images the batches are others, so the run would not go on bit for bit."""
    path = tmp_path / "run.safetensors"
    trained(checkpoint=path)
    with pytest.raises(CheckpointError, match="images"):
        small_run(*pair(), images(20), steps=9, checkpoint=path)


@pytest.mark.parametrize("damage", [lambda content: content[:-1], lambda content: content[:50], lambda content: b""])
def test_a_damaged_checkpoint_is_named_and_left_as_it_was(tmp_path, damage):
    path = tmp_path / "run.safetensors"
    trained(checkpoint=path)
    broken = damage(path.read_bytes())
    path.write_bytes(broken)
    networks = pair()
    before = weights(*networks)
    with pytest.raises(CheckpointError, match="delete it to start again") as caught:
        small_run(*networks, steps=9, checkpoint=path)
    assert str(path) in str(caught.value) and path.read_bytes() == broken
    assert same(before, weights(*networks))


# Other processes.

CHILD = """
import sys, time, torch
from gan_utils.models import DCGANDiscriminator, DCGANGenerator
from gan_utils.training import train
target, checkpoint, pause = sys.argv[1], sys.argv[2] or None, float(sys.argv[3])
torch.set_num_threads(1)
networks = {
    "generator": DCGANGenerator(z_dim=4, width=4, seed=1),
    "average": DCGANGenerator(z_dim=4, width=4, seed=1),
    "discriminator": DCGANDiscriminator(width=4, seed=2),
}
images = torch.rand(10, 1, 32, 32, generator=torch.Generator().manual_seed(7)) * 2 - 1
for record in train(networks["generator"], networks["discriminator"], images, steps=40, batch_size=4, seed=5,
                    average=networks["average"], checkpoint=checkpoint, checkpoint_every=3, progress=False):
    print(record.step, flush=True)
    time.sleep(pause)
torch.save({name: network.state_dict() for name, network in networks.items()}, target)
"""


def start(target: Path, checkpoint: Path | str = "", pause: float = 0, hash_seed: str = "0") -> subprocess.Popen:
    """A process that trains for 40 steps and keeps the weights of all three networks."""
    command = [sys.executable, "-c", CHILD, str(target), str(checkpoint), str(pause)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONHASHSEED": hash_seed}
    )


def digest(file: Path) -> str:
    """One number for all weights, by name."""
    total = hashlib.sha256()
    for name, state in sorted(torch.load(file, weights_only=True).items()):
        for key, tensor in sorted(state.items()):
            total.update(f"{name}.{key}".encode() + tensor.contiguous().numpy().tobytes())
    return total.hexdigest()


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> list[str]:
    """The digests of two processes that nobody disturbed, side by side."""
    targets = [tmp_path_factory.mktemp("undisturbed") / "weights" for _ in range(2)]
    processes = [start(target, hash_seed=str(seed)) for seed, target in enumerate(targets)]
    for process in processes:
        lines = process.communicate(timeout=120)[0].split()
        assert process.returncode == 0 and lines == [str(step) for step in range(1, 41)]
    return [digest(target) for target in targets]


def test_two_processes_with_one_seed_get_the_same_weights(undisturbed):
    assert undisturbed[0] == undisturbed[1]


def test_a_run_killed_without_warning_goes_on_bit_for_bit(tmp_path, undisturbed):
    checkpoint = tmp_path / "run.safetensors"
    process = start(tmp_path / "never", checkpoint, pause=0.1)
    for line in process.stdout:
        if int(line) >= 8 and checkpoint.exists():
            os.kill(process.pid, signal.SIGKILL)
            break
    process.stdout.close()
    assert process.wait(timeout=60) == -signal.SIGKILL and not (tmp_path / "never").exists()
    kept = load(checkpoint, {})[1]["step"]
    assert 6 <= kept < 40 and kept % 3 == 0

    process = start(tmp_path / "weights", checkpoint)
    lines = process.communicate(timeout=120)[0].split()
    assert process.returncode == 0 and lines == [str(step) for step in range(kept + 1, 41)]
    assert digest(tmp_path / "weights") == undisturbed[0]


# When it goes wrong.


@pytest.mark.parametrize("call, whose", [(7, "D's loss"), (9, "G's loss")])
def test_a_loss_that_is_not_a_number_stops_the_training_and_keeps_the_checkpoint(tmp_path, call, whose):
    path = tmp_path / "run.safetensors"
    run = small_run(pair()[0], Spoiled(call), checkpoint=path, checkpoint_every=1)  # three looks a step
    assert [next(run).step, next(run).step] == [1, 2]
    before = path.read_bytes()
    with pytest.raises(FloatingPointError, match=f"{whose} is nan at step 3"):
        next(run)
    assert path.read_bytes() == before and load(path, {})[1]["step"] == 2


def test_a_loss_that_is_not_a_number_moves_no_weights():
    """What diverged can still be looked at."""
    generator, discriminator = pair()[0], Spoiled(1)
    before = [p.detach().clone() for network in (generator, discriminator) for p in network.parameters()]
    with pytest.raises(FloatingPointError, match="step 1"):
        next(small_run(generator, discriminator))
    assert same(before, [*generator.parameters(), *discriminator.parameters()])


def test_after_a_loss_that_is_not_a_number_the_networks_can_be_trained_again():
    """As the message advises, with a smaller lr."""
    discriminator = Spoiled(3)
    with pytest.raises(FloatingPointError, match="G's loss is nan at step 1"):
        next(small_run(pair()[0], discriminator))
    assert all(parameter.requires_grad for parameter in discriminator.parameters())
    discriminator.calls_left = 1000
    assert len(list(small_run(pair()[0], discriminator, steps=2))) == 2


BAD = [
    ("objective", "wgan", "'minimax', 'non_saturating', not 'wgan'"),
    ("objective", None, "'minimax', 'non_saturating', not None"),
    ("steps", 0, "at least 1, not 0"),
    ("steps", 2.5, "at least 1, not 2.5"),
    ("batch_size", 1, "at least 2, not 1"),
    ("batch_size", 4.0, "at least 2, not 4.0"),
    ("batch_size", 11, "one batch of 11, not 10"),
    ("lr", 0, "above 0, not 0"),
    ("lr", -1e-3, "above 0, not -0.001"),
    ("lr", math.nan, "above 0, not nan"),
    ("lr", math.inf, "above 0, not inf"),
    ("lr", "fast", "not 'fast'"),
    ("betas", (0.5,), "two numbers in [0, 1), not (0.5,)"),
    ("betas", (0.5, 0.9, 0.99), "two numbers in [0, 1), not (0.5, 0.9, 0.99)"),
    ("betas", (1.0, 0.9), "two numbers in [0, 1), not (1.0, 0.9)"),
    ("betas", (0.5, 1.0), "two numbers in [0, 1), not (0.5, 1.0)"),
    ("betas", (-0.1, 0.9), "-0.1"),
    ("betas", (0.5, math.nan), "nan"),
    ("betas", 0.5, "two numbers in [0, 1), not 0.5"),
    ("seed", -1, "at least 0, not -1"),
    ("seed", 1.5, "at least 0, not 1.5"),
    ("checkpoint_every", 0, "at least 1, not 0"),
    ("average_decay", 1.1, "[0, 1], not 1.1"),
    ("average_decay", -0.1, "[0, 1], not -0.1"),
    ("average_decay", math.nan, "[0, 1], not nan"),
    ("device", "abacus", "'abacus'"),
]


@pytest.mark.parametrize("name, value, complaint", BAD)
def test_a_bad_argument_is_named_before_any_work(tmp_path, name, value, complaint):
    """At the call, not at the first step: a notebook's loop may be many lines further down."""
    networks = [*pair(), DCGANGenerator(z_dim=4, width=4)]
    before = weights(*networks)
    arguments = {"average": networks[2], "checkpoint": tmp_path / "run"} | {name: value}
    with pytest.raises(ValueError, match=f"{name}|images must hold") as caught:
        small_run(*networks[:2], **arguments)
    assert complaint in str(caught.value)
    assert same(before, weights(*networks)) and list(tmp_path.iterdir()) == []


def test_average_decay_is_checked_even_when_nothing_is_averaged():
    with pytest.raises(ValueError, match="average_decay"):
        small_run(*pair(), average_decay=7)


@pytest.mark.parametrize(
    "average", [DCGANGenerator(z_dim=4, width=5), DCGANGenerator(z_dim=5, width=4), DCGANDiscriminator(width=4), 0.999]
)
def test_an_average_that_is_not_like_the_generator_is_refused_before_any_work(average):
    with pytest.raises(ValueError, match="average"):
        small_run(*pair(), average=average)


def test_the_average_cannot_be_the_generator_itself():
    """It would be averaged with itself: in silence nothing would be averaged at all."""
    generator, discriminator = pair()
    with pytest.raises(ValueError, match="average"):
        small_run(generator, discriminator, average=generator)


@pytest.mark.parametrize(
    "real, complaint",
    [
        (images().numpy(), "float32 tensor.*ndarray"),
        ((images() * 127).to(torch.uint8), "float32 tensor.*uint8"),
        (images()[:, 0], "float32 tensor of shape"),
        (images().double(), "float"),
        (images().half(), "float"),
        (images()[:3], "at least one batch of 4, not 3"),
        (images()[:0], "at least one batch of 4, not 0"),
        ((images() + 1) * 127.5, "divide pixels by 127.5"),
        (images().clamp(max=0) * 1.5, r"lie in \[-1, 1\], not \[-1\.[45]\d*, 0\]"),
        (images().clamp(min=0) * 1.5, r"lie in \[-1, 1\], not \[0, 1\.[45]\d*\]"),
        (images().index_fill(0, torch.tensor([2]), math.nan), "finite"),
        (images().index_fill(0, torch.tensor([2]), -math.inf), "finite"),
        (images(size=64), r"\(1, 64, 64\).*\(1, 32, 32\)"),
        (images(channels=3), r"\(3, 32, 32\).*\(1, 32, 32\)"),
        (images()[:, :, :28], r"\(1, 28, 32\).*\(1, 32, 32\)"),
    ],
)
def test_bad_images_are_refused_before_any_work(real, complaint):
    with pytest.raises(ValueError, match=complaint):
        small_run(*pair(), real)


def test_images_that_fit_one_network_alone_are_refused():
    with pytest.raises(ValueError, match="DCGANDiscriminator wants"):
        small_run(pair()[0], DCGANDiscriminator(size=64, width=2))
    with pytest.raises(ValueError, match="DCGANGenerator wants"):
        small_run(DCGANGenerator(z_dim=4, channels=3, width=2), pair()[1])


def test_images_at_both_ends_of_the_range_are_taken():
    check_images(torch.tensor([-1.0, 1.0]).reshape(2, 1, 1, 1), 2)


def test_seeds_and_steps_are_mixed_without_collisions():
    mixed = {training._mix(seed, step, use) for seed in range(20) for step in range(200) for use in (0, 1)}
    assert len(mixed) == 20 * 200 * 2 and all(0 <= seed < 2**63 for seed in mixed)
