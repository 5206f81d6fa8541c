"""Inception-v3, for scores of your own pictures: an extra that needs torchvision or timm, and its weights."""

import importlib
from pathlib import Path
from pickle import UnpicklingError

import torch
from torch import Tensor, nn

from gan_utils.metrics.features import check_images, check_range

SIZE = 299  # height and width that the network was made for
# Both packages build the same network, with the same names of the same weights, so one file serves both.
WEIGHTS = "https://download.pytorch.org/models/inception_v3_google-0cc3c7bd.pth"


class InceptionV3(nn.Module):
    """Inception-v3 for images in [-1, 1]: 2048 features, and the logits of ImageNet's 1000 classes.

    ``features(images, network)`` and ``probabilities(images, network)`` take it as it is.

    Args:
        network: as torchvision or timm build it. Its last layer, ``fc``, is taken off, so it is changed.
    """

    def __init__(self, network: nn.Module):
        super().__init__()
        self.head, self.body = network.get_submodule("fc"), network
        network.fc = nn.Identity()

    def features(self, images: Tensor) -> Tensor:
        """The pooled features ``(N, 2048)`` of images ``(N, 1 or 3, H, W)`` in [-1, 1]."""
        features: Tensor = self.body(prepare(images))
        return features

    def forward(self, images: Tensor) -> Tensor:
        """Logits ``(N, 1000)`` of images ``(N, 1 or 3, H, W)`` in [-1, 1]."""
        logits: Tensor = self.head(self.features(images))
        return logits


def load() -> InceptionV3:
    """Inception-v3 with its ImageNet weights, in evaluation mode; the first call fetches 104 MB.

    Its scores compare generators with each other, all measured with it, and not with published ones. Those come
    from another network, TensorFlow's of 2015, of 1008 logits and other weights, and from another way to resize:
    each changes an FID by more than papers claim to gain. For small grey images the book's own classifier sees more:
    ``pretrained.load("digit-classifier")``.

    Returns:
        an ``InceptionV3``.
    Raises:
        ImportError: when neither torchvision nor timm can be imported.
        FileNotFoundError: when the weights are not in PyTorch's folder of downloads and cannot be fetched.
        ValueError: when the file of weights is damaged.
    Source: Szegedy et al. 2016, arXiv:1512.00567; Parmar et al. 2022, arXiv:2104.11222, on how much resizing matters.
    """
    network = _untrained()
    path = Path(torch.hub.get_dir()) / "checkpoints" / WEIGHTS.rsplit("/", 1)[1]
    try:
        weights = torch.hub.load_state_dict_from_url(WEIGHTS, map_location="cpu", check_hash=True, weights_only=True)
        # The second head helped in training only.
        network.load_state_dict({name: each for name, each in weights.items() if not name.startswith("AuxLogits.")})
    except OSError as error:
        raise FileNotFoundError(
            f"Inception-v3's weights are not at {path}, and {WEIGHTS} cannot be fetched ({error}): connect to the "
            f"internet and load again, or put the file {path.name} into {path.parent}"
        ) from error
    except (RuntimeError, UnpicklingError, EOFError, AttributeError) as error:
        raise ValueError(f"{path} is damaged, or not Inception-v3's weights: delete it and load again") from error
    return InceptionV3(network).eval()


def prepare(images: Tensor) -> Tensor:
    """Images of any size as Inception-v3 takes them.

    Args:
        images: ``(N, 1 or 3, H, W)`` in [-1, 1], finite; grey ones get their channel three times.
    Returns:
        ``(N, 3, 299, 299)``, bilinear between pixels; what is larger is averaged over its pixels, not picked from.
    Raises:
        ValueError: for other channels or values, which such a network would take without complaint.

    >>> prepare(torch.zeros(2, 1, 32, 32)).shape
    torch.Size([2, 3, 299, 299])
    """
    check_images(images)
    if images.shape[1] not in (1, 3):
        raise ValueError(f"images must have 1 or 3 channels, not {images.shape[1]}")
    check_range(images)
    colour = images.expand(-1, 3, -1, -1)
    return nn.functional.interpolate(colour, size=(SIZE, SIZE), mode="bilinear", antialias=True)


def _untrained() -> nn.Module:
    refused = []
    for package, build in (("torchvision", _torchvision), ("timm", _timm)):
        try:
            return build()
        except (ImportError, RuntimeError) as error:  # RuntimeError: it was built for another version of torch
            refused.append(f"{package}: {error}")
    raise ImportError(
        f"Inception-v3 needs torchvision or timm, and neither can be imported ({'; '.join(refused)}). Try `pip install "
        f"torchvision`, in the version that goes with torch {torch.__version__}"
    )


def _torchvision() -> nn.Module:
    models = importlib.import_module("torchvision.models")
    network: nn.Module = models.inception_v3(aux_logits=False, init_weights=False)
    return network


def _timm() -> nn.Module:
    network: nn.Module = importlib.import_module("timm").create_model("inception_v3", pretrained=False)
    return network
