"""The average, and runs that are stopped, killed, and taken up again."""

import copy
import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from gan_utils.checkpoints import CheckpointError, load
from gan_utils.models import DCGANDiscriminator, DCGANGenerator

from .support import images, numbers, pair, same, small_run, trained, weights

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
    assert saved == [0, 0, 0, 3, 3, 3, 6], "a step is saved when the loop's body is done with it"
    assert load(path, {})[1]["step"] == 7 and list(path.parent.iterdir()) == [path]


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
        {"lr_d": 1e-3},
        {"d_steps": 2},
        {"unroll": 1},
        {"unroll_lr": 1e-3},
        {"penalty": 5, "objective": "r1"},
        {"clip": 0.01},
        {"optimiser": "rmsprop"},
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
    with pytest.raises(CheckpointError, match=r"data was \[10, 1, 32, 32\], now \[20, 1, 32, 32\]"):
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
        command, stdout=subprocess.PIPE, encoding="utf-8", env=os.environ | {"PYTHONHASHSEED": hash_seed}
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


@pytest.mark.slow
def test_two_processes_with_one_seed_get_the_same_weights(undisturbed):
    assert undisturbed[0] == undisturbed[1]


@pytest.mark.slow
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
