"""GanOnALine on an open page, and the same runs in Node."""

from gan_utils.widgets import GanOnALine

from .lab import Lab

BESIDE = {"name", "title", "caption", "_worker"}  # traits that are no settings of a run
SETTINGS = [name for name in GanOnALine.class_own_traits(sync=True) if name not in BESIDE]
DEFAULTS = {name: getattr(GanOnALine(), name) for name in SETTINGS}
QUICK = {"width": 16, "batch_size": 64}
SEEN = {
    "step": "step",
    "w1": "w1",
    "d-real": "dReal",
    "d-fake": "dFake",
    "push": "push",
    "estimate": "estimate",
    "measure": "measure",
    "k": "k",
    "loss-real": "lossReal",
    "loss-fake": "lossFake",
    "loss-g": "lossG",
}

# Runs of widgets/gan_on_a_line/run.js: [{settings, changes, constants, acts, turns}] gives for each its pictures, one
# an act, its first weights, and the batches of so many turns.
RUNS = """
import { readFileSync } from "node:fs";
const from = (name) => import(`${process.argv[1]}/${name}.js`);
const [{ makeLine }, { seededSource }, { makeRun }, { OBJECTIVES }] = await Promise.all(
  ["widgets/gan_on_a_line/run", "widgets/live/source", "page/training/run", "page/losses/table"].map(from),
);
const [{ fillNormals, uniforms }, { fillPoints, targetOf }] = await Promise.all(
  ["page/engine/noise", "page/data/toys"].map(from),
);
const ACTS = {
  train: (run, count) => { run.train(count, 1e9); },
  change: (run, settings) => run.change(settings), stepD: (run) => run.stepD(), stepG: (run) => run.stepG(), look() {},
};
function batchesOf({ batch_size, z_dim, seed, target }, turns) {
  const parts = { real: [], latent: [], mix: [] };
  for (let turn = 0; turn < turns; turn++) {
    const [real, noise, latent] = [batch_size, batch_size, batch_size * z_dim].map((size) => new Float32Array(size));
    fillNormals(noise, seed, 1, turn);
    fillPoints(real, targetOf(target), uniforms(batch_size, seed, 0, turn), noise);
    fillNormals(latent, seed, 2, turn);
    parts.real.push(real);
    parts.latent.push(latent);
    parts.mix.push(uniforms(batch_size, seed, 3, turn));
  }
  return parts;
}
const plain = (_, value) => (ArrayBuffer.isView(value) ? [...value]
  : typeof value === "number" && !Number.isFinite(value) ? String(value) : value);
const jobs = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(jobs.map(({ settings, changes = [], constants, acts, turns = 0 }) => {
  const run = makeLine(settings, changes, constants);
  const pictures = acts.map(([kind, value]) => {
    ACTS[kind](run, value);
    return { ...run.picture(), target: run.target().points };
  });
  const networks = { ...settings, dims: 1, activation: "tanh", unroll: 0, packing: 1, optimiser: "adam" };
  const first = makeRun(networks, { source: seededSource, objectives: OBJECTIVES });
  return { pictures, weights: first.weights(), ...batchesOf(settings, turns) };
}), plain));
"""


def runs(engine, *jobs):
    """What Node says of each job: (settings, acts), with ``turns`` of batches."""
    given = {"constants": GanOnALine.constants}
    asked = [{"settings": DEFAULTS | QUICK | settings, "acts": acts} | given | more for settings, acts, more in jobs]
    return engine.node(asked, RUNS)


def after(engine, rounds, changes=(), **settings):
    """The read-outs after so many rounds of QUICK settings and these."""
    act = ["train", rounds] if rounds else ["look", None]
    (told,) = runs(engine, (settings, [act], {"changes": list(changes)}))
    return seen(told["pictures"][0])


def seen(picture):
    """The read-outs of a picture."""
    return {name: float(picture[key]) for name, key in SEEN.items()}


class Line(Lab):
    """A GAN on a line on a page, at rest or training."""

    SETTINGS = SETTINGS

    def seen(self):
        return {name: float(self.exact(name).replace("Infinity", "inf")) for name in SEEN}
