"""CollapseLab on an open page, and the same runs in Node."""

import json
import shutil
import subprocess

from gan_utils.widgets import CollapseLab, bundle
from tools import find_node

from .widget import Widget

NODE, _ = find_node.need()
WORK = 60_000  # milliseconds that training may take on a machine that is busy
BESIDE = {"name", "title", "caption", "_worker"}  # traits that are no settings of a run
SETTINGS = [name for name in CollapseLab.class_own_traits(sync=True) if name not in BESIDE]
DEFAULTS = {name: getattr(CollapseLab(), name) for name in SETTINGS}
QUICK = {"width": 16, "z_dim": 4, "batch_size": 64}  # a third of a millisecond a round
# From seed 0 it leaves the range of numbers after some 40 rounds.
DIVERGING = {
    "target": "ring",
    "objective": "wgan",
    "optimiser": "sgd",
    "clip": 1,
    "lr": 0.01,
    "lr_d": 0.01,
    "d_steps": 10,
    "g_steps": 10,
    "width": 32,
}
SEEN = {"step": "step", "captured": "captured", "high-quality": "highQuality", "accuracy": "accuracy"}

# Runs of widgets/collapse_lab/run.js: [{settings, changes, constants, acts, layers}] gives a list of pictures for each,
# one an act.
RUNS = """
import { readFileSync } from "node:fs";
const { makeLab } = await import(`${process.argv[1]}/widgets/collapse_lab/run.js`);
const { PRESETS } = await import(`${process.argv[1]}/widgets/collapse_lab/presets.js`);
const ACTS = {
  train: (lab, count) => { lab.train(count, 1e9); },
  change: (lab, settings) => lab.change(settings), stepD: (lab) => lab.stepD(), stepG: (lab) => lab.stepG(), look() {},
};
const plain = (_, value) => (ArrayBuffer.isView(value) ? [...value] : value);
const jobs = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(jobs === "presets" ? PRESETS : jobs.map(({ settings, changes, constants, acts, layers }) => {
  const lab = makeLab(settings, changes, constants);
  return acts.map(([kind, value]) => {
    ACTS[kind](lab, value);
    const picture = lab.picture(layers, kind === "look" ? value : null);
    return { ...picture, target: lab.target().points };
  });
}), plain));
"""


def job(settings, changes, acts, layers=()):
    """A run to ask Node for, as RUNS takes it."""
    constants = CollapseLab.constants
    return {"settings": settings, "changes": changes, "constants": constants, "acts": acts, "layers": dict(layers)}


class Engine:
    """The run of widgets/collapse_lab/run.js in Node: what a page should show, number for number."""

    def __init__(self, folder):
        self.folder = folder
        for part in ("page", "widgets"):
            shutil.copytree(bundle.FOLDER / part, folder / part, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")

    def node(self, question, script=RUNS):
        done = subprocess.run(
            [NODE, "--input-type=module", "-e", script, self.folder.as_uri()],
            input=json.dumps(question),
            capture_output=True,
            encoding="utf-8",
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def presets(self):
        return self.node("presets")

    def pictures(self, *acts, changes=(), layers=None, **settings):
        """What is seen after each act, such as ("train", 30), of a run with QUICK settings and these."""
        return self.node([job(DEFAULTS | QUICK | settings, changes, acts, layers or {})])[0]

    def after(self, runs):
        """What is seen of each run: (settings, changes, rounds)."""
        jobs = [job(settings, changes, [("train", rounds)]) for settings, changes, rounds in runs]
        return [seen(pictures[0]) for pictures in self.node(jobs)]


def seen(picture):
    """The read-outs of a picture."""
    return {name: picture[key] for name, key in SEEN.items()}


# Counts the messages that no worker has answered yet. What is ended answers no more.
COUNT = """() => {
  if (window.unanswered !== undefined) return;
  window.unanswered = 0;
  const { postMessage, terminate } = Worker.prototype;
  Worker.prototype.postMessage = function (...message) {
    if (this.due === undefined) this.addEventListener("message", () => {
      if (this.ended) return;
      this.due -= 1;
      window.unanswered -= 1;
    });
    this.due = (this.due ?? 0) + 1;
    window.unanswered += 1;
    return postMessage.apply(this, message);
  };
  Worker.prototype.terminate = function () {
    if (!this.ended) window.unanswered -= this.due ?? 0;
    this.ended = true;
    return terminate.call(this);
  };
}"""


class Lab(Widget):
    """A lab on a page, at rest or training."""

    READOUTS, SETTINGS = tuple(SEEN), SETTINGS

    def __init__(self, root):
        super().__init__(root)
        self.page.evaluate(COUNT)

    def settle(self):
        """Waits until the worker has answered and the pictures are painted."""
        self.page.wait_for_function("window.unanswered === 0", timeout=WORK)
        super().settle()

    def steps(self, count):
        """Presses Step so often, and waits for the last."""
        self.click("step", times=count)
        self.settle()

    def until(self, condition, **values):
        """Waits until the number of rounds, n, fulfils a condition in JavaScript."""
        output = self.root.locator('[data-readout="step"]').element_handle()
        self.page.wait_for_function(
            f"([output, values]) => {{ const n = Number(output.dataset.value); return {condition}; }}",
            arg=[output, values],
            timeout=WORK,
        )

    def play_past(self, rounds):
        """Plays until more rounds than these are done, pauses, and gives their number."""
        self.click("play")
        self.until("n > values.rounds", rounds=rounds)
        self.click("play")
        self.settle()
        return self.seen()["step"]

    def seen(self):
        """The read-outs, in full precision."""
        return {name: json.loads(self.exact(name)) for name in self.READOUTS}

    def seeds(self):
        """The picture of the twelve seeds, after the plane, the curves and the map."""
        return self.canvas(3)

    def says(self):
        return self.text("says")

    def hash(self):
        return self.page.evaluate("location.hash")

    def controls(self):
        """What each setting's control shows, as text."""
        names = [name for name in self.SETTINGS if name != "drawn"]
        return self.root.evaluate(
            "(root, names) => Object.fromEntries(names.map((name) => "
            '[name, root.querySelector(`[data-control="${name}"]`).value]))',
            names,
        )

    def put(self, **settings):
        """Sets the controls that show something else."""
        shown = self.controls()
        for name, value in settings.items():
            if shown.get(name) == str(value) or name == "drawn":
                continue
            if self.control(name).evaluate("(control) => control.tagName") == "SELECT":
                self.choose(**{name: str(value)})
            elif name == "seed":
                self.type(name, value)
            else:
                self.slide(name, value)
        self.settle()
