"""What ``train`` checks of its networks: before any work, and what they make of a batch, before a weight is moved."""

import warnings

import torch
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm

from gan_utils.checks import whole
from gan_utils.losses import Objective, gradient_penalty
from gan_utils.models import plain

# What autograd calls the steps that only give a tensor another shape.
_RESHAPING = ("View", "UnsafeView", "Reshape", "Squeeze", "Unsqueeze", "Flatten", "Alias", "Select", "Transpose", "T")


def check_network(name: str, network: nn.Module) -> None:
    """Raise ``ValueError`` unless ``network`` is one that can be trained here.

    >>> check_network("generator", nn.Linear(1, 1).half())
    Traceback (most recent call last):
    ...
    ValueError: generator must have float32 weights, not torch.float16: see generator.float()
    """
    if not isinstance(network, nn.Module):
        raise ValueError(f"{name} must be a torch.nn.Module, not {network!r:.80}")
    if isinstance(network, (nn.DataParallel, nn.parallel.DistributedDataParallel)):
        raise ValueError(f"{name} must be a network on one device, not {type(network).__name__}: see {name}.module")
    weights = list(network.parameters())
    if not weights:
        raise ValueError(f"{name} must have weights to train, but {type(network).__name__} has none")
    for weight in weights:
        if isinstance(weight, nn.parameter.UninitializedParameter):
            raise ValueError(f"{name} has weights without a shape yet: show it a batch first")
        if weight.dtype != torch.float32:
            raise ValueError(f"{name} must have float32 weights, not {weight.dtype}: see {name}.float()")
        if weight.is_inference():
            raise ValueError(f"{name} was made in torch.inference_mode, so that it cannot be trained: make it outside")
        if weight.is_meta:
            raise ValueError(f"{name} must have weights, but they are on the device 'meta' and hold no numbers")


def check_players(generator: nn.Module, discriminator: nn.Module) -> None:
    """Raise ``ValueError`` unless these are two networks that can be trained, the first with a ``z_dim``."""
    check_network("generator", generator)
    check_network("discriminator", discriminator)
    if generator is discriminator:
        raise ValueError("generator and discriminator must be two networks, not the same one")
    if not hasattr(generator, "z_dim"):
        raise ValueError(f"{kind_of(generator)} must have the attribute z_dim, the width of a latent point")
    whole("the generator's z_dim", generator.z_dim, 1)


def kind_of(network: nn.Module) -> str:
    """The name of a network's class, of a compiled one's too."""
    return type(plain(network)).__name__


def check_objective(name: str, rules: Objective, discriminator: nn.Module, penalty: float | None) -> None:
    """Raise ``ValueError`` where objective, discriminator and penalty do not go together.

    An objective may want an auto-encoder's energies where D says that it gives none; ``penalty`` may be a weight of
    nothing. A gradient penalty where D normalises by batches brings a warning.

    >>> from gan_utils.losses import OBJECTIVES
    >>> check_objective("hinge", OBJECTIVES["hinge"], nn.Linear(1, 1), 5.0)
    Traceback (most recent call last):
    ...
    ValueError: penalty must be None with objective 'hinge', which has none, not 5.0
    """
    given = getattr(discriminator, "head", rules.head)  # a network of your own need not say what it gives
    if (given == "energy") != (rules.head == "energy"):
        wanted = "energy" if rules.head == "energy" else "value"
        raise ValueError(f"objective {name!r} needs a discriminator with head {wanted!r}, not {given!r}")
    if penalty is not None and rules.penalty is None:
        raise ValueError(f"penalty must be None with objective {name!r}, which has none, not {penalty!r}")
    if rules.penalty is gradient_penalty and any(isinstance(module, _BatchNorm) for module in discriminator.modules()):
        warnings.warn(
            f"objective {name!r} bounds D's slope at each sample, but batch normalisation in {kind_of(discriminator)} "
            f"lets samples depend on each other: its paper leaves it out (arXiv:1704.00028, section 4)",
            stacklevel=3,
        )


def check_fit(generator: nn.Module, discriminator: nn.Module, data: Tensor, batch_size: int) -> None:
    """Raise ``ValueError`` unless the networks say that they take this data, or say nothing."""
    shape, kind = tuple(data.shape[1:]), "points" if data.ndim == 2 else "images"
    for network in (generator, discriminator):
        wants = getattr(network, "data_shape", shape)  # a network of your own need not say what it makes
        if shape != wants:
            turned = ": see images.permute(0, 3, 1, 2)" if len(shape) == 3 and (shape[2], *shape[:2]) == wants else ""
            raise ValueError(f"{kind} have shape {shape}, but {kind_of(network)} wants {wants}{turned}")
    packing = getattr(discriminator, "packing", 1)
    if batch_size % packing:
        raise ValueError(f"batch_size must be a multiple of the discriminator's packing {packing}, not {batch_size}")


def check_samples(generator: nn.Module, fake: object, real: Tensor) -> None:
    """Raise ``ValueError`` unless G has made what the data are like."""
    if not isinstance(fake, Tensor) or fake.shape != real.shape:
        made = tuple(fake.shape) if isinstance(fake, Tensor) else type(fake).__name__
        raise ValueError(f"{kind_of(generator)} must make samples of shape {tuple(real.shape)} here, not {made}")
    if not fake.is_floating_point():
        raise ValueError(f"{kind_of(generator)} must make floating-point numbers, not {fake.dtype}")


def check_values(discriminator: nn.Module, values: object, samples: int, head: str) -> None:
    """Raise ``ValueError`` unless D has given a value for each sample or pack, or as many for each as for any other."""
    packs, kind = samples // getattr(discriminator, "packing", 1), kind_of(discriminator)
    if not isinstance(values, Tensor) or not values.ndim or not len(values) or len(values) % packs:
        shape = tuple(values.shape) if isinstance(values, Tensor) else type(values).__name__
        raise ValueError(f"{kind} must give values of shape ({packs},) for {samples} samples, not {shape}")
    if head == "logit" and _ends_in_sigmoid(values):
        raise ValueError(f"{kind} must give logits, but it ends in a sigmoid: leave that out, the loss has it inside")


def _ends_in_sigmoid(values: Tensor) -> bool:
    node = values.grad_fn
    while node is not None and node.name().split("Backward")[0] in _RESHAPING:
        node = node.next_functions[0][0]
    return node is not None and node.name().startswith("SigmoidBackward")
