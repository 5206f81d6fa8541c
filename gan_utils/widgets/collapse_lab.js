// CollapseLab: a GAN in the plane that trains here, in a worker of the page's own.

import { listen, makeCard, transport } from "./js/card.js";
import { button, choice, clamp, copyText, element, numberBox, pretty, readout, slider, tick } from "./js/dom.js";
import { startWorker } from "./js/lab_client.js";
import { drawCurves, drawPlane, palette } from "./js/lab_figures.js";
import { partOfHash, readLink, withPart, writeLink } from "./js/lab_link.js";
import { makeMany } from "./js/lab_many.js";
import { PRESETS } from "./js/lab_presets.js";
import { canGoOn, LOOKS, REACH } from "./js/lab_settings.js";
import { figure, stroke } from "./js/plot.js";
import { followTheme } from "./js/theme.js";

const LAST_SEED = 4294967295;
const MOST_DRAWN = 30;
const CHOICES = {
  target: ["target", { ring: "ring of 8", grid: "grid of 25", blobs: "two blobs", moons: "two moons", spiral: "spiral",
    drawn: "your own: click in the picture" }],
  objective: ["objective", { non_saturating: "non-saturating", minimax: "minimax", lsgan: "LSGAN", wgan: "WGAN (clipped)",
    wgan_gp: "WGAN-GP", hinge: "hinge", r1: "non-saturating with R1" }],
  optimiser: ["optimiser", { adam: "Adam", sgd: "gradient descent (SGD)" }],
  batch_size: ["batch", { 64: "64", 128: "128", 256: "256", 512: "512" }],
};
const SLIDERS = {
  unroll: ["K, D steps that G looks ahead (unrolling)", 0, 10, 1],
  d_steps: ["D steps a round (0 freezes D)", 0, 10, 1], g_steps: ["G steps a round (0 freezes G)", 0, 10, 1],
  lr_d: ["learning rate of D", 0.0001, 0.01, 0.0001], lr: ["learning rate of G", 0.0001, 0.01, 0.0001],
  width: ["units in a hidden layer", 8, 128, 8], z_dim: ["noise dimension", 1, 64, 1],
  packing: ["packing, samples that D sees together", 1, 4, 1],
  penalty: ["weight of the penalty", 0.05, 10, 0.05], clip: ["clip", 0.01, 1, 0.01],
};
const ONLY = { penalty: ["wgan_gp", "r1"], clip: ["wgan"] }; // settings that few objectives have
const LAYERS = { samples: "samples", target: "target", heat: "what D thinks", manifold: "G's grid", arrows: "G's gradient" };
const SPEEDS = { fast: "as fast as it goes", frame: "one round a frame", slow: "slow motion" };
const NAMES = [...Object.keys(CHOICES), ...Object.keys(SLIDERS), "seed", "drawn"];

/** What each setting may be, for links. */
const kindsOf = () => ({
  ...Object.fromEntries(Object.entries(CHOICES).map(([name, [, texts]]) => [name, { choices: Object.keys(texts) }])),
  ...Object.fromEntries(Object.entries(SLIDERS).map(([name, [, min, max, step]]) => [name, { min, max, whole: step >= 1 }])),
  batch_size: { min: 64, max: 512, whole: true }, seed: { min: 0, max: LAST_SEED, whole: true },
  drawn: { points: MOST_DRAWN, max: REACH },
});

/** The read-outs: {rows, show(picture, rate)}. */
function makeReadouts() {
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

/** The settings' controls: {rows, show(settings)}. */
function makeControls(model, set) {
  const controls = {};
  for (const [name, [label, texts]] of Object.entries(CHOICES))
    controls[name] = choice(name, label, texts, String(model.get(name)),
      (value) => set({ [name]: name === "batch_size" ? Number(value) : value }));
  for (const [name, [label, min, max, step]] of Object.entries(SLIDERS))
    controls[name] = slider(name, label, { min, max, step, value: min }, (value) => set({ [name]: value }));
  function show(s) {
    for (const [name, control] of Object.entries(controls)) {
      control.show(name === "batch_size" ? String(s[name]) : s[name]);
      control.row.hidden = Boolean(ONLY[name] && !ONLY[name].includes(s.objective));
    }
  }
  return { rows: Object.values(controls).map((control) => control.row), show };
}

/** Where the next mode would be added by keyboard. */
function drawCross(context, width, [x, y], ink) {
  const across = ((x + REACH) / (2 * REACH)) * width, down = ((REACH - y) / (2 * REACH)) * width;
  context.strokeStyle = ink;
  context.lineWidth = 1.5;
  stroke(context, [[across - 8, down], [across + 8, down]]);
  stroke(context, [[across, down - 8], [across, down + 8]]);
}

function render({ model, el }) {
  const { root } = makeCard(model, "collapse-lab");
  const settingsOf = () => Object.fromEntries(NAMES.map((name) => [name, model.get(name)]));
  const defaults = settingsOf(), linkName = model.get("name"), inBook = Boolean(window.bookWidgetHost);
  const layers = { samples: true, target: true, ...LOOKS };
  let first = defaults, changes = []; // what the run began with, and what was changed since
  let picture = null, target = { points: [], centers: null }, at = null, busy = null, speed = "fast", byHand = false;
  let rate = 0, taken = 0, spent = 0, ignore = false, cursor = [0, 0], typing = false;

  const plane = figure("Samples of the generator over the target. Click to add a mode to a target of your own.", 1,
    (context, w) => {
      if (!picture) return;
      drawPlane(context, w, palette(root), { picture, target, layers });
      if (typing) drawCross(context, w, cursor, palette(root).ink);
    }, { tabIndex: 0, role: "application", "data-control": "plane" });
  const curves = figure("Losses and modes captured, by round", 0.94, (context, w, h) => {
    if (picture) drawCurves(context, w, h, palette(root), { records: picture.records, modes: picture.modes, at });
  });
  const readouts = makeReadouts();
  const says = element("p", { className: "gan-says", role: "status", "data-readout": "says" });
  const predict = element("p", { className: "gan-predict", "data-readout": "predict", hidden: true });
  const worker = startWorker(model.get("_worker"), fail);

  function fail(error) {
    moving.pause();
    says.textContent = `The training could not run: ${error.message}. Reset starts it anew.`;
    says.dataset.kind = "failed";
  }
  /** Sends a message when those before it are answered, and shows the picture that comes back. */
  function ask(message) {
    const mine = (busy ?? Promise.resolve()).then(() => worker.ask({ id: 0, layers, at, ...message })).then((answer) => {
      if (answer.target) target = answer.target;
      if (answer.taken) {
        taken += answer.taken;
        spent += answer.spent;
        rate = (1000 * taken) / spent;
        if (spent > 1000) [taken, spent] = [taken / 2, spent / 2];
      }
      picture = answer.picture;
      show();
    }).catch(fail).finally(() => { if (busy === mine) busy = null; });
    busy = mine;
    return mine;
  }
  function show() {
    readouts.show(picture, moving.active() ? rate : 0);
    timeline.max = picture.records.length - 1;
    timeline.value = at ?? timeline.max;
    timeline.setAttribute("aria-valuetext", `round ${picture.records[timeline.value][0]}`);
    const outside = picture.points.filter((value) => Math.abs(value) > REACH).length / picture.points.length;
    const kind = picture.failure ? "failed" : at !== null ? "past" : byHand ? "by-hand" : outside > 0.25 ? "outside" : "fine";
    says.dataset.kind = kind;
    says.textContent = {
      failed: `The run has diverged: ${picture.failure}. Try a smaller learning rate; Reset starts anew.`,
      past: `Looking back at round ${picture.step}. The run itself stands at its end.`,
      "by-hand": "Some steps were taken by hand. A link repeats the settings, not those steps.",
      outside: "Many samples have left the picture; they are drawn on its edge.",
      fine: "",
    }[kind];
    if (picture.failure) moving.pause();
    plane.redraw();
    curves.redraw();
  }
  /** A new run of what the model's traits and `changes` say. */
  function start() {
    [at, taken, spent, rate, byHand] = [null, 0, 0, 0, false];
    write();
    return ask({ kind: "start", settings: first, changes });
  }
  function write() {
    const text = writeLink(defaults, first, changes);
    if (inBook) history.replaceState(null, "", withPart(location.hash, linkName, text));
    return text;
  }
  /** Puts settings into the traits without hearing of it. */
  function tell(settings) {
    ignore = true;
    for (const [name, value] of Object.entries(settings)) model.set(name, value);
    model.save_changes();
    ignore = false;
    controls.show(settingsOf());
  }
  /** A reader's change: the run goes on with it where its networks allow that, and begins anew where not. */
  function change(part) {
    tell(part);
    const settings = settingsOf();
    preset.show("own");
    predict.hidden = true;
    if (picture && picture.step > 0 && !picture.failure && canGoOn(changes.at(-1)?.[1] ?? first, settings)) {
      // Only what lies before now has happened; changes that a link or a preset had in store are dropped.
      changes = [...changes.filter(([step]) => step < picture.now), [picture.now, settings]];
      at = null;
      write();
      return ask({ kind: "change", settings });
    }
    [first, changes] = [settings, []];
    return start();
  }
  function open(settings, later, words) {
    moving.pause();
    [first, changes] = [settings, later];
    tell(settings);
    predict.hidden = !words;
    predict.textContent = words ?? "";
    return start();
  }
  function openPreset(name) {
    if (name === "own") return;
    const { settings = {}, changes: later = [], predict: words } = PRESETS[name];
    let latest = { ...defaults, ...settings, seed: model.get("seed") };
    open(latest, later.map(([step, part]) => [step, (latest = { ...latest, ...part })]), words);
  }

  const budgets = { fast: [1e9, 45], frame: [1, 0], slow: [1, 0] };
  function advance() {
    if (busy) return true;
    at = null;
    const [steps, milliseconds] = budgets[speed];
    ask({ kind: "train", steps, milliseconds }).then(() => { if (speed === "fast" && moving.active()) advance(); });
    return !picture?.failure;
  }
  const one = (kind, extra = {}) => () => {
    moving.pause();
    at = null;
    if (kind !== "train") byHand = true;
    ask({ kind, ...extra });
  };
  const moving = transport(root, {
    rate: () => (speed === "slow" ? 3 : 60), advance, step: one("train", { steps: 1, milliseconds: 0 }),
    reset: () => { tell(first); start(); }, onPause: () => { if (picture) show(); },
  });
  const seed = numberBox("seed", "seed", { min: 0, max: LAST_SEED, step: 1, value: 0 }, (value) => change({ seed: value }));
  const controls = makeControls(model, change);
  const pace = choice("speed", "speed", SPEEDS, speed, (value) => { speed = value; });
  const texts = { own: "settings of your own", ...Object.fromEntries(Object.entries(PRESETS).map(([k, { text }]) => [k, text])) };
  const preset = choice("preset", "the chapter's story", texts, "own", openPreset);
  const timeline = element("input", { type: "range", min: 0, max: 0, step: 1, value: 0, "data-control": "timeline" });
  timeline.oninput = () => {
    moving.pause();
    at = Number(timeline.value) === Number(timeline.max) ? null : Number(timeline.value);
    ask({ kind: "look" });
  };
  const boxes = Object.entries(LAYERS).map(([name, label]) => tick(`layer-${name}`, label, layers[name], (on) => {
    layers[name] = on;
    ask({ kind: "look" });
  }));
  const many = makeMany(model.get("_worker"), root, settingsOf, fail);
  plane.canvas.onclick = ({ clientX, clientY }) => {
    if (model.get("target") !== "drawn") return;
    const place = plane.canvas.getBoundingClientRect();
    const spot = [(2 * (clientX - place.left)) / place.width - 1, 1 - (2 * (clientY - place.top)) / place.height];
    addMode(spot.map((share) => Number((REACH * share).toFixed(2))));
  };
  plane.canvas.onkeydown = (event) => { // the same without a mouse: arrows move a cross, Enter adds a mode there
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1], Enter: [0, 0] }[event.key];
    if (!way || model.get("target") !== "drawn") return;
    event.preventDefault();
    event.stopPropagation();
    cursor = cursor.map((value, i) => clamp(Number((value + 0.1 * way[i]).toFixed(2)), -REACH, REACH));
    typing = true;
    if (event.key === "Enter") addMode(cursor);
    plane.redraw();
  };
  plane.canvas.onblur = () => { typing = false; plane.redraw(); };
  const addMode = (spot) => change({ drawn: [...model.get("drawn"), spot].slice(-MOST_DRAWN) });

  root.append(
    element("div", { className: "gan-row" }, preset.row), predict,
    element("div", { className: "gan-lab" }, plane.place, curves.place),
    element("div", { className: "gan-row gan-ticks" }, ...boxes.map((box) => box.row)),
    element("label", { className: "gan-field" }, element("span", { textContent: "timeline: look back" }), timeline),
    element("div", { className: "gan-row" }, ...moving.buttons, button("step-d", "Step D", one("stepD")),
      button("step-g", "Step G", one("stepG")), seed.row, pace.row),
    says,
    element("div", { className: "gan-settings" }, ...controls.rows),
    element("div", { className: "gan-row" },
      button("copy", "Copy link", (event) => copyText(
        location.href.split("#")[0] + withPart(location.hash, linkName, write()), event.currentTarget)),
      button("clear", "Clear your own target", () => change({ drawn: [[0, 0]] }))),
    element("dl", { className: "gan-readouts" }, ...readouts.rows), many.place);
  el.append(root);

  const linked = inBook ? partOfHash(location.hash, linkName) : null;
  seed.show(defaults.seed);
  if (linked === null) open(defaults, []);
  else {
    const { settings, changes: later, faults } = readLink(linked, defaults, kindsOf());
    open(settings, later, faults.length
      ? `This link cannot be read in full (${faults.join(", ").slice(0, 80)}): the rest has its usual values.` : null);
  }
  const heard = () => { if (!ignore) open(settingsOf(), []); };
  const stops = [followTheme(root, () => { plane.redraw(); curves.redraw(); many.redraw(); }), listen(model, NAMES, heard),
    moving.stop, plane.stop, curves.stop, worker.stop, many.stop];
  return () => stops.forEach((stop) => stop());
}

export default { render };
