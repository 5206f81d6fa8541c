"""The batches of ``train`` for a loop written by hand, which then gives the same weights."""

import itertools

import pytest
import torch
from torch.nn.functional import softplus

from gan_utils.training import batches

from .support import Watched, images, pair, points, same, small_run, toy_pair, toy_run, watched_pair, weights


def by_hand(generator, discriminator, draws, steps):
    """The loop that chapter 1 writes before it uses ``train``."""
    networks = generator, discriminator
    adam_g, adam_d = (torch.optim.Adam(net.parameters(), 2e-4, betas=(0.5, 0.999)) for net in networks)
    for real, z in itertools.islice(draws, steps):
        fake = generator(z)
        loss_d = softplus(-discriminator(real)).mean() + softplus(discriminator(fake.detach())).mean()
        adam_d.zero_grad()
        loss_d.backward()
        adam_d.step()
        loss_g = softplus(-discriminator(fake)).mean()
        adam_g.zero_grad()
        loss_g.backward()
        adam_g.step()


@pytest.mark.parametrize("seed", [0, 7])
def test_a_loop_by_hand_trains_images_bit_for_bit_as_train_does(seed):
    """Where memory is laid out alike. Without that sums have another order; so few steps keep that small."""
    trained, alike, plain = pair(), pair(), pair()
    for network in alike:
        network.to(memory_format=torch.channels_last)
    list(small_run(*trained, steps=7, seed=seed))
    by_hand(*alike, batches(images(), 4, batch_size=4, seed=seed), 7)
    by_hand(*plain, batches(images(), 4, batch_size=4, seed=seed), 7)
    assert same(weights(*trained), weights(*alike))
    for one, other in zip(weights(*trained), weights(*plain), strict=True):
        torch.testing.assert_close(one, other, rtol=1e-3, atol=2 * 7 * 2e-4)


def test_a_loop_by_hand_trains_points_bit_for_bit_as_train_does():
    trained, written = toy_pair(), toy_pair()
    list(toy_run(trained, steps=20, lr=2e-4))
    by_hand(*written, batches(points(), 4, batch_size=4), 20)
    assert same(weights(*trained), weights(*written))


@pytest.mark.parametrize("d_steps", [1, 3])
def test_each_of_ds_steps_takes_the_next_pair(d_steps):
    generator, discriminator, shown, given = watched_pair()
    list(toy_run((generator, discriminator), steps=4, d_steps=d_steps, seed=5))
    pairs = list(itertools.islice(batches(points(), 4, 4, seed=5), 4 * d_steps))
    assert same(given, [z for _, z in pairs])
    looks = iter(shown)
    for turn, (real, _) in enumerate(pairs):
        assert torch.equal(next(looks), real)
        next(looks)  # generated
        if turn % d_steps == d_steps - 1:
            next(looks)  # G's step
    assert next(looks, None) is None


def test_the_real_images_are_those_that_train_shows():
    watched = Watched()
    list(small_run(pair()[0], watched, steps=5))
    assert same(watched.real(), [real for real, _ in itertools.islice(batches(images(), 4, 4), 5)])


def test_batches_follow_their_seed_alone_whatever_the_defaults():
    data = points()

    def few():
        return [tensor for pair in itertools.islice(batches(data, 3, 4), 5) for tensor in pair]

    torch.manual_seed(1)
    first, drawn = few(), torch.rand(1)
    torch.manual_seed(1)
    assert torch.equal(torch.rand(1), drawn), "the global generator is left alone"
    torch.set_default_dtype(torch.float64)
    try:
        assert same(first, few()) and all(tensor.dtype == torch.float32 for tensor in first)
    finally:
        torch.set_default_dtype(torch.float32)


@pytest.mark.parametrize(
    "changes, complaint",
    [
        ({"batch_size": 1}, "batch_size must be a whole number of at least 2, not 1"),
        ({"batch_size": 13}, "points must hold at least one batch of 13, not 12"),
        ({"z_dim": 0}, "z_dim must be a whole number of at least 1, not 0"),
        ({"seed": 1.5}, "seed must be a whole number of at least 0, not 1.5"),
        ({"data": points().double()}, "points must be float32, not torch.float64"),
    ],
)
def test_what_train_refuses_is_refused_at_the_call(changes, complaint):
    with pytest.raises(ValueError, match=f"^{complaint}"):
        batches(**({"data": points(), "z_dim": 4, "batch_size": 4} | changes))


def test_batches_and_first_weights_do_not_depend_on_the_default_device():
    """Here ``meta``, which holds no numbers, so that whatever lands there is found out."""
    data, expected = points(), weights(*pair(), *toy_pair(kernels=2))
    drawn = next(batches(data, 3, 4))
    torch.set_default_device("meta")
    try:
        found, again = [*pair(), *toy_pair(kernels=2)], next(batches(data, 3, 4))
    finally:
        torch.set_default_device("cpu")
    assert same(drawn, again) and same(weights(*found), expected)
