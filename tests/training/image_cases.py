"""GANs of images that the page's engine is compared with: the steps of gan_utils.training, on batches both are given.

They are taken in double precision, so that what differs is the page's own rounding. Where PyTorch's single precision
parts from double within the steps, too, the rates are a part of DCGAN's: ``slower`` says which.
"""

import torch
from torch import nn

from gan_utils.data import digits, faces
from gan_utils.losses import OBJECTIVES
from gan_utils.models import RULES, DCGANDiscriminator, DCGANGenerator, undo
from gan_utils.training.run import Run

from .run_cases import settings_of

STEPS, POOL, LOOKED = 30, 40, 3
PAGE = {
    "objective": "non_saturating",
    "unroll": 0,
    "unroll_lr": None,
    "d_steps": 1,
    "g_steps": 1,
    "lr": 3e-4,
    "lr_d": 2e-4,
    "optimiser": "adam",
    "betas": [0.5, 0.999],
    "width": 4,
    "z_dim": 6,
    "batch_size": 8,
    "penalty": 10.0,
    "clip": 0.01,
    "seed": 5,
    "size": 32,
    "channels": 1,
    **{rule: ways[0] for rule, ways in RULES.items()},
}
NO_NORM = {"norm": "none", "start": "he"}
ALL = {"sampling": "pooling", "hidden": "dense", "activation": "relu"} | NO_NORM
CHANGES = [
    *[{"objective": name} for name in ("non_saturating", "minimax", "lsgan", "hinge")],
    *[{"objective": name, "slower": 2} for name in ("r1", "wgan_gp")],
    {"sampling": "pooling", "slower": 2},
    {"hidden": "dense"},
    {"norm": "none"},
    {"norm": "everywhere", "slower": 4},
    {"activation": "relu"},
    NO_NORM,
    ALL | {"slower": 4},
    {"hidden": "dense", "norm": "everywhere", "start": "torch", "slower": 16},
    {"sampling": "pooling", "norm": "everywhere", "start": "torch", "slower": 4},
    {"objective": "r1"} | NO_NORM,
    {"objective": "wgan_gp", "slower": 2} | NO_NORM,
    {"objective": "wgan_gp", "sampling": "pooling", "norm": "none", "d_steps": 2, "slower": 2},
    {"objective": "r1", "hidden": "dense", "norm": "everywhere", "activation": "relu", "slower": 32},
    {"betas": [0.9, 0.999], "d_steps": 2},
    {"betas": [0.0, 0.9], "width": 3, "batch_size": 5},
    {"channels": 3, "size": 64, "width": 2, "batch_size": 4, "slower": 4},
]


def networks(s, dtype):
    """G and D of the page's settings, as PyTorch makes them."""
    pair = (
        DCGANGenerator(s["z_dim"], s["channels"], s["size"], s["width"], seed=2 * s["seed"]),
        DCGANDiscriminator(s["channels"], s["size"], s["width"], seed=2 * s["seed"] + 1),
    )
    for place, network in enumerate(pair):
        undo(network, {rule: s[rule] for rule in RULES}, seed=2 * s["seed"] + place)
    return [network.to(dtype) for network in pair]


class Fed(Run):
    """A training run on batches that are handed to it."""

    def __init__(self, s, pool, dtype):
        generator, discriminator = networks(s, dtype)
        objective = OBJECTIVES[s["objective"]]
        settings = settings_of(PAGE | s)
        super().__init__(generator, discriminator, pool, objective, settings, torch.device("cpu"), None)
        self.pool, turns, size = pool.to(dtype), range(STEPS * s["d_steps"]), s["batch_size"]
        random = torch.Generator().manual_seed(s["seed"])
        self.picks = [torch.randperm(POOL, generator=random)[:size] for _ in turns]
        self.latents = [torch.randn(size, s["z_dim"], generator=random).to(dtype) for _ in turns]
        self.mixes = [torch.rand(size, generator=random).to(dtype) for _ in turns]

    def batch(self, turn):
        return self.pool[self.picks[turn]]

    def noise(self, turn):
        return self.latents[turn]

    def mix(self, turn):
        return self.mixes[turn]


def parts(network):
    """The weights as the page lists them, layer by layer; and the running statistics.

    Batch normalisation takes away what a bias before it adds, so that such a bias has no gradient but rounding, which
    Adam makes steps of; and the mean that is taken away is no number to compare: it is NaN here.
    """
    weights, statistics, shifted = [], [], False
    for layer in network.layers:
        if isinstance(layer, (nn.Conv2d, nn.ConvTranspose2d)):
            order = (2, 3, 1, 0) if isinstance(layer, nn.Conv2d) else (0, 2, 3, 1)
            weights.append(layer.weight.permute(order))
        elif isinstance(layer, nn.BatchNorm2d):
            weights.append(layer.weight)
            statistics += [layer.running_mean * (torch.nan if shifted else 1), layer.running_var]
        else:
            continue
        shifted = not isinstance(layer, nn.BatchNorm2d) and layer.bias is not None
        if layer.bias is not None:
            weights.append(layer.bias)
    return [part.detach().flatten() for part in weights], [part.flatten() for part in statistics]


def listed(run):
    """Of both networks: weights, then running statistics, as the page's run has them."""
    (g, of_g), (d, of_d) = parts(run.generator), parts(run.discriminator)
    return torch.cat([*g, *d]), torch.cat([*of_g, *of_d, torch.zeros(0)])


def pixels(images):
    """Row by row, the channels of a pixel together."""
    return images.permute(0, 2, 3, 1).flatten(1)


def singles(numbers):
    """As bytes, which take a fifth of the room of digits."""
    return numbers.float().numpy().astype("<f4").tobytes()


def trained(s, pool, dtype):
    run = Fed(s, pool, dtype)
    start = listed(run)
    losses, chances = [], []
    for _ in range(STEPS):
        record = run.advance()
        losses.append([record.loss_real, record.loss_fake, record.penalty, record.loss_g])
        chances.append([record.d_real, record.d_fake])
    run.generator.eval()
    with torch.no_grad():
        made = run.generator(run.latents[-1][:LOOKED])
    return run, start, losses, chances, pixels(made)


def image_gan_cases():
    found = []
    for changes in CHANGES:
        name = ", ".join(f"{key} {value}" for key, value in changes.items())
        slower = changes.get("slower", 1)
        s = PAGE | changes | {rate: PAGE[rate] / slower for rate in ("lr", "lr_d")}
        pool = digits.load("train")[0][:POOL] if s["channels"] == 1 else faces.sample(POOL, s["size"], seed=1)[0]
        pool = ((pool + 1) * 127.5).round()  # levels, as the page has them
        run, start, losses, chances, made = trained(s, pool / 127.5 - 1, torch.float64)
        statistics = listed(run)[1]
        start = [part.nan_to_num(0) for part in start]  # no mean has been seen yet
        latents = [part.flatten().tolist() for part in run.latents]
        case = {"name": name, "settings": s, "start": singles(torch.cat(start))}
        case |= {"losses": losses, "chances": chances, "made": made.flatten().tolist(), "weights": len(start[0])}
        case |= {"statistics": statistics.tolist(), "latent": latents, "mix": [mix.tolist() for mix in run.mixes]}
        levels = pixels(pool).to(torch.uint8).numpy().tobytes()
        found.append(case | {"pool": levels, "picks": [pick.tolist() for pick in run.picks]})
    return found


def first_weight_cases():
    """The spread of each part's first weights, over a few seeds of networks wide enough to tell."""
    found = []
    for start in RULES["start"]:
        s = PAGE | {"width": 16, "z_dim": 64, "start": start, "norm": "none" if start == "he" else "usual"}
        pairs = [networks(s | {"seed": seed}, torch.float32) for seed in range(4)]
        for place, name in enumerate(("generator", "discriminator")):
            several = zip(*(parts(pair[place])[0] for pair in pairs))
            spreads = [[float(torch.cat(part).mean()), float(torch.cat(part).std())] for part in several]
            kinds = [type(layer).__name__ for layer in pairs[0][place].layers]
            found.append({"network": name, "settings": s, "spreads": spreads, "kinds": kinds})
    return found


def layer_cases():
    """The modules of each network, whatever is undone."""
    found = []
    for sampling in RULES["sampling"]:
        for hidden in RULES["hidden"]:
            for norm in RULES["norm"]:
                for activation in RULES["activation"]:
                    for size, channels in ((32, 1), (64, 3)):
                        own = {"sampling": sampling, "hidden": hidden, "norm": norm, "activation": activation}
                        s = PAGE | own | {"size": size, "channels": channels}
                        found.append(
                            {"settings": s, "modules": [_modules(each) for each in networks(s, torch.float32)]}
                        )
    return found


def _modules(network):
    return [
        [
            type(layer).__name__,
            [*layer.weight.shape] if hasattr(layer, "weight") else [],
            getattr(layer, "bias", None) is not None,
            [getattr(layer, name)[0] for name in ("stride", "padding")] if hasattr(layer, "in_channels") else [],
        ]
        for layer in network.layers
    ]


CASES = {"image-gans": image_gan_cases, "first-weights": first_weight_cases, "layers": layer_cases}
