"""DCGANLab's presets as its page runs them, in Node: DCGAN's rules undone one at a time, on digits; and a film of one.

    python -m tools.experiments.lab_rules >> tools/logs/lab_rules.log     # half an hour; goes on where it stopped

The page's engine makes the same bits everywhere, so that a reader's page makes these numbers.
"""

import base64
import itertools
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from gan_utils import experiments
from gan_utils.widgets import bundle
from gan_utils.widgets.dcgan_lab.data import SIZE, packed_classifier, packed_digits
from tools import find_node

COMMAND = "python -m tools.experiments.lab_rules"
ROUNDS, LOOKS, SEEDS = 1500, (500, 1000, 1500), 3
# Of the run that is kept as a film, for browsers that cannot make it.
FILM = (0, 100, 200, 300, 500, 700, 1000, 1500)
# Presets whose harm might be the page's long steps: once more, from seed 0, at these rates.
ELSEWHERE = {
    "dense": {"lr": 2e-4, "lr_d": 2e-4},
    "momentum": {"lr": 2e-4, "lr_d": 2e-4},
    "minimax": {"lr_d": 2e-4},
}
# Trains one preset from one seed and tells the scores of the looks.
RUN = """
import { readFileSync } from "node:fs";
const root = process.argv[1];
const { unpackLevels } = await import(`${root}/widgets/packed/images.js`);
const { makeImageRun } = await import(`${root}/widgets/dcgan_lab/run.js`);
const { PLAIN, PRESETS } = await import(`${root}/widgets/dcgan_lab/presets.js`);
const { sheets, classifier, size, jobs, looks, later, walls } = JSON.parse(readFileSync(0, "utf8"));
const lists = await Promise.all(sheets.map(({ sheet, content }) => unpackLevels(sheet, content)));
const levels = new Uint8Array(lists.flatMap((list) => [...list]));
const data = { key: "digits", levels, count: sheets.reduce((sum, { sheet }) => sum + sheet.count, 0), channels: 1,
  classifier };
const { floor } = makeImageRun({ ...PLAIN, seed: 0 }, [], { size }, data).target();
console.log(JSON.stringify({ floor, names: Object.keys(PRESETS) }));
for (const [name, seed, rates] of jobs) {
  const settings = { ...PLAIN, ...PRESETS[name].settings, ...rates, seed };
  const changes = Object.entries(later).map(([round, part]) => [Number(round), { ...settings, ...part }]);
  const run = makeImageRun(settings, changes, { size }, data);
  const seen = [];
  for (const step of looks) {
    if (step) run.train(step - run.picture({}).step, Infinity);
    const { step: at, score, frechet, dReal, dFake, failure, wall } = run.picture({});
    if (failure) { seen.push({ step: at, failure }); break; }
    seen.push({ step: at, score, frechet, dReal, dFake, ...(walls && { wall: [...wall] }) });
  }
  console.log(JSON.stringify({ name, seed, rates, looks: seen }));
}
"""


def question(jobs: list[tuple], looks: tuple[int, ...], later: dict[int, dict], walls: bool) -> str:
    """What ``RUN`` reads: the lab's digits and classifier, and what to train."""
    classifier = packed_classifier()
    text = {name: base64.b64encode(classifier[name]).decode() for name in ("weights", "affine")}
    sheets = [each | {"content": base64.b64encode(each["content"]).decode()} for each in packed_digits()]
    return json.dumps(
        {"sheets": sheets, "classifier": classifier | text, "size": SIZE}
        | {"jobs": jobs, "looks": looks, "later": later, "walls": walls}
    )


def told(jobs: list[tuple], looks: tuple[int, ...] = LOOKS, later: dict | None = None, walls: bool = False):
    """What the page's engine tells, line by line: first the scores of real digits and the presets' names.

    ``jobs`` are presets, seeds and rates; ``later`` says what is changed when; with ``walls`` come the samples.
    """
    node, _ = find_node.need()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)  # where Node knows the page's sources for ES modules
        for part in ("page", "widgets"):
            shutil.copytree(bundle.FOLDER / part, root / part)
        (root / "package.json").write_text('{"type": "module"}', encoding="utf-8")
        command = [node, "--input-type=module", "-e", RUN, root.as_uri()]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as running:
            running.stdin.write(question(jobs, looks, later or {}, walls))
            running.stdin.close()
            for line in running.stdout:
                yield json.loads(line)


def film() -> dict[str, np.ndarray]:
    """The samples of the first preset at the rounds of ``FILM``."""
    _, run = told([("plain", 0, {})], FILM, walls=True)
    walls = {str(look["step"]): np.reshape(look["wall"], (-1, 1, SIZE, SIZE)) for look in run["looks"]}
    return {step: (wall / 127.5 - 1).astype(np.float32) for step, wall in walls.items()}


def main() -> None:
    head = next(told([]))
    presets = {name: [] for name in head["names"]}
    results = {"rounds": ROUNDS, "floor": head["floor"], "presets": presets, "elsewhere": []}
    if "lab-rules" in experiments.names():
        done = experiments.read("lab-rules")
        presets |= {name: runs for name, runs in done["presets"].items() if name in presets}
        results["elsewhere"] = done.get("elsewhere", [])
    jobs = [
        (name, seed, {})
        for seed in range(SEEDS)
        for name, runs in presets.items()
        if seed not in [run["seed"] for run in runs]
    ]
    known = [run["name"] for run in results["elsewhere"]]
    jobs += [(name, 0, rates) for name, rates in ELSEWHERE.items() if name not in known]
    for run in itertools.islice(told(jobs), 1, None):
        if run["rates"]:
            results["elsewhere"].append(run)
        else:
            presets[run["name"]].append({"seed": run["seed"], "looks": run["looks"]})
        print(f"{run['name']:16} seed {run['seed']}  {run['rates']} {run['looks'][-1]}", flush=True)
        experiments.write("lab-rules", COMMAND, results)
    experiments.write_images("lab-rules", film())


if __name__ == "__main__":
    main()
