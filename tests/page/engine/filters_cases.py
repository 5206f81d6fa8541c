"""What networks of images are made of, with PyTorch's gradients."""

import torch
from torch.nn.functional import batch_norm, conv2d, conv_transpose2d, leaky_relu, max_pool2d

from .tape_cases import operation

IMAGES = 2
# side of the image, of the filter, stride and padding: those of DCGAN and of its rules undone, and others.
SLIDES = ((8, 4, 2, 1), (4, 3, 1, 1), (6, 2, 2, 0), (5, 3, 2, 1), (4, 4, 1, 0), (3, 1, 1, 0))


def images(rows, side):
    """``(N * side * side, C)``, a row a pixel, as PyTorch has images: ``(N, C, side, side)``."""
    return rows.reshape(-1, side, side, rows.shape[1]).permute(0, 3, 1, 2)


def rows(batch):
    """The other way round."""
    return batch.permute(0, 2, 3, 1).reshape(-1, batch.shape[1])


def unfold(x, side, filter, stride, padding):
    """A row for each place, (filter row, filter column, channel) along it."""
    channels = x.shape[1]
    taps = torch.nn.functional.unfold(images(x, side), filter, padding=padding, stride=stride)
    return taps.reshape(len(taps), channels, filter**2, -1).permute(0, 3, 2, 1).reshape(-1, filter**2 * channels)


def fold(a, side, filter, stride, padding):
    channels, places = a.shape[1] // filter**2, (side + 2 * padding - filter) // stride + 1
    taps = a.reshape(-1, places**2, filter**2, channels).permute(0, 3, 2, 1).flatten(1, 2)
    return rows(torch.nn.functional.fold(taps, side, filter, padding=padding, stride=stride))


def slid(side, filter, stride, padding, channels):
    """The shapes of an image's rows, and of what a filter covers."""
    places = (side + 2 * padding - filter) // stride + 1
    return (IMAGES * side**2, channels), (IMAGES * places**2, filter**2 * channels)


def convolution(x, weight):
    """A convolution of 4 x 4, stride 2, padding 1 on 8 x 8 pixels of 3 channels; its weight as the page has it."""
    return rows(conv2d(images(x, 8), weight.reshape(4, 4, 3, 2).permute(3, 2, 0, 1), stride=2, padding=1))


def transposed(x, weight):
    return rows(conv_transpose2d(images(x, 4), weight.reshape(3, 4, 4, 2).permute(0, 3, 1, 2), stride=2, padding=1))


OPERATIONS = {
    **{
        f"unfold {slide}, {channels} channels": (lambda x, s=slide: unfold(x, *s), slid(*slide, channels)[0])
        for slide, channels in zip(SLIDES, (3, 5, 1, 4, 2, 3))
    },
    **{
        f"fold {slide}, {channels} channels": (lambda a, s=slide: fold(a, *s), slid(*slide, channels)[1])
        for slide, channels in zip(SLIDES, (2, 3, 4, 1, 5, 2))
    },
    "convolution": (convolution, (IMAGES * 64, 3), (48, 2)),
    "transposed": (transposed, (IMAGES * 16, 3), (3, 32)),
    "columnDots": (lambda a, b: (a * b).sum(0, keepdim=True), (7, 5), (7, 5)),
    "columnDots with itself": (lambda a: (a * a).sum(0, keepdim=True), (7, 5)),
    "affine": (lambda x, scale, shift: x * scale + shift, (6, 5), (1, 5), (1, 5)),
    "affine, scale alone": (lambda x, scale: x * scale, (6, 5), (1, 5)),
    "affine, shift alone": (lambda x, shift: x + shift, (6, 5), (1, 5)),
    "leakyRelu": (lambda x: leaky_relu(x, 0.2), (4, 5)),
    "repeatRows": (lambda a: a.repeat_interleave(3, 0), (4, 5)),
    "sumRows": (lambda a: a.reshape(-1, 3, 5).sum(1), (6, 5)),
    "largest": (lambda a: a.reshape(-1, 4, 3).amax(1), (8, 3)),
    "max pooling": (lambda x: rows(max_pool2d(images(x, 4), 2)), (IMAGES * 16, 3)),
    "batch normalisation": (
        lambda x, scale, shift: batch_norm(x, None, None, scale[0], shift[0], training=True),
        (8, 5),
        (1, 5),
        (1, 5),
    ),
}

CASES = {"filters": lambda: [operation(name, *parts) for name, parts in OPERATIONS.items()]}
