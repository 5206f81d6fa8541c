"""A classifier of digits, whose features and probabilities score generators."""

from typing import Any

import torch
from torch import nn

from gan_utils.models.initial import global_seed_untouched, initialise_classifier
from gan_utils.models.shapes import check_image_batch


class DigitClassifier(nn.Module):
    """A small convolutional network that names digits: its 128 features and its class probabilities score generators.

    >>> classifier = DigitClassifier()
    >>> images = torch.zeros(2, 1, 32, 32)
    >>> classifier(images).shape, classifier.features(images).shape
    (torch.Size([2, 10]), torch.Size([2, 128]))
    """

    size, channels = 32, 1

    def __init__(self, *, seed: int = 0):
        super().__init__()
        with global_seed_untouched():
            layers = []
            for inputs, outputs in ((1, 16), (16, 32), (32, 64)):
                layers += [nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()]
                layers += [nn.MaxPool2d(2)]
            layers += [nn.Flatten(), nn.Linear(64 * 4 * 4, 128), nn.ReLU()]
            self.body = nn.Sequential(*layers)
            self.head = nn.Linear(128, 10)
        initialise_classifier(self, seed)

    def settings(self) -> dict[str, Any]:
        """The arguments that build this network again."""
        return {}

    def features(self, images: torch.Tensor) -> torch.Tensor:
        """The last hidden layer, ``(N, 128)``, of images ``(N, 1, 32, 32)`` in [-1, 1]."""
        check_image_batch(images, self.channels, self.size, self)
        features: torch.Tensor = self.body(images)
        return features

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Class logits ``(N, 10)`` for images ``(N, 1, 32, 32)`` in [-1, 1]."""
        logits: torch.Tensor = self.head(self.features(images))
        return logits
