"""Networks, data and settings of a reader's own: what fits trains, what does not is refused by name."""

import warnings

import pytest
import torch
from torch import nn

from gan_utils.losses import OBJECTIVES, Objective, critic_loss, spectral_normalise
from gan_utils.models import DCGANDiscriminator, DCGANGenerator, ToyDiscriminator, ToyGenerator
from gan_utils.training import train

from .support import images, pair, points, same, small_run, toy_pair, toy_run, weights


class Mapped(nn.Module):
    """One linear layer, and what a function makes of its values."""

    def __init__(self, inputs, outputs, change, z_dim=None):
        super().__init__()
        self.layer, self.change = nn.Linear(inputs, outputs), change
        if z_dim:
            self.z_dim = z_dim

    def forward(self, x):
        return self.change(self.layer(x.flatten(1)))


def picture(side, channels=1, change=lambda x: x):
    shape = (channels, side, side)
    return Mapped(4, channels * side * side, lambda x: change(x.tanh().unflatten(1, shape)), z_dim=4)


# What they make.


@pytest.mark.parametrize(
    "generator, complaint",
    [
        (picture(48), r"^Mapped must make samples of shape \(4, 1, 32, 32\) here, not \(4, 1, 48, 48\)"),
        (picture(32, 3), r"of shape \(4, 1, 32, 32\) here, not \(4, 3, 32, 32\)"),
        (picture(32, change=lambda x: x[::2]), r"of shape \(4, 1, 32, 32\) here, not \(2, 1, 32, 32\)"),
        (picture(32, change=lambda x: x.flatten(1)), r"of shape \(4, 1, 32, 32\) here, not \(4, 1024\)"),
        (picture(32, change=lambda x: (x, x)), r"of shape \(4, 1, 32, 32\) here, not tuple"),
    ],
)
def test_a_generator_of_other_samples_is_refused_before_a_weight_moves(generator, complaint):
    discriminator = nn.Sequential(nn.AdaptiveAvgPool2d(8), nn.Flatten(), nn.LazyLinear(1), nn.Flatten(0))
    discriminator(torch.zeros(2, 1, 32, 32))
    before = weights(generator, discriminator)
    with pytest.raises(ValueError, match=complaint):
        next(small_run(generator, discriminator))
    assert same(before, weights(generator, discriminator))


@pytest.mark.parametrize(
    "change, complaint",
    [
        (lambda v: v.mean(), r"values of shape \(4,\) for 4 samples, not \(\)"),
        (lambda v: v.mean(0), r"values of shape \(4,\) for 4 samples, not \(1,\)"),
        (lambda v: v[:3], r"values of shape \(4,\) for 4 samples, not \(3, 1\)"),
        (lambda v: (v, v), r"values of shape \(4,\) for 4 samples, not tuple"),
        (lambda v: v.sigmoid(), "must give logits, but it ends in a sigmoid"),
        (lambda v: v.sigmoid().flatten(), "must give logits, but it ends in a sigmoid"),
        (lambda v: torch.sigmoid(v).squeeze(1), "must give logits, but it ends in a sigmoid"),
    ],
)
def test_a_discriminator_of_other_values_is_refused_before_a_weight_moves(change, complaint):
    networks = toy_pair()[0], Mapped(2, 1, change)
    before = weights(*networks)
    with pytest.raises(ValueError, match=f"Mapped must give {complaint.removeprefix('must give ')}"):
        next(toy_run(networks))
    assert same(before, weights(*networks))


@pytest.mark.parametrize("objective", [name for name, rules in OBJECTIVES.items() if rules.head == "value"][:3])
def test_where_no_logit_is_wanted_a_sigmoid_is_the_readers_choice(objective):
    networks = toy_pair()[0], Mapped(2, 1, lambda v: v.sigmoid().flatten())
    assert len(list(toy_run(networks, objective=objective))) == 5


def test_a_sigmoid_inside_is_none_at_the_end():
    networks = toy_pair()[0], Mapped(2, 1, lambda v: 4 * v.sigmoid().flatten() - 2)
    assert len(list(toy_run(networks))) == 5


@pytest.mark.parametrize("values", [lambda v: v, lambda v: v.flatten(1), lambda v: v.mean((1, 2, 3))])
def test_discriminators_of_patches_train(values):
    class Patches(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = nn.Sequential(nn.Conv2d(1, 4, 4, 4), nn.LeakyReLU(0.2), nn.Conv2d(4, 1, 2, 2))

        def forward(self, x):
            return values(self.layers(x))

    assert len(list(small_run(pair()[0], Patches()))) == 5


# What they are.


def lazy():
    network = nn.LazyLinear(2)
    network.z_dim = 4
    return network


@pytest.mark.parametrize(
    "generator, complaint",
    [
        (nn.Linear(4, 2), "^Linear must have the attribute z_dim"),
        (ToyGenerator, "generator must be a torch.nn.Module, not <class"),
        ("dcgan-digits", "generator must be a torch.nn.Module, not 'dcgan-digits'"),
        (lambda z: z, "generator must be a torch.nn.Module, not <function"),
        (ToyGenerator(4, 8).double(), r"generator must have float32 weights, not torch.float64: see generator.float"),
        (ToyGenerator(4, 8).bfloat16(), "generator must have float32 weights, not torch.bfloat16"),
        (ToyGenerator(4, 8).to("meta"), "generator must have weights, but they are on the device 'meta'"),
        (nn.DataParallel(ToyGenerator(4, 8)), "generator must be a network on one device, not DataParallel"),
        (nn.Flatten(), "generator must have weights to train, but Flatten has none"),
        (lazy(), "generator has weights without a shape yet"),
    ],
)
def test_what_cannot_be_trained_is_refused_before_any_work(generator, complaint):
    with pytest.raises(ValueError, match=complaint):
        toy_run((generator, toy_pair()[1]))


def test_networks_made_in_double_precision_by_default_are_named():
    torch.set_default_dtype(torch.float64)
    try:
        networks = toy_pair()
    finally:
        torch.set_default_dtype(torch.float32)
    with pytest.raises(ValueError, match="generator must have float32 weights, not torch.float64"):
        toy_run(networks)


def test_one_network_cannot_play_both():
    network = Mapped(2, 2, lambda x: x, z_dim=2)
    with pytest.raises(ValueError, match="must be two networks"):
        toy_run((network, network))


@pytest.mark.parametrize("device", ["meta", 3.5, "nowhere"])
def test_devices_that_hold_no_numbers_are_refused(device):
    with pytest.raises(ValueError, match="device must be one that"):
        toy_run(toy_pair(), device=device)


def test_a_detached_network_is_named():
    networks = toy_pair()[0], Mapped(2, 1, lambda v: v.detach().flatten())
    with pytest.raises(ValueError, match="D's loss does not depend on any weight that is to move"):
        next(toy_run(networks))


def test_an_average_of_another_kind_is_named_in_one_line():
    with pytest.raises(ValueError, match="not a ToyGenerator of other weights than the ToyGenerator's$"):
        toy_run(toy_pair(), average=ToyGenerator(z_dim=4, width=9))
    with pytest.raises(ValueError, match="not the generator itself$"):
        networks = toy_pair()
        toy_run(networks, average=networks[0])


# Objectives and their settings.


@pytest.mark.parametrize("objective", [name for name, rules in OBJECTIVES.items() if rules.penalty is None])
def test_a_penalty_of_nothing_is_refused(objective):
    head = "energy" if OBJECTIVES[objective].head == "energy" else "value"
    with pytest.raises(ValueError, match=f"penalty must be None with objective '{objective}', which has none, not 5"):
        toy_run(toy_pair(head=head), objective=objective, penalty=5)


def test_a_penalty_of_an_objective_of_ones_own_is_refused_too():
    own = Objective(critic_loss, lambda fake: -fake.mean(), source="mine")
    with pytest.raises(ValueError, match="penalty must be None with objective 'mine'"):
        toy_run(toy_pair(), objective=own, penalty=1.0)


def test_batch_norm_under_a_gradient_penalty_brings_a_warning():
    with pytest.warns(UserWarning, match="'wgan_gp' bounds D's slope at each sample.*DCGANDiscriminator.*1704.00028"):
        small_run(*pair(), objective="wgan_gp")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        toy_run(toy_pair(), objective="wgan_gp")
        small_run(*pair(), objective="r1")
        small_run(*pair())


# Data.


@pytest.mark.parametrize(
    "real, hint",
    [
        (torch.zeros(8, 32, 32, 1), r"see images.permute\(0, 3, 1, 2\)$"),
        (torch.zeros(8, 32, 32, 3), r"images have shape \(32, 32, 3\), but DCGANGenerator wants \(1, 32, 32\)$"),
        (torch.zeros(8, 32, 32), r"see images.unsqueeze\(1\)$"),
        (torch.zeros(8, 32, 32, 3, dtype=torch.uint8), r"see images.permute\(0, 3, 1, 2\).float\(\) / 127.5 - 1$"),
        (torch.zeros(8, 1, 32, 32, dtype=torch.uint8), r"see images.float\(\) / 127.5 - 1$"),
        (torch.zeros(8, 1, 32, 32, dtype=torch.float64), r"see images.float\(\)$"),
        (points().double(), r"see points.float\(\)$"),
    ],
)
def test_data_that_are_nearly_right_are_refused_with_a_hint(real, hint):
    with pytest.raises(ValueError, match=hint):
        small_run(*pair(), real)


def test_images_in_0_to_1_bring_a_warning_and_others_none():
    unit = (images() + 1) / 2
    unit[0, 0, 0, 0] = 0
    with pytest.warns(UserWarning, match=r"images lie in \[0, [\d.]*\] where \[-1, 1\] is meant: is it images"):
        small_run(*pair(), unit)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for fine in (images(), torch.ones(8, 1, 32, 32), torch.zeros(8, 1, 32, 32), images().clamp(max=0)):
            small_run(*pair(), fine)


def test_resized_white_images_a_hair_past_1_train():
    white = torch.nn.functional.interpolate(torch.ones(8, 1, 218, 218), size=32, mode="bilinear", antialias=True)
    white[0] = 1.0000002
    assert white.max() > 1
    assert len(list(small_run(*pair(), white))) == 5


def test_what_is_past_by_more_is_refused_in_numbers_that_show_it():
    with pytest.raises(ValueError, match=r"images must lie in \[-1, 1\], not \[1.0011, 1.0011\]$"):
        small_run(*pair(), torch.full((8, 1, 32, 32), 1.0011))


def test_data_with_a_gradient_or_from_inference_are_data():
    expected = toy_pair()
    list(toy_run(expected))
    with torch.inference_mode():
        inferred = points() * 1
    for data in (points().requires_grad_(), inferred):
        networks = toy_pair()
        list(toy_run(networks, data))
        assert same(weights(*networks), weights(*expected))


# First weights and inputs.


@pytest.mark.parametrize("make", [DCGANGenerator, DCGANDiscriminator, ToyGenerator, ToyDiscriminator])
@pytest.mark.parametrize("seed", [1.5, -1, True, "a", None, 2**64])
def test_seeds_that_are_none_are_named(make, seed):
    with pytest.raises(ValueError, match="seed must be"):
        make(seed=seed)


@pytest.mark.parametrize("make", [DCGANGenerator, DCGANDiscriminator])
def test_true_is_no_number_of_channels(make):
    with pytest.raises(ValueError, match="channels must be a whole number of at least 1, not True"):
        make(channels=True)


@pytest.mark.parametrize("given", ["int64", "float64", "float16"])
def test_latent_points_of_another_type_are_named(given):
    for network in (DCGANGenerator(z_dim=4, width=2), ToyGenerator(4, 8)):
        with pytest.raises(ValueError, match=f"z must be torch.float32, as the weights are, not torch.{given}"):
            network(torch.zeros(2, 4, dtype=getattr(torch, given)))
        with pytest.raises(ValueError, match="z must be a tensor of shape"):
            network([[0.0] * 4])


def test_autocast_may_change_precisions():
    generator, discriminator = pair()
    with torch.autocast("cpu", torch.bfloat16):
        made = generator(torch.zeros(2, 4))
        discriminator(made.bfloat16())
        assert len(list(small_run(generator, discriminator, steps=2))) == 2


@pytest.mark.parametrize("make", [DCGANDiscriminator, ToyDiscriminator])
def test_asking_for_the_precision_is_no_look_at_a_normalised_weight(make):
    """Which would be one step more of its power iteration."""
    network = make(width=4) if make is DCGANDiscriminator else make(width=8)
    spectral_normalise(network)
    batch = torch.ones(2, *network.data_shape)
    counted = []
    for module in network.modules():
        if hasattr(module, "parametrizations"):
            module.parametrizations.weight[0].register_forward_hook(lambda *_: counted.append(1))
    network(batch)
    assert len(counted) == sum(hasattr(module, "parametrizations") for module in network.modules())


def test_first_weights_are_the_same_numbers_in_every_precision():
    kinds = [lambda: DCGANGenerator(4, width=2), lambda: ToyDiscriminator(8, kernels=2)]
    for make in kinds:
        expected = make().state_dict()
        torch.set_default_dtype(torch.float64)
        try:
            found = make().state_dict()
        finally:
            torch.set_default_dtype(torch.float32)
        for name, tensor in expected.items():
            assert torch.equal(found[name].to(tensor.dtype), tensor)


@pytest.mark.parametrize("change", [lambda x: torch.complex(x, x), lambda x: x.long()])
def test_a_generator_that_makes_other_than_floating_point_numbers_is_refused(change):
    class Odd(torch.nn.Module):
        z_dim = 2

        def __init__(self):
            super().__init__()
            self.layer = torch.nn.Linear(2, 2)

        def forward(self, z):
            return change(self.layer(z))

    with pytest.raises(ValueError, match="Odd must make floating-point numbers, not torch"):
        next(iter(train(Odd(), ToyDiscriminator(4), torch.zeros(8, 2), steps=1, batch_size=4, progress=False)))
