"""Whole GANs that the page's engine is compared with: the steps of gan_utils.training, on batches that both are given.

They are taken in double precision, so that what differs is the page's own rounding.
"""

from dataclasses import fields

import torch
from torch import nn
from torch.func import functional_call

from gan_utils.data import toys
from gan_utils.losses import OBJECTIVES
from gan_utils.models.toy import ToyDiscriminator, ToyGenerator
from gan_utils.training.run import Run
from gan_utils.training.settings import Settings
from gan_utils.widgets.collapse_lab.widget import LAB_OBJECTIVES

STEPS, KEPT = 50, (1, 10, 50)  # weights are compared after these
# No two step sizes alike, so that none can stand in for another.
PAGE = {
    "objective": "non_saturating",
    "unroll": 0,
    "unroll_lr": 3e-3,
    "d_steps": 1,
    "g_steps": 1,
    "lr": 2e-3,
    "lr_d": 1e-3,
    "optimiser": "adam",
    "width": 16,
    "z_dim": 4,
    "batch_size": 16,
    "packing": 1,
    "penalty": 10.0,
    "clip": 0.1,
    "seed": 5,
    "target": "ring",
    "drawn": None,
    "dims": 2,
    "activation": "relu",
}
LINE = {"dims": 1, "activation": "tanh", "target": "two_bumps"}
SGD = {"optimiser": "sgd", "lr": 0.1, "lr_d": 0.05, "unroll_lr": 0.02, "penalty": 0.5}
TWO = {"unroll": 2}
GROUPS = {
    "every objective": [{"objective": name} for name in LAB_OBJECTIVES],
    "on a line": [LINE | {"objective": name} for name in OBJECTIVES]
    + [LINE | {"objective": "wgan_gp", "d_steps": 3, "target": "needles"}]
    + [LINE | {"objective": name, "packing": 2, "d_steps": 2, "target": "uneven"} for name in ("began", "sngan", "r1")],
    "the other objectives in the plane": [{"objective": name} for name in OBJECTIVES if name not in LAB_OBJECTIVES],
    "unrolled": [{"objective": name, "unroll": k} for name in ("non_saturating", "minimax") for k in (1, 3, 5)]
    + [{"objective": name} | TWO for name in ("lsgan", "wgan", "wgan_gp", "hinge", "r1")],
    "several steps of D": [{"d_steps": 3}, {"d_steps": 3} | TWO, {"d_steps": 3, "objective": "wgan_gp"}],
    "packing": [
        {"packing": 2},
        {"packing": 2} | TWO,
        {"packing": 2, "objective": "wgan_gp"},
        {"packing": 2, "objective": "r1"} | TWO,
        {"packing": 3, "batch_size": 15, "width": 7},
    ],
    "changed on the way": [
        {"objective": "wgan_gp", "later": {"20": {"objective": "minimax", "unroll": 2, "lr": 5e-4, "lr_d": 3e-3}}},
        {"unroll": 2, "unroll_lr": None, "later": {"1": {"lr_d": 4e-3}, "30": {"objective": "r1", "penalty": 0.5}}},
    ],
    "sgd": [{"objective": name} | SGD for name in LAB_OBJECTIVES]
    + [{"objective": name} | SGD | TWO for name in ("minimax", "wgan", "wgan_gp", "r1")]
    + [{"unroll": 5, "packing": 2} | SGD],
}


def settings_of(s):
    """The page's settings as a run in Python has them. Plain descent goes by Adam's name: ``FedDescent`` brings it."""
    optimiser = "adam" if s["optimiser"] == "sgd" else s["optimiser"]
    clip, ahead = OBJECTIVES[s["objective"]].clip and s["clip"], s["unroll_lr"] or s["lr_d"]
    betas = tuple(s.get("betas", (0.5, 0.999)))
    own = {"optimiser": optimiser, "clip": clip, "unroll_lr": ahead, "betas": betas, "average_decay": 0.999}
    return Settings(**{field.name: (s | own)[field.name] for field in fields(Settings)})


class Fed(Run):
    """A training run on batches that are handed to it."""

    def __init__(self, s, dtype=torch.float64):
        objective, shape = OBJECTIVES[s["objective"]], {"dims": s["dims"], "activation": s["activation"]}
        head = "energy" if objective.head == "energy" else "value"
        generator = ToyGenerator(s["z_dim"], s["width"], seed=1, **shape).to(dtype)
        discriminator = ToyDiscriminator(s["width"], packing=s["packing"], head=head, seed=2, **shape).to(dtype)
        # First weights come from a decomposition whose last bits differ by machine; where one puts a hidden unit on
        # ReLU's kink, single and double precision part. Rounded they are the same everywhere.
        with torch.no_grad():
            for weight in (*generator.parameters(), *discriminator.parameters()):
                weight.copy_((weight * 4096).round() / 4096)
        data = torch.zeros(1, s["dims"])
        super().__init__(generator, discriminator, data, objective, settings_of(s), torch.device("cpu"), None)
        random, size = torch.Generator().manual_seed(s["seed"]), s["batch_size"]
        turns = range(STEPS * s["d_steps"])
        self.reals = [toys.sample(s["target"], size, seed=turn).to(dtype) for turn in turns]
        self.latents = [torch.randn(size, s["z_dim"], generator=random).to(dtype) for _ in turns]
        self.mixes = [torch.rand(size, generator=random).to(dtype) for _ in turns]

    def change(self, s):
        """Goes on with other settings, as the page lets a reader do."""
        self.objective, self.settings = OBJECTIVES[s["objective"]], settings_of(s)
        self.optimiser_d.param_groups[0]["lr"], self.optimiser_g.param_groups[0]["lr"] = s["lr_d"], s["lr"]

    def batch(self, turn):
        return self.reals[turn]

    def noise(self, turn):
        return self.latents[turn]

    def mix(self, turn):
        return self.mixes[turn]


class FedDescent(Fed):
    """The same by plain gradient descent, which ``train`` does not offer."""

    def __init__(self, s, dtype=torch.float64):
        super().__init__(s, dtype)
        self.optimiser_d = torch.optim.SGD(self.discriminator.parameters(), s["lr_d"])
        self.optimiser_g = torch.optim.SGD(self.generator.parameters(), s["lr"])

    def _ahead(self, pair):
        discriminate, weights = self.discriminator, dict(self.discriminator.named_parameters())
        for _ in range(self.settings.unroll):
            slopes = torch.autograd.grad(
                self.d_loss(discriminate, pair).total(), list(weights.values()), create_graph=True
            )
            steps = zip(weights.items(), slopes)
            weights = {name: weight - self.settings.unroll_lr * slope for (name, weight), slope in steps}
            if bound := self.settings.clip:
                weights = {name: weight.clamp(-bound, bound) for name, weight in weights.items()}

            def discriminate(samples, ahead=weights):
                return functional_call(self.discriminator, ahead, (samples,))

        return discriminate


def listed(run):
    """The weights as the page lists them: G's, then D's; each layer's as (inputs x outputs), then its biases.

    Then, of each layer of D with a spectral norm, the vectors u and v.
    """
    networks = run.generator, run.discriminator
    layers = [layer for network in networks for layer in network.modules() if isinstance(layer, nn.Linear)]
    norms = {layer: layer.parametrizations.weight for layer in layers if hasattr(layer, "parametrizations")}
    weights = {layer: norms[layer].original if layer in norms else layer.weight for layer in layers}
    parts = [part for layer in layers for part in (weights[layer].t().flatten(), layer.bias)]
    parts += [part for norm in norms.values() for part in (norm[0]._u, norm[0]._v)]
    return torch.cat(parts).tolist()


def gan_cases():
    return [_gan_case(group, changes) for group, several in GROUPS.items() for changes in several]


def _gan_case(group, changes, dtype=torch.float64):
    settings, later = PAGE | changes, changes.get("later", {})
    run = (FedDescent if settings["optimiser"] == "sgd" else Fed)(settings, dtype)
    named = {key: value for key, value in changes.items() if key == "optimiser" or key not in [*SGD, "later"]}
    name = ", ".join(f"{key} {value}" for key, value in named.items())
    case = {"group": group, "name": name, "settings": settings, "start": listed(run), "losses": [], "weights": {}}
    for step in range(1, STEPS + 1):
        record = run.advance()
        balance = [] if run.balance is None else [record.k, record.measure]
        case["losses"].append([record.loss_real, record.loss_fake, record.penalty, record.loss_g, *balance])
        if step in KEPT:
            case["weights"][str(step)] = listed(run)
        if str(step) in later:
            settings = settings | later[str(step)]
            run.change(settings)
    feed = {"real": run.reals, "latent": run.latents, "mix": run.mixes}
    case |= {name: [part.flatten().tolist() for part in parts] for name, parts in feed.items()}
    return case | {"look": _look(run)}


def _look(run):
    """What the page shows of a GAN: points that it makes, what D says of points, and where it pushes them."""
    run.discriminator.eval()  # looking takes no spectral norm further
    latent, points = run.latents[-1], run.reals[0][:12].clone().requires_grad_()
    (slopes,) = torch.autograd.grad(run.objective.generator(run.discriminator(points)), points)
    with torch.no_grad():
        values = run.discriminator(points.repeat_interleave(run.discriminator.packing, 0))
        packs, made = run.discriminator(points), run.generator(latent)
    look = {"latent": latent, "made": made, "points": points.detach(), "values": values, "packs": packs}
    return {name: part.flatten().tolist() for name, part in (look | {"pushes": -slopes}).items()}


CASES = {"gans": gan_cases}
