// CollapseLab's settings and read-outs: what they are called, what they may be, and how they are shown.

import { choice, element, numberBox, pretty, readout, slider } from "./dom.js";
import { REACH } from "./lab_settings.js";

const LAST_SEED = 4294967295;
export const MOST_DRAWN = 30; // modes of a target of the reader's own
const CHOICES = {
  target: ["target", { ring: "ring of 8", grid: "grid of 25", blobs: "two blobs", moons: "two moons", spiral: "spiral",
    drawn: "your own: click in the picture" }],
  objective: ["objective", { non_saturating: "non-saturating", minimax: "minimax", lsgan: "LSGAN", wgan: "WGAN (clipped)",
    wgan_gp: "WGAN-GP", hinge: "hinge", r1: "non-saturating with R1" }],
  optimiser: ["optimiser", { adam: "Adam", sgd: "gradient descent (SGD)" }],
  batch_size: ["batch", { 64: "64", 128: "128", 256: "256", 512: "512" }],
  packing: ["packing", { 1: "none: D sees single samples", 2: "D sees pairs", 4: "D sees fours" }],
};
const NUMERIC = ["batch_size", "packing"]; // choices that are numbers
const SLIDERS = {
  unroll: ["K, D steps that G looks ahead (unrolling)", 0, 10, 1],
  d_steps: ["D steps a round (0 freezes D)", 0, 10, 1], g_steps: ["G steps a round (0 freezes G)", 0, 10, 1],
  lr_d: ["learning rate of D", 0.0001, 0.01, 0.0001], lr: ["learning rate of G", 0.0001, 0.01, 0.0001],
  width: ["units in a hidden layer", 8, 128, 8], z_dim: ["noise dimension", 1, 64, 1],
  penalty: ["weight of the penalty", 0.05, 10, 0.05], clip: ["clip", 0.01, 1, 0.01],
};
const ONLY = { penalty: ["wgan_gp", "r1"], clip: ["wgan"] }; // settings that few objectives have
export const SETTINGS = [...Object.keys(CHOICES), ...Object.keys(SLIDERS), "seed", "drawn"];

/** What each setting may be, for links. */
export const kindsOf = () => ({
  ...Object.fromEntries(Object.entries(CHOICES).map(([name, [, texts]]) => [name,
    { choices: Object.keys(texts), numeric: NUMERIC.includes(name) }])),
  ...Object.fromEntries(Object.entries(SLIDERS).map(([name, [, min, max, step]]) => [name, { min, max, whole: step >= 1 }])),
  seed: { min: 0, max: LAST_SEED, whole: true },
  drawn: { points: MOST_DRAWN, max: REACH },
});

/** The read-outs: {rows, show(picture, rate)}. */
export function makeReadouts() {
  const out = {
    step: readout("step", "round"), rate: readout("rate", "rounds a second"),
    captured: readout("captured", "modes captured"), quality: readout("high-quality", "high-quality share"),
    accuracy: readout("accuracy", "D's accuracy"), engine: readout("engine", "computed by"),
  };
  const share = (value) => (value === null ? "no modes" : `${(100 * value).toFixed(1)} %`);
  return {
    rows: Object.values(out).map((each) => each.row),
    show(picture, rate) {
      out.step.show(String(picture.step));
      out.rate.show(rate ? pretty(rate, 3) : "paused", String(rate));
      out.captured.show(picture.modes === null ? "no modes" : `${picture.captured} of ${picture.modes}`, String(picture.captured));
      out.quality.show(share(picture.highQuality), String(picture.highQuality));
      out.accuracy.show(share(picture.accuracy), String(picture.accuracy));
      out.engine.show(picture.engine);
    },
  };
}

/** The settings' controls, the seed apart: {rows, seed, show(settings)}. set(part) hears of what a reader changes. */
export function makeControls(model, set) {
  const controls = {};
  for (const [name, [label, texts]] of Object.entries(CHOICES))
    controls[name] = choice(name, label, texts, String(model.get(name)),
      (value) => set({ [name]: NUMERIC.includes(name) ? Number(value) : value }));
  for (const [name, [label, min, max, step]] of Object.entries(SLIDERS))
    controls[name] = slider(name, label, { min, max, step, value: min }, (value) => set({ [name]: value }));
  const seed = numberBox("seed", "seed", { min: 0, max: LAST_SEED, step: 1, value: 0 }, (value) => set({ seed: value }));
  function show(s) {
    seed.show(s.seed);
    for (const [name, control] of Object.entries(controls)) {
      control.show(NUMERIC.includes(name) ? String(s[name]) : s[name]);
      control.row.hidden = Boolean(ONLY[name] && !ONLY[name].includes(s.objective));
    }
  }
  return { rows: Object.values(controls).map((control) => control.row), seed: seed.row, show };
}
