"""A checkpoint's life: any path, any network that trains, stopped at any moment, and what others do to its file."""

import os
import random
import subprocess
import sys

import pytest
import torch
from torch import nn

from gan_utils import pretrained
from gan_utils.checkpoints import CheckpointError, load
from gan_utils.losses import Objective
from gan_utils.models import DCGANGenerator, ToyDiscriminator, ToyGenerator
from gan_utils.training import train

from .support import Spoiled, images, numbers, pair, points, same, small_run, toy_pair, toy_run, weights


class Stop(Exception):
    """The reader's stop button."""


# Stopped at any moment, and the cell of the loop run again, with the networks as the stop has left them.


def moments():
    """A hook for networks that stops at the n-th look at anything, wherever that is."""
    left = [0]

    def hook(*arguments):
        left[0] -= 1
        if left[0] == 0:
            raise Stop

    return left, hook


@pytest.mark.parametrize("objective", ["non_saturating", "sngan", "began"])
@pytest.mark.parametrize("seed", range(4))
def test_a_run_stopped_anywhere_again_and_again_ends_as_if_it_had_not(tmp_path, objective, seed):
    """In the middle of a step, from the first on, with half of it done; the same networks, as in a notebook."""
    dice = random.Random(seed)
    head = "energy" if objective == "began" else "value"
    straight, stopped = toy_pair(head=head), toy_pair(head=head)
    average, other = ToyGenerator(z_dim=4, width=8), ToyGenerator(z_dim=4, width=8)
    list(toy_run(straight, objective=objective, average=average, steps=8))
    left, hook = moments()
    for network in stopped:
        network.register_forward_hook(hook)
    options = {"objective": objective, "average": other, "steps": 8, "checkpoint": tmp_path / "run"}
    for _ in range(7):
        left[0] = dice.randrange(1, 25)
        try:
            for record in toy_run(stopped, **options, checkpoint_every=dice.choice([1, 3, 500])):
                if dice.random() < 0.2:
                    break
        except Stop:
            pass
    left[0] = 0
    list(toy_run(stopped, **options))
    assert same(weights(*stopped, other), weights(*straight, average))


@pytest.mark.parametrize("stop", range(1, 6))
def test_a_run_stopped_before_its_first_save_starts_again_from_its_first_weights(tmp_path, stop):
    straight, stopped = pair(), pair()
    list(small_run(*straight))
    for record in small_run(*stopped, checkpoint=tmp_path / "run"):
        if record.step == stop:
            break
    records = list(small_run(*stopped, checkpoint=tmp_path / "run"))
    assert records[0].step == 1 and same(weights(*stopped), weights(*straight))


def test_what_the_body_does_to_weights_is_part_of_what_is_resumed(tmp_path):
    """A step is saved when the body is done with it."""

    def loop(networks, steps, **options):
        for _ in toy_run(networks, steps=steps, **options):
            with torch.no_grad():
                networks[0].layers[0].weight.mul_(0.9)

    straight, stopped, fresh = toy_pair(), toy_pair(), toy_pair()
    loop(straight, 6)
    loop(stopped, 4, checkpoint=tmp_path / "run", checkpoint_every=2)
    loop(fresh, 6, checkpoint=tmp_path / "run", checkpoint_every=2)
    assert same(weights(*fresh), weights(*straight))


def test_a_body_that_fails_at_a_step_is_asked_again_for_that_step(tmp_path):
    seen = []
    for _ in range(2):
        try:
            for record in toy_run(toy_pair(), checkpoint=tmp_path / "run", checkpoint_every=1):
                seen.append(record.step)
                if seen == [1, 2, 3]:
                    raise Stop
        except Stop:
            pass
    assert seen == [1, 2, 3, 3, 4, 5]


# Paths.


@pytest.mark.parametrize("path", ["", ".", "folder", "folder/"])
def test_a_path_that_is_no_file_is_refused_without_advice_to_delete_it(tmp_path, monkeypatch, path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    with pytest.raises(ValueError, match="checkpoint must be the path of a file") as caught:
        toy_run(toy_pair(), checkpoint=path)
    assert "delete" not in str(caught.value) and "damaged" not in str(caught.value)


@pytest.mark.parametrize("path", [5, True, b"run", ["run"]])
def test_what_is_no_path_is_refused(path):
    with pytest.raises(ValueError, match="checkpoint must be the path of a file, not"):
        toy_run(toy_pair(), checkpoint=path)


@pytest.mark.parametrize("content", ["weights", "picture", "text"])
def test_a_file_of_something_else_is_refused_and_left_whole(tmp_path, content):
    path = tmp_path / "mine"
    if content == "weights":
        pretrained.write(DCGANGenerator(z_dim=4, width=2), path)
    else:
        others = {"picture": b"\x89PNG\r\n\x1a\n" + bytes(100), "text": b"Dear diary, today I trained"}
        path.write_bytes(others[content])
    before = path.read_bytes()
    with pytest.raises(CheckpointError, match="name another file") as caught:
        toy_run(toy_pair(), checkpoint=path)
    assert str(path) in str(caught.value) and path.read_bytes() == before
    assert content != "weights" or "delete" not in str(caught.value)


@pytest.mark.parametrize("name", ["with spaces and ümlauts", "[1]*?.st", "a" * 200, ".hidden", "run.st.part"])
def test_any_name_will_do(tmp_path, name):
    straight, one, other = toy_pair(), toy_pair(), toy_pair()
    list(toy_run(straight))
    list(toy_run(one, steps=2, checkpoint=tmp_path / "new" / name))
    list(toy_run(other, checkpoint=str(tmp_path / "new" / name)))
    assert same(weights(*other), weights(*straight)) and os.listdir(tmp_path / "new") == [name]


def test_a_link_is_followed(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere" / "run")
    list(toy_run(toy_pair(), checkpoint=tmp_path / "link"))
    assert (tmp_path / "link").is_symlink() and load(tmp_path / "elsewhere" / "run", {})[1]["step"] == 5


@pytest.mark.parametrize("resumed", [False, True])
def test_a_folder_that_cannot_be_written_is_found_before_the_first_step(tmp_path, monkeypatch, resumed):
    networks = toy_pair()
    if resumed:
        list(toy_run(networks, steps=2, checkpoint=tmp_path / "run"))
    before = weights(*networks)

    def refused(*arguments, **options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refused)  # root may write everywhere, and tests may be root's
    with pytest.raises(PermissionError):
        next(toy_run(networks, checkpoint=tmp_path / "run"))
    assert same(before, weights(*networks))


# Networks.


class Shared(nn.Module):
    """One matrix twice, and a buffer that is a view of it: safetensors alone refuses both."""

    def __init__(self):
        super().__init__()
        self.z_dim = 2
        self.first, self.second = nn.Linear(2, 2), nn.Linear(2, 2)
        self.second.weight = self.first.weight
        self.register_buffer("corner", torch.arange(9.0).reshape(3, 3)[:2, :2])

    def forward(self, z):
        return self.second(self.first(z).relu())


def test_networks_with_shared_weights_resume_bit_for_bit(tmp_path):
    def new():
        torch.manual_seed(0)
        return Shared(), toy_pair()[1]

    straight, stopped, resumed = new(), new(), new()
    list(toy_run(straight))
    list(toy_run(stopped, steps=3, checkpoint=tmp_path / "run"))
    list(toy_run(resumed, checkpoint=tmp_path / "run"))
    assert same(weights(*resumed), weights(*straight)) and resumed[0].first.weight is resumed[0].second.weight


def compiled(networks):
    return tuple(torch.compile(network, backend="eager") for network in networks)


@pytest.mark.parametrize("order", [(compiled, tuple), (tuple, compiled), (compiled, compiled)])
@pytest.mark.parametrize("objective", ["non_saturating", "sngan"])
def test_compiled_and_plain_networks_share_checkpoints(tmp_path, order, objective):
    straight, one, other = toy_pair(), toy_pair(), toy_pair()
    list(toy_run(straight, objective=objective, average=ToyGenerator(z_dim=4, width=8)))
    options = {"objective": objective, "checkpoint": tmp_path / "run", "average": ToyGenerator(z_dim=4, width=8)}
    list(toy_run(order[0](one), steps=2, **options))
    list(toy_run(order[1](other), **options))
    for found, expected in zip(weights(*other), weights(*straight), strict=True):
        torch.testing.assert_close(found, expected)


def test_frozen_networks_resume_bit_for_bit(tmp_path):
    def new():
        networks = pair()
        networks[0].layers[0].requires_grad_(False)
        networks[1].layers[3].eval()
        return networks

    straight, stopped, resumed = new(), new(), new()
    list(small_run(*straight))
    list(small_run(*stopped, steps=3, checkpoint=tmp_path / "run"))
    list(small_run(*resumed, checkpoint=tmp_path / "run"))
    assert same(weights(*resumed), weights(*straight))
    assert torch.equal(resumed[0].layers[0].weight, new()[0].layers[0].weight)


class Noted(ToyGenerator):
    def get_extra_state(self):
        return {"note": "mine"}

    def set_extra_state(self, state):
        pass


def test_a_state_that_is_no_tensor_is_named_before_the_first_step(tmp_path):
    networks = Noted(z_dim=4, width=8), toy_pair()[1]
    before = [p.clone() for p in networks[0].parameters()]
    with pytest.raises(CheckpointError, match="generator._extra_state is of type dict"):
        next(toy_run(networks, checkpoint=tmp_path / "run"))
    assert same(before, list(networks[0].parameters())) and list(tmp_path.iterdir()) == []


def test_other_networks_are_refused_before_any_of_them_is_changed(tmp_path):
    list(toy_run(toy_pair(), checkpoint=tmp_path / "run"))
    networks = toy_pair()[0], ToyDiscriminator(width=9)
    before = weights(*networks)
    with pytest.raises(CheckpointError, match=r"discriminator: layers.0.weight is \(9, 2\) here and \(8, 2\) there"):
        toy_run(networks, checkpoint=tmp_path / "run")
    assert same(before, weights(*networks))


# Data.


@pytest.mark.parametrize("seed", range(8))
def test_other_data_of_equal_shape_are_refused(tmp_path, seed):
    """One number changed anywhere, two rows exchanged, all turned round."""
    dice, data = random.Random(seed), torch.randn(300, 2, generator=torch.Generator().manual_seed(0))
    list(toy_run(toy_pair(), data, checkpoint=tmp_path / "run"))
    other = [data.clone(), -data, data.flip(0), data + 1e-6, data.roll(1, 0)][seed % 5]
    other[dice.randrange(300), dice.randrange(2)] += 1e-3
    with pytest.raises(CheckpointError, match="data's checksum was"):
        toy_run(toy_pair(), other, steps=9, checkpoint=tmp_path / "run")
    apart = torch.stack([data, data], dim=2)[..., 0]  # the same data, in other places of memory
    assert len(list(toy_run(toy_pair(), apart, steps=6, checkpoint=tmp_path / "run"))) == 1


def test_a_checkpoint_beyond_the_steps_is_refused(tmp_path):
    list(toy_run(toy_pair(), checkpoint=tmp_path / "run"))
    with pytest.raises(CheckpointError, match="at step 5 already, beyond steps = 3"):
        toy_run(toy_pair(), steps=3, checkpoint=tmp_path / "run")


# What others do to the file meanwhile.

VANISHING = """
import sys, torch
from gan_utils.models import DCGANDiscriminator, DCGANGenerator
from gan_utils.training import train
torch.set_num_threads(1)
images = torch.rand(32, 1, 32, 32) * 2 - 1
def run(steps):
    torch.manual_seed(0)
    return train(DCGANGenerator(width=16), DCGANDiscriminator(width=16), images, steps=steps, batch_size=8,
                 checkpoint=sys.argv[1], progress=False)
for record in run(2): pass
resumed = run(5)
if sys.platform == "linux":
    assert sys.argv[1] not in open("/proc/self/maps").read()
open(sys.argv[1], "w").close()
print([record.step for record in resumed])
"""


def test_a_resumed_run_needs_its_file_no_longer(tmp_path):
    """A memory map of a file that is cut short kills the process."""
    command = [sys.executable, "-c", VANISHING, str(tmp_path / "run")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0 and done.stdout.strip() == "[3, 4, 5]", done.stderr
    assert load(tmp_path / "run", {})[1]["step"] == 5


@pytest.mark.parametrize("what", ["removed", "emptied", "replaced"])
def test_the_next_save_puts_the_file_right(tmp_path, what):
    path, networks = tmp_path / "run", toy_pair()
    for record in toy_run(networks, checkpoint=path, checkpoint_every=2):
        if record.step == 3:
            path.unlink() if what == "removed" else path.write_bytes(b"" if what == "emptied" else b"other")
    assert load(path, {})[1]["step"] == 5 and os.listdir(tmp_path) == ["run"]


def test_a_reader_beside_a_writer_never_sees_damage(tmp_path):
    """Two whole files in turn under one name: header and numbers are of one of them."""
    from gan_utils.checkpoints import save

    for name, value in (("a", 1.0), ("b", 2.0)):
        save(tmp_path / name, {}, {"step": value}, {"w": torch.full((200_000,), value)})
    script = (
        "import os, sys\nhere = sys.argv[1]\nn = 0\n"
        "while True:\n"
        "    os.link(f'{here}/{\"ab\"[n % 2]}', f'{here}/next{n}')\n"
        "    os.replace(f'{here}/next{n}', f'{here}/run')\n    n += 1\n"
    )
    writer = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)])
    try:
        while not (tmp_path / "run").exists():
            assert writer.poll() is None
        for _ in range(150):
            tensors, progress = load(tmp_path / "run", {})
            assert (tensors["w"] == progress["step"]).all()
    finally:
        writer.kill()
        writer.wait()


# What is not finite never replaces what is.

ROOT_AT_ZERO = Objective(
    lambda real, fake: {"real": (real - real.detach()).sqrt().mean(), "fake": fake.square().mean()},
    lambda fake: fake.mean(),
    source="a root whose slope at 0 is infinite",
)


@pytest.mark.parametrize("steps", [1, 3])
def test_a_gradient_that_is_not_finite_stops_before_the_weights_are_spoilt(tmp_path, steps):
    path, networks = tmp_path / "run", toy_pair()
    before = weights(*networks)
    complaint = "^D's loss is [^ ]* at step 1, but its gradient is not finite, where data and weights are finite"
    with pytest.raises(FloatingPointError, match=complaint):
        list(toy_run(networks, objective=ROOT_AT_ZERO, steps=steps, checkpoint=path, checkpoint_every=1))
    assert same(before, weights(*networks)) and load(path, {})[1]["step"] == 0


def test_weights_that_are_spoilt_in_the_body_are_not_saved(tmp_path):
    networks = toy_pair()
    with pytest.raises(FloatingPointError, match="generator's layers.2.bias holds NaN or infinity after step 2"):
        for record in toy_run(networks, steps=2, checkpoint=tmp_path / "run", checkpoint_every=1):
            if record.step == 2:
                networks[0].layers[2].bias.data[3] = torch.nan
    assert load(tmp_path / "run", {})[1]["step"] == 1


@pytest.mark.parametrize("whose, name", [(0, "generator"), (1, "discriminator")])
def test_the_error_names_what_is_not_finite(whose, name):
    networks = pair()
    loop = small_run(*networks)
    next(loop)
    networks[whose].layers[0].weight.data[0] = torch.inf
    with pytest.raises(FloatingPointError, match=f"at step 2: {name}'s layers.0.weight holds NaN or infinity$"):
        next(loop)


def test_the_error_names_data_that_have_become_not_finite():
    networks, data = pair(), images()
    loop = small_run(*networks, data)
    next(loop)
    data[:] = torch.nan
    with pytest.raises(FloatingPointError, match="D's loss is nan at step 2: the data hold NaN or infinity, which"):
        next(loop)
    for network in networks:
        assert all(tensor.isfinite().all() for tensor in network.state_dict().values()), "statistics, too"


def test_a_loss_of_finite_numbers_asks_for_a_smaller_lr():
    with pytest.raises(FloatingPointError, match="D's loss is nan at step 1, where data and weights are finite: try"):
        next(small_run(pair()[0], Spoiled(1)))


@pytest.mark.parametrize("whose, name", [(0, "generator"), (1, "discriminator")])
def test_weights_that_are_not_finite_are_refused_at_the_call_but_a_checkpoint_heals_them(tmp_path, whose, name):
    networks = toy_pair()
    expected = list(toy_run(toy_pair()))
    list(toy_run(networks, steps=2, checkpoint=tmp_path / "run"))
    networks[whose].layers[0].weight.data[0, 0] = torch.nan
    with pytest.raises(FloatingPointError, match=f"{name}'s layers.0.weight holds NaN or infinity"):
        toy_run(networks)
    records = list(toy_run(networks, checkpoint=tmp_path / "run"))
    assert numbers(records) == numbers(expected)[2:]


def test_points_are_the_default(tmp_path):
    """``train`` itself, as a reader calls it, with a path that is a text."""
    records = list(train(*toy_pair(), points(), steps=2, batch_size=4, checkpoint=f"{tmp_path}/run", progress=False))
    assert len(records) == 2 and load(f"{tmp_path}/run", {})[1]["step"] == 2


def test_a_mask_of_minus_infinity_is_no_fault(tmp_path):
    generator, discriminator = toy_pair()
    generator.register_buffer("mask", torch.full((3,), -torch.inf))
    assert len(list(toy_run((generator, discriminator), checkpoint=tmp_path / "run"))) == 5
