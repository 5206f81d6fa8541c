"""Images as they come in: tensors, arrays or lists, in [-1, 1]."""

from torch import Tensor

from gan_utils import arrays
from gan_utils.checks import pixel_range


def image_batch(name: str, images) -> Tensor:
    """Images as float32 ``(N, C, H, W)`` on the CPU, without a gradient, held within [-1, 1].

    Raises:
        ValueError: for what holds no real numbers, another shape, or values that pass [-1, 1] by more than rounding.

    >>> image_batch("images", [[[[1.0000002]]]]).tolist()
    [[[[1.0]]]]
    >>> image_batch("images", torch.zeros(2, 8, 8, 3))
    Traceback (most recent call last):
    ...
    ValueError: images must have shape (N, C, H, W), none of them 0, not (2, 8, 8, 3): see images.permute(0, 3, 1, 2)
    """
    if isinstance(images, Tensor) and images.is_floating_point():  # many: without a way round by float64
        images = arrays.real(name, images).detach().cpu().float()
    else:
        images = arrays.tensor(name, images).detach().cpu().float()
    shape = tuple(images.shape)
    turned = len(shape) == 4 and shape[3] in (1, 3) and shape[1] not in (1, 3)
    if len(shape) != 4 or 0 in shape or turned:
        hint = f": see {name}.permute(0, 3, 1, 2)" if turned else ""
        raise ValueError(f"{name} must have shape (N, C, H, W), none of them 0, not {shape}{hint}")
    pixel_range(name, float(images.min()), float(images.max()))
    return images.clamp(-1, 1)
