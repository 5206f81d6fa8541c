"""Features and probabilities in batches: modes, devices and precisions of the network, and what they refuse."""

import numpy as np
import pytest
import torch
from torch import nn

from gan_utils.metrics.features import check_images, features, probabilities
from gan_utils.models import AttributeReader, DigitClassifier


def images(count: int = 7, channels: int = 1, size: int = 32) -> torch.Tensor:
    return torch.rand(count, channels, size, size, generator=torch.Generator().manual_seed(0)) * 2 - 1


class Small(nn.Module):
    """Has all that knows two modes: batch normalisation and dropout. Its features are two, its logits three."""

    def __init__(self):
        super().__init__()
        self.norm, self.drop, self.head = nn.BatchNorm2d(1), nn.Dropout(), nn.Linear(2, 3)
        nn.init.normal_(self.norm.running_mean), nn.init.normal_(self.head.weight)

    def features(self, batch):
        self.seen = batch.device.type, batch.dtype, torch.is_grad_enabled(), len(batch)
        return self.drop(self.norm(batch)).flatten(1)[:, :2]

    def forward(self, batch):
        return self.head(self.features(batch))


@pytest.mark.parametrize("network, channels", [(DigitClassifier(), 1), (AttributeReader(32), 3)])
def test_the_books_classifiers_give_their_last_hidden_layer_and_their_classes(network, channels):
    batch = images(7, channels)
    network.eval()
    with torch.no_grad():
        expected, logits = network.features(batch), network(batch).double()
    found = features(batch, network)
    assert found.dtype == np.float32 and found.shape == expected.shape
    np.testing.assert_allclose(found, expected, atol=1e-5)
    chances = probabilities(batch, network)
    np.testing.assert_allclose(chances, logits.exp() / logits.exp().sum(dim=1, keepdim=True), atol=1e-6)
    assert chances.dtype == np.float64 and np.abs(chances.sum(axis=1) - 1).max() < 1e-12


@pytest.mark.parametrize("size", [1, 3, 7, 100])
def test_batches_change_nothing_but_how_many_are_asked_at_once(size):
    asked = []

    def network(batch):
        asked.append(len(batch))
        return batch.flatten(1)[:, :4]

    np.testing.assert_array_equal(features(images(), network, batch_size=size), images().flatten(1)[:, :4])
    assert sum(asked) == 7 and set(asked) <= {size, 7 % size or size, 7} and max(asked) == min(size, 7)


def test_a_batch_has_250_images_unless_told_otherwise():
    asked = []
    features(torch.zeros(260, 1, 1, 1), lambda batch: asked.append(len(batch)) or batch.flatten(1))
    probabilities(torch.zeros(260, 1, 1, 2), lambda batch: asked.append(len(batch)) or batch.flatten(1))
    assert asked == [250, 10, 250, 10]


@pytest.mark.parametrize("function", [features, probabilities])
@pytest.mark.parametrize("method", [False, True])
def test_a_training_network_is_asked_in_evaluation_mode_and_goes_on_training(function, method):
    network, batch = Small().train(), images()
    network.norm.eval()  # frozen, as some are while the others train
    before = {name: each.clone() for name, each in network.state_dict().items()}
    found = function(batch, network.features if method else network)
    assert network.training and network.drop.training and network.head.training and not network.norm.training
    assert all(torch.equal(each, before[name]) for name, each in network.state_dict().items())
    network.eval()
    np.testing.assert_array_equal(found, function(batch, network.features if method else network))
    assert network.seen[2] is False  # no gradients


def test_modes_come_back_after_an_error_too():
    network = Small().train()
    network.head.bias.data[0] = torch.nan
    with pytest.raises(ValueError, match="finite"):
        probabilities(images(), network)
    assert network.training and network.norm.training


def test_images_go_where_the_weights_are():
    """This machine has no other device that computes, so here the weights lie where nothing does."""
    seen = []

    class Elsewhere(nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = nn.Parameter(torch.empty(1, device="meta"))

        def forward(self, batch):
            seen.append(batch.device.type)
            return torch.ones(len(batch), 2)

    assert features(images(), Elsewhere()).shape == probabilities(images(), Elsewhere()).shape == (7, 2)
    assert seen == ["meta", "meta"]


@pytest.mark.parametrize(
    "precision, expected", [(torch.float64, np.float64), (torch.bfloat16, np.float32), (torch.float32, np.float32)]
)
def test_images_take_the_networks_precision_and_features_keep_it_when_numpy_has_it(precision, expected):
    network = Small().to(precision)
    found = features(images(), network)
    assert network.seen[1] == precision and found.dtype == expected
    np.testing.assert_allclose(found, features(images(), network.double()), atol=0.1)


def test_weights_may_be_buffers_alone():
    network = nn.BatchNorm2d(1, affine=False).double()
    assert features(images(size=1), nn.Sequential(network, nn.Flatten())).dtype == np.float64


def test_images_are_left_alone_and_may_have_gradients():
    batch = images().requires_grad_()
    before = batch.detach().clone()
    features(batch, Small())
    assert torch.equal(batch, before) and batch.grad is None


def test_features_that_are_a_module_are_asked_and_a_number_of_that_name_is_not():
    network = nn.Flatten()
    network.features = nn.Sequential(nn.AvgPool2d(32), nn.Flatten())  # as in VGG of torchvision
    assert features(images(), network).shape == (7, 1) and probabilities(images(), network).shape == (7, 1024)
    network.features = None
    assert features(images(), network).shape == (7, 1024)


@pytest.mark.parametrize(
    "wrong, complaint",
    [
        (np.zeros((2, 1, 3, 3)), r"tensor of shape \(N, C, H, W\), none of them 0, not ndarray"),
        (torch.zeros(1, 3, 3), r"not \(1, 3, 3\)"),
        (torch.zeros(0, 1, 3, 3), r"not \(0, 1, 3, 3\)"),
        (torch.zeros(2, 1, 0, 3), r"not \(2, 1, 0, 3\)"),
        (torch.zeros(2, 1, 3, 3, dtype=torch.uint8), "floating-point numbers, not torch.uint8"),
        (torch.full((2, 1, 3, 3), torch.nan), "images must be finite"),
        (torch.cat([torch.zeros(400, 1, 1, 1), torch.full((1, 1, 1, 1), torch.inf)]), "images must be finite"),
    ],
)
def test_other_images_are_refused_before_the_network_is_asked(wrong, complaint):
    for refuse in (check_images, lambda given: features(given, None), lambda given: probabilities(given, None)):
        with pytest.raises(ValueError, match=complaint):
            refuse(wrong)


@pytest.mark.parametrize(
    "network, complaint",
    [
        (lambda batch: None, r"one row an image, \(3, d\) for images 0 to 2, not NoneType$"),
        (lambda batch: (batch.flatten(1), 0), "not tuple$"),
        (lambda batch: batch, r"not \(3, 1, 32, 32\); flatten or average its maps"),
        (lambda batch: batch.mean(dim=(1, 2, 3)), r"not \(3,\)$"),
        (lambda batch: batch.flatten(1)[:2], r"not \(2, 1024\)$"),
        (lambda batch: batch.flatten(1)[:, :0], r"not \(3, 0\)$"),
        (lambda batch: batch.flatten(1) > 0, "floating-point numbers, not torch.bool"),
        (lambda batch: batch.flatten(1).to(torch.complex64), "not torch.complex64"),
        (lambda batch: batch.flatten(1)[:, : 9 - len(batch)], "gave 8, not 6, for images 6 to 6"),
        (None, "function or a module of images, not None"),
        ("digit-classifier", "not 'digit-classifier'"),
    ],
)
def test_networks_that_give_something_else_are_told_what(network, complaint):
    for function in (features, probabilities):
        with pytest.raises(ValueError, match=complaint):
            function(images(), network, batch_size=3)


@pytest.mark.parametrize("function", [features, probabilities])
@pytest.mark.parametrize("bad", [torch.nan, torch.inf, -torch.inf])
def test_the_first_bad_batch_is_named(function, bad):
    asked = []

    def network(batch):
        asked.append(len(batch))
        rows = batch.flatten(1)
        rows[0, 0] = bad if len(asked) > 1 else 0
        return rows

    with pytest.raises(ValueError, match="finite numbers, but gave NaN or infinity for images 3 to 5"):
        function(images(), network, batch_size=3)
    assert asked == [3, 3]  # and no more are asked


def test_what_only_a_larger_precision_holds_is_not_called_finite():
    """Features above 3e38 of a network in float64 stay; those of others were infinite already."""
    assert features(images(), lambda batch: batch.double().flatten(1) * 1e300).max() > 1e299


def test_one_logit_is_no_choice():
    with pytest.raises(ValueError, match="at least 2 classes"):
        probabilities(images(), lambda batch: batch.mean(dim=(2, 3)))


@pytest.mark.parametrize("size", [0, -1, 2.5, None, True])
def test_bad_batch_sizes_are_named(size):
    for function in (features, probabilities):
        with pytest.raises(ValueError, match="batch_size must be a whole number of at least 1") as caught:
            function(images(), Small(), batch_size=size)
        assert repr(size) in str(caught.value)
