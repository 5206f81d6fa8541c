"""Images of DCGAN's generator, as PyTorch draws them."""

import itertools

import torch

from gan_utils.models import DCGANGenerator
from gan_utils.widgets.packed.networks import pack_generator


def generator_cases():
    cases = []
    for channels, size, exact in itertools.product((1, 3), (32, 64), (False, True)):
        # Widths that are no multiple of 4, so that the last columns of a matrix product are seen too.
        width = {32: 5, 64: 3}[size]
        generator = lively(DCGANGenerator(z_dim=13, channels=channels, size=size, width=width), exact)
        layers, weights, affine = pack_generator(generator).values()
        z = torch.randn(3, 13, generator=torch.Generator().manual_seed(5), dtype=torch.float64)
        with torch.no_grad():
            images = generator(z.float()).permute(0, 2, 3, 1).flatten(1)
        assert images.std() > 0.1 and images.abs().mean() < 0.9, "a flat or burnt-out image shows no error"
        case = {"channels": channels, "size": size, "width": width, "exact": exact, "layers": layers, "z": z.tolist()}
        cases.append(case | {"weights": weights, "affine": affine, "pixels": images.tolist()})
    return cases


def lively(generator, exact):
    """Weights and batch-norm statistics as training leaves them: large enough to show, and all different."""
    random = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for module in generator.layers:
            if isinstance(module, (torch.nn.ConvTranspose2d, torch.nn.Conv2d)):
                module.weight.normal_(0, 0.3, generator=random)
                if exact:
                    module.weight.copy_(module.weight.half().float())
            if isinstance(module, torch.nn.BatchNorm2d):
                module.running_mean.normal_(0, 0.5, generator=random)
                module.running_var.uniform_(0.3, 2, generator=random)
                module.weight.normal_(1, 0.3, generator=random)
                module.bias.normal_(0, 0.3, generator=random)
    last = [layer for layer in generator.layers if getattr(layer, "bias", None) is not None][-1]
    torch.nn.init.normal_(last.bias, 0, 0.3, generator=random)
    return generator.eval()


CASES = {"generators": generator_cases}
