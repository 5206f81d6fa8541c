"""What train() refuses, and what it leaves behind when a loss is no number."""

import math

import pytest
import torch
from torch import nn

from gan_utils.checkpoints import load
from gan_utils.losses import OBJECTIVES
from gan_utils.models import DCGANDiscriminator, DCGANGenerator
from gan_utils.training import check_images
from gan_utils.training.batches import mix_seeds

from .support import Spoiled, head_of, images, pair, points, same, small_run, toy_pair, toy_run, weights

# When it goes wrong.


@pytest.mark.parametrize("call, whose", [(7, "D's loss"), (9, "G's loss")])
def test_a_loss_that_is_not_a_number_stops_the_training_and_keeps_the_checkpoint(tmp_path, call, whose):
    path = tmp_path / "run.safetensors"
    run = small_run(pair()[0], Spoiled(call), checkpoint=path, checkpoint_every=1)  # three looks a step
    assert [next(run).step, next(run).step] == [1, 2]
    with pytest.raises(FloatingPointError, match=f"{whose} is nan at step 3"):
        next(run)
    assert load(path, {})[1]["step"] == 2


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
    ("objective", "gan", "one of 'minimax', 'non_saturating', 'lsgan', "),
    ("objective", "fgan_gan", "'fgan_js', not 'fgan_gan'"),
    ("objective", None, "'fgan_js', not None"),
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
    ("lr_d", 0, "above 0, not 0"),
    ("lr_d", -0.1, "above 0, not -0.1"),
    ("lr_d", math.nan, "above 0, not nan"),
    ("lr_d", math.inf, "above 0, not inf"),
    ("lr_d", "fast", "not 'fast'"),
    ("d_steps", 0, "at least 1, not 0"),
    ("d_steps", -1, "at least 1, not -1"),
    ("d_steps", 1.5, "at least 1, not 1.5"),
    ("d_steps", True, "at least 1, not True"),
    ("unroll", -1, "at least 0, not -1"),
    ("unroll", 1.5, "at least 0, not 1.5"),
    ("unroll", True, "at least 0, not True"),
    ("unroll", None, "at least 0, not None"),
    ("unroll_lr", 0, "above 0, not 0"),
    ("unroll_lr", -0.1, "above 0, not -0.1"),
    ("unroll_lr", math.nan, "above 0, not nan"),
    ("penalty", 0, "above 0, not 0"),
    ("penalty", -10, "above 0, not -10"),
    ("penalty", math.nan, "above 0, not nan"),
    ("penalty", "r1", "not 'r1'"),
    ("clip", 0, "above 0, not 0"),
    ("clip", -0.01, "above 0, not -0.01"),
    ("clip", math.nan, "above 0, not nan"),
    ("optimiser", "sgd", "one of 'adam', 'rmsprop', not 'sgd'"),
    ("optimiser", None, "one of 'adam', 'rmsprop', not None"),
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
    with pytest.raises(ValueError, match=f"^({name}|images) must") as caught:
        small_run(*networks[:2], **arguments)
    assert complaint in str(caught.value)
    assert same(before, weights(*networks)) and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("unroll", [1, 5])
def test_a_look_ahead_needs_adam(unroll):
    networks = toy_pair()
    before = weights(*networks)
    with pytest.raises(ValueError, match=f"^unroll must be 0 with 'rmsprop', not {unroll}: "):
        toy_run(networks, optimiser="rmsprop", unroll=unroll)
    assert same(before, weights(*networks))
    assert len(list(toy_run(networks, optimiser="rmsprop", unroll=0, steps=1))) == 1


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_a_discriminator_with_the_wrong_head_is_refused_before_any_work(objective):
    """A value is no energy and may be negative; an energy is no logit: it is high for what looks generated."""
    right = head_of(objective)
    wrong = "value" if right == "energy" else "energy"
    networks = toy_pair(head=wrong)
    before = weights(*networks)
    complaint = f"^objective '{objective}' needs a discriminator with head '{right}', not '{wrong}'$"
    with pytest.raises(ValueError, match=complaint):
        toy_run(networks, objective=objective)
    assert same(before, weights(*networks)) and not hasattr(networks[1].layers[0], "parametrizations")


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


@pytest.mark.parametrize(
    "real, complaint",
    [
        (points()[:3], "points must hold at least one batch of 4, not 3"),
        (points()[:0], "points must hold at least one batch of 4, not 0"),
        (points().index_fill(0, torch.tensor([2]), math.nan), "points must be finite"),
        (points().index_fill(0, torch.tensor([2]), -math.inf), "points must be finite"),
        (points()[:, :1], r"points have shape \(1,\), but ToyGenerator wants \(2,\)"),
        (torch.zeros(8, 3), r"points have shape \(3,\), but ToyGenerator wants \(2,\)"),
        (points()[:, 0], r"float32 tensor.*\(12,\)"),
        (points().double(), "points must be float32, not torch.float64"),
        (points().numpy(), "float32 tensor.*ndarray"),
        (images(), r"images have shape \(1, 32, 32\), but ToyGenerator wants \(2,\)"),
    ],
)
def test_bad_points_are_refused_before_any_work(real, complaint):
    networks = toy_pair()
    before = weights(*networks)
    with pytest.raises(ValueError, match=complaint):
        toy_run(networks, real)
    assert same(before, weights(*networks))


def test_points_that_fit_the_generator_alone_are_refused():
    """A generator of one's own need not say what it makes; the discriminator does."""
    generator = nn.Linear(4, 3)
    generator.z_dim = 4
    with pytest.raises(ValueError, match=r"points have shape \(3,\), but ToyDiscriminator wants \(2,\)"):
        toy_run((generator, toy_pair()[1]), torch.zeros(8, 3))
    with pytest.raises(ValueError, match=r"points have shape \(2,\), but DCGANGenerator wants \(1, 32, 32\)"):
        toy_run((pair()[0], toy_pair()[1]))


@pytest.mark.parametrize("packing, batch_size", [(3, 4), (2, 5), (8, 4)])
def test_a_batch_that_fills_no_packs_is_refused_with_both_numbers(packing, batch_size):
    complaint = f"^batch_size must be a multiple of the discriminator's packing {packing}, not {batch_size}$"
    with pytest.raises(ValueError, match=complaint):
        toy_run(toy_pair(packing=packing), batch_size=batch_size)
    with pytest.raises(ValueError, match=complaint):
        small_run(pair()[0], DCGANDiscriminator(width=2, packing=packing), batch_size=batch_size)


def test_images_at_both_ends_of_the_range_are_taken():
    check_images(torch.tensor([-1.0, 1.0]).reshape(2, 1, 1, 1), 2)


def test_seeds_and_steps_are_mixed_without_collisions():
    mixed = {mix_seeds(seed, step, use) for seed in range(20) for step in range(200) for use in (0, 1, 2)}
    assert len(mixed) == 20 * 200 * 3 and all(0 <= seed < 2**63 for seed in mixed)
