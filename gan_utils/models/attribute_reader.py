"""The attribute reader: what a drawn or generated face shows."""

from typing import Any

import torch
from torch import nn

from gan_utils.checks import one_of
from gan_utils.data.faces import CHANCES, RANGES, SIZES
from gan_utils.models.initial import global_seed_untouched, initialise_classifier
from gan_utils.models.shapes import check_image_batch

# What the attribute reader says something about, in the order of its logits. Of a yes-or-no attribute the sigmoid is
# the probability; of a graded one it says how far along its range.
READ = (*CHANCES, *(name for name in RANGES if name != "background"))


class AttributeReader(nn.Module):
    """A small convolutional network that reads the attributes of a face; its 64 features score generators.

    Strided 4 x 4 convolutions with batch normalisation and ReLU down to 4 x 4, a hidden layer, one logit for
    each of ``READ``.

    Args:
        size: height and width of the images, 32 or 64.
        seed: of the initial weights.
    Raises:
        ValueError: for another size.

    >>> attribute_reader, images = AttributeReader(size=64), torch.zeros(2, 3, 64, 64)
    >>> attribute_reader(images).shape, attribute_reader.features(images).shape
    (torch.Size([2, 9]), torch.Size([2, 64]))
    """

    channels = 3

    def __init__(self, size: int = 64, *, seed: int = 0):
        super().__init__()
        one_of("size", size, SIZES)
        self.size = int(size)
        with global_seed_untouched():
            layers, widths = [], (3, 12, 24, 32, 32)[: {32: 4, 64: 5}[size]]
            for inputs, outputs in zip(widths[:-1], widths[1:]):
                layers += [nn.Conv2d(inputs, outputs, 4, 2, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()]
            layers += [nn.Conv2d(widths[-1], 64, 4), nn.ReLU(), nn.Flatten()]
            self.body = nn.Sequential(*layers)
            self.head = nn.Linear(64, len(READ))
        initialise_classifier(self, seed)

    def settings(self) -> dict[str, Any]:
        """The arguments that build this network again."""
        return {"size": self.size}

    def features(self, images: torch.Tensor) -> torch.Tensor:
        """The last hidden layer, ``(N, 64)``, of images ``(N, 3, size, size)`` in [-1, 1]."""
        check_image_batch(images, self.channels, self.size, self)
        features: torch.Tensor = self.body(images)
        return features

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Logits ``(N, len(READ))``, in the order of ``READ``, for images ``(N, 3, size, size)`` in [-1, 1]."""
        logits: torch.Tensor = self.head(self.features(images))
        return logits
