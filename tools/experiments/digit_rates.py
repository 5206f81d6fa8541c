"""At which ratios of the learning rates does a DCGAN's range of digits collapse? G's rate kept, D's kept.

    nice python -m tools.experiments.digit_rates >> tools/logs/digit_rates.log

Three quarters of an hour on one core. It may be stopped at any time: runs that are among the results are not done
again. For a new start, delete gan_utils/results/digit-rates.json.
"""

import itertools
import time

import torch

from gan_utils import experiments, pretrained
from gan_utils.data import digits
from tools.experiments.collapse_digits import HEALTHY, WIDTH, Z_DIM, looks

NAME, COMMAND = "digit-rates", "python -m tools.experiments.digit_rates"
SEEDS, STEPS = 3, 2000
# (G's rate, D's), each row from the ratio 1 : 4 to 40 : 1.
ROWS = {
    "rate of G kept": [(2e-3, lr_d) for lr_d in (8e-3, 2e-3, 5e-4, 2e-4, 1e-4, 5e-5)],
    "rate of D kept": [(lr, 2e-4) for lr in (5e-5, 2e-4, 8e-4, 2e-3, 4e-3, 8e-3)],
}


def run(lr: float, lr_d: float, seed: int, images: torch.Tensor, classifier) -> dict:
    """What the classifier says of the samples, and how far their mean has moved since the look before."""
    seen, before, started = [], None, time.process_time()
    settings = HEALTHY | {"lr": lr, "lr_d": lr_d}
    for _, _, made, found in looks(settings, WIDTH, STEPS, seed, images, classifier):
        mean = made.mean(0)
        moved = None if before is None else round(float((mean - before).norm()), 3)
        seen.append(found | {"moved": moved})
        before = mean
    return {"lr": lr, "lr_d": lr_d, "seed": seed, "seconds": round(time.process_time() - started, 1), "seen": seen}


def main() -> None:
    torch.set_num_threads(1)
    classifier = pretrained.load("digit-classifier").to(memory_format=torch.channels_last)  # twice as fast like this
    images, _ = digits.load()
    runs = experiments.read(NAME)["runs"] if NAME in experiments.names() else []
    done = {(run["lr"], run["lr_d"], run["seed"]) for run in runs}
    pairs = dict.fromkeys(itertools.chain(*ROWS.values()))  # 10 : 1 is in both rows
    for seed, pair in itertools.product(range(SEEDS), pairs):
        if (*pair, seed) in done:
            continue
        runs.append(run(*pair, seed, images, classifier))
        last = runs[-1]["seen"][-1]
        print(f"G {pair[0]:g} D {pair[1]:g} seed {seed} {runs[-1]['seconds']} s", last, flush=True)
        networks = {"width": WIDTH, "z_dim": Z_DIM}
        experiments.write(NAME, COMMAND, {"networks": networks, "training": HEALTHY, "rows": ROWS, "runs": runs})


if __name__ == "__main__":
    main()
