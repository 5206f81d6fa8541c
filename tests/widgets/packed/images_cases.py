"""Sets of images as the page unpacks them."""

import torch

from gan_utils.data import digits
from gan_utils.widgets.packed.images import pack_images


def sheet_cases():
    colours = torch.rand(3, 3, 8, 8, generator=torch.Generator().manual_seed(1)) * 2 - 1
    cases = []
    for images in (digits.load("test")[0][:4], ((colours + 1) * 127.5).round().div(127.5).sub(1)):
        sheet, content = pack_images(images)
        pixels = images.permute(0, 2, 3, 1).flatten(1).tolist()
        cases.append({"sheet": sheet, "content": content, "pixels": pixels})
    return cases


CASES = {"sheets": sheet_cases}
