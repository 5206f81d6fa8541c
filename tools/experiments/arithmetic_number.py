"""Why averaging exemplars helps: their number varied at a fixed length, and the other way round. Six minutes.

    python -m tools.experiments.arithmetic_number > tools/logs/arithmetic_number.log

A linear rule, fitted to what the attribute reader says of other latent points and never shown a sum, predicts each
share.
Beside the shipped generator of faces stand three of 32 pixels: DCGAN as ``guidelines`` trains it, three seeds.
"""

import time

import numpy as np
import torch
from torch import nn

from gan_utils import experiments, pretrained
from gan_utils.data import faces
from gan_utils.models import READ
from gan_utils.training import train
from tools.common.scores import read_faces
from tools.experiments import guidelines
from tools.experiments.arithmetic_faces import POOL, RECIPES, SEED, SURE, TRIPLES, draw, rate, shows

COMMAND = "python -m tools.experiments.arithmetic_number"
NUMBERS, LENGTHS, SHELL = (1, 2, 3, 5, 10, 30), (4, 6, 8, 10, 14), 8
RULE_POINTS, RULE_SEED = 5000, 1
# Generator ("shipped", or the seed of one trained here), recipe, and how sure the attribute reader must be of an
# exemplar.
CASES = (
    ("shipped", "glasses", SURE),
    ("shipped", "beard", SURE),
    ("shipped", "smile", SURE),
    ("shipped", "glasses", 0.6),
    ("shipped", "glasses", 0.99),
    (0, "glasses", SURE),
    (1, "glasses", SURE),
    (2, "glasses", SURE),
)


def trained(seed: int) -> nn.Module:
    """DCGAN for faces of 32 pixels, as ``guidelines`` trains it."""
    generator, discriminator = guidelines.networks(guidelines.as_it_is, seed)
    images, _ = faces.sample(guidelines.FACES, guidelines.SIZE, seed=0)
    settings = {"steps": guidelines.STEPS, "batch_size": guidelines.BATCH, "seed": seed, "progress": False}
    for _ in train(generator, discriminator, images, **settings):
        pass
    return generator.eval()


def linear_rule(z: torch.Tensor, says: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Logistic regression of "the attribute reader sees it" on latent points: weights ``(z_dim,)`` and a bias."""
    weights = torch.zeros(z.shape[1] + 1, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=200)

    def loss():
        optimiser.zero_grad()
        value = nn.functional.binary_cross_entropy_with_logits(z @ weights[:-1] + weights[-1], says.float())
        value.backward()
        return value

    optimiser.step(loss)
    return weights[:-1].detach(), weights[-1].detach()


def predicted(z: torch.Tensor, rules: dict, wanted: dict[str, bool]) -> float:
    """The share of points that show all that is wanted, by the rules, each attribute by itself."""
    chances = torch.ones(len(z))
    for name, has in wanted.items():
        weights, bias = rules[name]
        chances *= ((z @ weights + bias) * (1 if has else -1)).sigmoid()
    return round(float(chances.mean()), 4)


def at_length(z: torch.Tensor, length: float) -> torch.Tensor:
    return length * z / z.norm(dim=1, keepdim=True)


def measured(generator: nn.Module, pool: torch.Tensor, read: torch.Tensor, rules: dict, recipe: str, sure: float):
    """Shares for each number and length, what the rule predicts, and what is left when accidents are taken out."""
    *groups, wanted, kept = RECIPES[recipe]
    goal = wanted | kept
    places = [np.flatnonzero(shows(read, group, sure=True, at=sure)) for group in groups]
    means = [pool[each].mean(0) for each in places]
    common = means[0] - means[1] + means[2]  # what the exemplars of each group have in common, added up
    directions = torch.stack([rules[name][0] for name in goal])
    others = torch.randn(directions.shape, generator=torch.Generator().manual_seed(SEED))
    way = rules[next(iter(wanted))][0]
    random = np.random.default_rng(SEED)

    def share(z):
        return rate(shows(read_faces(draw(generator, z))[0], goal))

    found = {"exemplars": [len(each) for each in places], "numbers": {}}
    for k in NUMBERS:
        a, b, c = (pool[random.choice(each, (TRIPLES, k))].mean(1) for each in places)
        z = a - b + c
        along = z @ way / way.norm()
        each = {"length": round(float(z.norm(dim=1).mean()), 2), "as it is": share(z)}
        each["along"] = [round(float(along.mean()), 3), round(float(along.std()), 3)]
        each["at length"] = {str(length): share(at_length(z, length)) for length in LENGTHS}
        each["predicted"] = {str(length): predicted(at_length(z, length), rules, goal) for length in LENGTHS}
        for name, plane in (("attributes", directions), ("random directions", others)):
            basis = torch.linalg.qr(plane.T)[0]
            without = z - (z - common) @ basis @ basis.T
            each[f"no accidents along {name}"] = share(at_length(without, SHELL))
        found["numbers"][str(k)] = each
    return found


def main() -> None:
    torch.set_num_threads(1)
    started, results = time.process_time(), {}
    pool = torch.randn(POOL, SHELL**2, generator=torch.Generator().manual_seed(SEED))
    other = torch.randn(RULE_POINTS, SHELL**2, generator=torch.Generator().manual_seed(RULE_SEED))
    for place, (which, recipe, sure) in enumerate(CASES):
        if place == 0 or which != CASES[place - 1][0]:
            generator = pretrained.load("dcgan-faces") if which == "shipped" else trained(which)
            read, says = read_faces(draw(generator, pool))[0], read_faces(draw(generator, other))[0] > 0.5
            rules = {name: linear_rule(other, says[:, READ.index(name)]) for name in (*faces.CHANCES, "smile")}
        label = f"{'dcgan-faces' if which == 'shipped' else f'32 pixels, seed {which}'}, {recipe}, sure {sure}"
        results[label] = measured(generator, pool, read, rules, recipe, sure)
        print(label, results[label], f"{time.process_time() - started:.0f} s", flush=True)
    setup = {"triples": TRIPLES, "rule": f"logistic regression on {RULE_POINTS} latent points (seed {RULE_SEED})"}
    experiments.write("arithmetic-number", COMMAND, setup | {"cases": results})


if __name__ == "__main__":
    main()
