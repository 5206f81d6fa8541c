"""How often vector arithmetic on faces does what it is famous for, and how often chance does. Two minutes.

    python -m tools.experiments.arithmetic_faces > tools/logs/arithmetic_faces.log

Exemplars are latent points whose pictures the attribute reader is sure about. Everything is seeded.
"""

import time

import numpy as np
import torch

from gan_utils import experiments, latent, pretrained
from gan_utils.data import faces
from gan_utils.metrics.human import wilson_interval
from gan_utils.models import READ
from tools.common.scores import read_faces

COMMAND = "python -m tools.experiments.arithmetic_faces"
POOL, TRIPLES, SIZES, SEED = 20_000, 500, (1, 3, 10), 0
# An exemplar has an attribute where the attribute reader says more than this, and lacks it below 1 minus this.
SURE, SURE_OF_DEGREE = 0.9, 0.75  # the second for smile and head turn, which have degrees
PLAIN = {"beard": False, "hat": False}  # what all exemplars of a recipe share, and its results should keep
# Each recipe: the groups A, B and C, and what A - B + C should show.
RECIPES = {
    "glasses": (
        {"glasses": True, "long_hair": False} | PLAIN,
        {"glasses": False, "long_hair": False} | PLAIN,
        {"glasses": False, "long_hair": True} | PLAIN,
        {"glasses": True, "long_hair": True},
        PLAIN,
    ),
    "beard": (
        {"beard": True, "glasses": False, "long_hair": False, "hat": False},
        {"beard": False, "glasses": False, "long_hair": False, "hat": False},
        {"beard": False, "glasses": True, "long_hair": False, "hat": False},
        {"beard": True, "glasses": True},
        {"long_hair": False, "hat": False},
    ),
    "smile": (
        {"smile": True, "long_hair": True} | PLAIN,
        {"smile": False, "long_hair": True} | PLAIN,
        {"smile": False, "long_hair": False} | PLAIN,
        {"smile": True, "long_hair": False},
        PLAIN,
    ),
}
LENGTHS = (1, 2, 3, 4, 6, 8)  # of the steps along an attribute's direction


def shows(read: torch.Tensor, wanted: dict[str, bool], sure: bool = False, at: float = SURE) -> np.ndarray:
    """Which of the faces read show what is wanted; where ``sure``, beyond doubt, which begins ``at`` this."""
    right = torch.ones(len(read), dtype=torch.bool)
    for name, has in wanted.items():
        said = read[:, READ.index(name)] if has else 1 - read[:, READ.index(name)]
        right &= said > ((SURE_OF_DEGREE if name in faces.RANGES else at) if sure else 0.5)
    return right.numpy()


@torch.no_grad()
def draw(generator: torch.nn.Module, z: torch.Tensor) -> torch.Tensor:
    """Images of latent points, in batches."""
    return torch.cat([generator(part) for part in z.split(250)])


def rate(hits: np.ndarray) -> dict:
    """A share with its 95 % interval."""
    low, high = wilson_interval(int(hits.sum()), len(hits))
    return {"share": round(float(hits.mean()), 4), "interval": [round(low, 4), round(high, 4)], "of": len(hits)}


@torch.no_grad()
def d_logit(images: torch.Tensor) -> float:
    """What the discriminator that the generator was trained against says, median: above 0 is real."""
    discriminator = pretrained.load("dcgan-faces-discriminator")
    return round(float(torch.cat([discriminator(part) for part in images.split(250)]).median()), 2)


def judged(images: torch.Tensor, wanted: dict, kept: dict) -> dict:
    """How often faces show what is wanted, how often also what should be kept, and what D says of them."""
    read, _ = read_faces(images)
    right = shows(read, wanted)
    return {
        "wanted": rate(right),
        "wanted_and_kept": rate(right & shows(read, kept)),
        "d_logit": d_logit(images),
    }


def recipe_rates(name: str, generator, pool: torch.Tensor, read: torch.Tensor, triples: int = TRIPLES) -> dict:
    """Rates of one recipe: the arithmetic for each group size, on and off the shell, and the null baselines."""
    *groups, wanted, kept = RECIPES[name]
    places = [np.flatnonzero(shows(read, group, sure=True)) for group in groups]
    random = np.random.default_rng(SEED)
    shell = generator.z_dim**0.5
    found = {"exemplars": [len(each) for each in places]}
    found["chance"] = judged(draw(generator, pool[:triples]), wanted, kept)
    for k in SIZES:
        chosen = [pool[random.choice(each, (triples, k))] for each in places]
        z = torch.stack([latent.arithmetic(*three) for three in zip(*chosen)])
        way = (chosen[0].mean(1) - chosen[1].mean(1)).norm(dim=1, keepdim=True)
        aimless = torch.from_numpy(random.normal(size=z.shape)).float()
        aimless = chosen[2].mean(1) + way * aimless / aimless.norm(dim=1, keepdim=True)
        pictures = [draw(generator, each.flatten(0, 1)).unflatten(0, (triples, k)).mean(1) for each in chosen]
        pixels = (pictures[0] - pictures[1] + pictures[2]).clamp(-1, 1)
        on_shell = shell * z / z.norm(dim=1, keepdim=True)
        ways = {
            "arithmetic": draw(generator, z),
            "on the shell": draw(generator, on_shell),
            "random direction": draw(generator, aimless),
            "C alone": draw(generator, chosen[2].mean(1)),
            "the wrong way": draw(generator, z + 2 * (chosen[1].mean(1) - chosen[0].mean(1))),
            "pixels": pixels,
        }
        found[str(k)] = {"norm": round(float(z.norm(dim=1).mean()), 2)} | {
            way: judged(images, wanted, kept) for way, images in ways.items()
        }
    return found


def along(generator, pool, read, attribute: str, sign: int, start: dict, wanted: dict) -> dict:
    """Single steps of several lengths along an attribute's direction: wanted, and all other attributes kept."""
    has = read[:, READ.index(attribute)] > 0.5
    direction = latent.attribute_direction(pool, has.numpy())
    begin = pool[np.flatnonzero(shows(read, start, sure=True))[:TRIPLES]]
    before, _ = read_faces(draw(generator, begin))
    others = [READ.index(name) for name in faces.CHANCES if name != attribute]
    found = {}
    for length in LENGTHS:
        after, _ = read_faces(draw(generator, begin + sign * length * direction))
        same = ((after[:, others] > 0.5) == (before[:, others] > 0.5)).all(1).numpy()
        right = shows(after, wanted)
        found[str(length)] = {"wanted": rate(right), "wanted_and_kept": rate(right & same)}
    return found


def turned(generator, pool, read, k: int) -> dict:
    """The paper's turn vector, from k faces that look to the left and k to the right, added to others."""
    random = np.random.default_rng(SEED)
    left, right = (np.flatnonzero(shows(read, {"head_turn": way}, sure=True)) for way in (False, True))
    begin = pool[left[:TRIPLES]]
    turns = torch.stack([pool[random.choice(right, k)].mean(0) - pool[random.choice(left, k)].mean(0) for _ in begin])
    before, _ = read_faces(draw(generator, begin))
    others, at = [READ.index(name) for name in faces.CHANCES], READ.index("head_turn")
    found = {"exemplars": [len(left), len(right)], "norm": round(float(turns.norm(dim=1).mean()), 2), "path": {}}
    for share in (0, 0.25, 0.5, 0.75, 1):
        after, _ = read_faces(draw(generator, begin + share * turns))
        same = ((after[:, others] > 0.5) == (before[:, others] > 0.5)).all(1).numpy()
        found["path"][str(share)] = {
            "head_turn": round(float(2 * after[:, at].mean() - 1), 3),
            "right": rate(after[:, at].numpy() > 0.5),
            "kept": rate(same),
        }
    return found


def main() -> None:
    torch.set_num_threads(1)
    started = time.process_time()
    generator = pretrained.load("dcgan-faces")
    pool = torch.randn(POOL, generator.z_dim, generator=torch.Generator().manual_seed(SEED))
    read, _ = read_faces(draw(generator, pool))
    results = {
        "generator": "dcgan-faces",
        "reader": "attribute-reader",
        "exemplars": f"of {POOL} latent points (seed {SEED}) those of which the reader is sure",
        "sure": {"yes or no": SURE, "of a degree": SURE_OF_DEGREE},
        "d_logit": {
            "drawn faces": d_logit(faces.sample(TRIPLES, generator.size, seed=4)[0]),
            "samples": d_logit(draw(generator, pool[:TRIPLES])),
        },
        "recipes": {},
    }
    for name in RECIPES:
        results["recipes"][name] = recipe_rates(name, generator, pool, read)
        print(name, results["recipes"][name], f"{time.process_time() - started:.0f} s", flush=True)
    bare, glasses = {"glasses": False}, {"glasses": True}
    results["glasses_removed"] = along(generator, pool, read, "glasses", -1, glasses, bare)
    results["glasses_added"] = along(generator, pool, read, "glasses", 1, bare, glasses)
    results["turn"] = {str(k): turned(generator, pool, read, k) for k in (4, 50)}
    print({name: results[name] for name in ("d_logit", "glasses_removed", "glasses_added", "turn")})
    experiments.write("arithmetic-faces", COMMAND, results)


if __name__ == "__main__":
    main()
