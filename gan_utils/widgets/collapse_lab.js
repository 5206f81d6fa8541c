// CollapseLab: a GAN in the plane that trains here, in a worker of the page's own.

import { listen, makeCard } from "./js/card.js";
import { button, choice, clamp, copyText, element } from "./js/dom.js";
import { startWorker } from "./js/lab_client.js";
import { kindsOf, makeControls, makeReadouts, MOST_DRAWN, SETTINGS } from "./js/lab_controls.js";
import { drawCurves, drawPlane } from "./js/lab_figures.js";
import { partOfHash, readLink, withPart, writeLink } from "./js/lab_link.js";
import { makeMany } from "./js/lab_many.js";
import { PRESETS } from "./js/lab_presets.js";
import { canGoOn, LOOKS, REACH } from "./js/lab_settings.js";
import { transport } from "./js/moving.js";
import { figure, stroke } from "./js/plot.js";
import { followTheme, palette } from "./js/theme.js";
import { tick } from "./js/tick.js";

const LAYERS = { samples: "samples", target: "target", heat: "what D thinks", manifold: "G's grid", arrows: "G's gradient" };
const SPEEDS = { fast: "as fast as it goes", frame: "one round a frame", slow: "slow motion" };

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
  const settingsOf = () => Object.fromEntries(SETTINGS.map((name) => [name, model.get(name)]));
  const defaults = settingsOf(), linkName = model.get("name"), inBook = Boolean(window.bookWidgetHost);
  const layers = { samples: true, target: true, ...LOOKS };
  let first = defaults, changes = [], latest = defaults; // what the run began with, what changes when, what was asked last
  let picture = null, target = { points: [], centers: null }, at = null, busy = null, speed = "fast", byHand = false, runs = 0;
  let rate = 0, taken = 0, spent = 0, ignore = false, changing = 0, changed = false, cursor = [0, 0], typing = false;

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
      // A preset or a link changes settings on its way: the controls follow, unless a newer wish is under way.
      if (!changing && JSON.stringify(picture.settings) !== JSON.stringify(settingsOf())) tell(latest = picture.settings);
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
    [at, taken, spent, rate, byHand, latest, runs] = [null, 0, 0, 0, false, first, runs + 1];
    write();
    return send({ kind: "start", settings: first, changes });
  }
  function write() {
    const text = writeLink(defaults, first, changes);
    const ours = text !== "" || partOfHash(location.hash, linkName) !== null; // a link to a section is left alone
    if (inBook && ours) history.replaceState(null, "", withPart(location.hash, linkName, text));
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
  function send(message) {
    changing += 1;
    return ask(message).finally(() => { changing -= 1; });
  }
  /** A reader's change: the run goes on with it where its networks allow that, and begins anew where not. */
  async function change(part) {
    tell(part);
    const settings = settingsOf(), before = latest;
    latest = settings;
    changed = true;
    preset.show("own");
    predict.hidden = true;
    if (!picture || picture.now === 0 || picture.failure || !canGoOn(before, settings)) {
      [first, changes] = [settings, []];
      return start();
    }
    at = null;
    const run = runs;
    await send({ kind: "change", settings });
    if (run !== runs) return write(); // another run has begun since
    // Changes that a link or a preset had in store for later are dropped.
    changes = [...changes.filter(([step]) => step < picture.now), [picture.now, settings]];
    return write();
  }
  function open(settings, later, words) {
    moving.pause();
    [first, changes, changed] = [settings, later, false];
    tell(settings);
    predict.hidden = !words;
    predict.textContent = words ?? "";
    return start();
  }
  function openPreset(name) {
    if (name === "own") return;
    const { settings = {}, changes: later = [], predict: words } = PRESETS[name];
    let one = { ...defaults, ...settings, seed: model.get("seed") };
    open(one, later.map(([step, part]) => [step, (one = { ...one, ...part })]), words);
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
    reset() { // a preset or a link begins again as it was; after a reader's change, with what is set now
      if (changed) [first, changes, changed] = [settingsOf(), [], false];
      tell(first);
      start();
    },
    onPause: () => { if (picture) readouts.show(picture, 0); },
  });
  const controls = makeControls(model, change);
  const pace = choice("speed", "speed", SPEEDS, speed, (value) => { speed = value; });
  const texts = { own: "settings of your own", ...Object.fromEntries(Object.entries(PRESETS).map(([k, { text }]) => [k, text])) };
  const preset = choice("preset", "the chapter's story", texts, "own", openPreset);
  const timeline = element("input", { type: "range", min: 0, max: 0, step: 1, value: 0, "data-control": "timeline" });
  timeline.oninput = () => {
    const wanted = Number(timeline.value);
    at = wanted === Number(timeline.max) ? null : wanted; // before pausing, which shows the picture as it was
    moving.pause();
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
    if (!way) return;
    event.stopPropagation(); // the theme turns pages by these keys
    if (model.get("target") !== "drawn") return;
    event.preventDefault();
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
      button("step-g", "Step G", one("stepG")), controls.seed, pace.row),
    says,
    element("div", { className: "gan-settings" }, ...controls.rows),
    element("div", { className: "gan-row" },
      button("copy", "Copy link", (event) => copyText(
        location.href.split("#")[0] + withPart(location.hash, linkName, write()), event.currentTarget)),
      button("clear", "Clear your own target", () => change({ drawn: [[0, 0]] }))),
    element("dl", { className: "gan-readouts" }, ...readouts.rows), many.place);
  el.append(root);

  const linked = inBook ? partOfHash(location.hash, linkName) : null;
  if (linked === null) open(defaults, []);
  else {
    const { settings, changes: later, faults } = readLink(linked, defaults, kindsOf());
    open(settings, later, faults.length
      ? `This link cannot be read in full (${faults.join(", ").slice(0, 80)}): the rest has its usual values.` : null);
  }
  const heard = () => { if (!ignore) open(settingsOf(), []); };
  const stops = [followTheme(root, () => { plane.redraw(); curves.redraw(); many.redraw(); }), listen(model, SETTINGS, heard),
    moving.stop, plane.stop, curves.stop, worker.stop, many.stop];
  return () => stops.forEach((stop) => stop());
}

export default { render };
