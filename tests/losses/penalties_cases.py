"""Penalties of a small discriminator, and their slopes by its weights, as PyTorch finds them."""

import torch

from gan_utils.losses import gradient_penalty, r1_penalty
from gan_utils.models import ToyDiscriminator


def penalty_cases():
    """D's layers, batches of points, and for each penalty its value and the gradient by each weight and bias."""
    cases = []
    for packing in (1, 2):
        discriminate = ToyDiscriminator(width=5, packing=packing, activation="tanh", seed=3).double()
        random = torch.Generator().manual_seed(4)
        real, fake = torch.randn(2, 6, 2, dtype=torch.float64, generator=random)
        mix = torch.rand(6, dtype=torch.float64, generator=random)
        case = {"packing": packing, "real": real.tolist(), "fake": fake.tolist(), "mix": mix.tolist()}
        parts = list(discriminate.parameters())
        case["weights"] = [_as_in_the_page(part) for part in parts]
        for penalty in (gradient_penalty, r1_penalty):
            found = penalty(discriminate, real, fake, mix)
            # The bias at D's end moves no slope: there autograd knows no gradient.
            slopes = torch.autograd.grad(found, parts, allow_unused=True)
            slopes = [torch.zeros_like(part) if slope is None else slope for part, slope in zip(parts, slopes)]
            case[penalty.__name__] = {"value": found.item(), "slopes": [_as_in_the_page(slope) for slope in slopes]}
        cases.append(case)
    return cases


def _as_in_the_page(part):
    """A weight as (inputs, outputs), a bias as one row."""
    return (part.T if part.ndim == 2 else part[None]).tolist()


CASES = {"penalties": penalty_cases}
