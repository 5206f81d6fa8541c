// BoundExplorer: two densities to drag, and a witness T that finds how far apart they are, as well as it can.

import { fDivergence } from "../../page/divergences/discrete.js";
import { clamp } from "../../page/engine/numbers.js";
import { distances, inWords } from "../densities/distances.js";
import { makePair } from "../densities/pair.js";
import { checksOf } from "../densities/traits.js";
import { choiceFor, rangeOf } from "../ui/allowed.js";
import { makeCard, mount } from "../ui/card.js";
import { button, element, readout } from "../ui/dom.js";
import { setAll } from "../ui/traits.js";
import { transport } from "../ui/transport.js";
import { pretty, prettyOrZero } from "../ui/words.js";
import { bound, improve } from "./bound.js";
import { ROWS } from "./rows.js";
import { makeWitness } from "./witness.js";

const ROW_NAMES = {
  kl: "KL",
  reverse_kl: "reverse KL",
  pearson: "Pearson χ²",
  hellinger: "squared Hellinger",
  js: "twice JS",
  gan: "GAN (less log 4)",
};
const AT_BEST = "T is T* already and finds all there is: Play has nothing to improve.";
const STUCK = "No small move of a knot finds more: with straight lines between the knots this is all.";

/** What a link may ask of the knots: a height for each, or none for T*. */
function knotsFit(model) {
  const { low, high, most } = model.get("_allowed").knots;
  const within = (each) => Number.isFinite(each) && each >= low && each <= high;
  return (value) => value === null || (Array.isArray(value) && value.length === most && value.every(within));
}

/** The read-outs: {rows, told(), show(row, found, reached), showKnot(x, t)}. */
function makeReadouts() {
  const out = {
    bound: readout("bound", "bound: what T finds"),
    whole: readout("f-divergence", "the divergence"),
    gap: readout("gap", "gap: what T misses"),
    knot: readout("knot", "ringed knot"),
  };
  out.bound.row.className = "gan-share";
  let words = "";
  const told = () => words;
  /** For the distances between p and q, and what T reaches of the row's divergence. */
  function show(row, found, reached) {
    const whole = fDivergence(row, found);
    const least = ROWS[row].atOne ?? 0;
    // But for rounding it is never below 0.
    const gap = reached === whole || whole - reached < 1e-12 * (1 + Math.abs(reached)) ? 0 : whole - reached;
    const sized = (value) => (value === Infinity ? inWords(found, row) : prettyOrZero(value));
    out.bound.show(sized(reached), String(reached));
    out.whole.show(sized(whole), String(whole));
    out.gap.show(sized(gap), String(gap));
    const share = gap === 0 ? 1 : clamp((reached - least) / (whole - least), 0, 1);
    out.bound.row.style.setProperty("--share", share);
    const rest = gap ? `misses ${sized(gap)}` : "misses nothing";
    words = `T finds ${sized(reached)} of ${sized(whole)}, and ${rest}: it has come ${Math.floor(100 * share)} % of the way.`;
  }
  const showKnot = (x, t) => out.knot.show(`T(${pretty(x, 3)}) = ${prettyOrZero(t)}`, String(t));
  return { rows: Object.values(out).map((each) => each.row), told, show, showKnot };
}

function render({ model, el }) {
  const card = makeCard(model, "bound-explorer", { checks: { ...checksOf(model), knots: knotsFit(model) } });
  const { root, set } = card;
  let course = { steps: 0, knots: null }; // how many improvements led here
  const pair = makePair(model, root, set, {
    ratio: (width) => (width < 480 ? 0.42 : 0.3),
    push: () => null,
    onPreset: (preset) => putBack({ ...preset, knots: card.first.knots }),
  });
  const ground = { grid: pair.grid, places: model.get("_constants").knots, range: rangeOf(model, "knots") };
  const row = () => model.get("row");
  const knots = () => model.get("knots");
  const setKnots = (next) => set("knots", next);
  const which = choiceFor(model, "row", "f-divergence", ROW_NAMES, (name) => set("row", name));
  const readouts = makeReadouts();
  const says = element("p", { className: "gan-says", role: "status", "data-readout": "says" });
  const witness = makeWitness(model, root, ground, {
    masses: pair.masses,
    onSelect: readouts.showKnot,
    onChange: setKnots,
  });

  function refresh() {
    const { p, q } = pair.masses();
    const found = distances(p, q, ground.grid.cell);
    // Where the divergence is infinite, so is T*.
    const infinite = !knots() && fDivergence(row(), found) === Infinity;
    pair.show();
    which.show(row());
    readouts.show(row(), found, infinite ? Infinity : bound(row(), p, q, witness.heights()));
    witness.show();
    const said = knots() ? "" : AT_BEST;
    if (said !== says.textContent) says.textContent = said; // a line that stays is not read out again
  }
  function putBack(traits) {
    moving.pause();
    setAll(model, traits);
  }
  function begin() {
    putBack(card.first);
    pair.bumps.select("q", 0);
  }
  function advance() {
    const { p, q } = pair.masses();
    const next = knots() && improve(row(), p, q, ground, knots());
    if (!next) {
      if (knots()) says.textContent = STUCK;
      return false;
    }
    course = { steps: course.knots === knots() ? course.steps + 1 : 1, knots: next };
    setKnots(next);
    return true;
  }
  function summary() {
    const { steps } = course;
    const way =
      steps && course.knots === knots() ? `${steps} ${steps === 1 ? "improvement" : "improvements"} in a row. ` : "";
    return `${way}${ROW_NAMES[row()]}: ${readouts.told()} ${says.textContent}`.trim();
  }
  const moving = transport(root, { rate: () => 20, advance, reset: begin });
  const [play, step, reset] = moving.buttons;
  step.textContent = "Improve T";
  const level = () => ground.places.map(() => ROWS[row()].best(0));
  const best = button("best", "Set T to T*", () => setKnots(null));
  const flat = button("flat", "Flat T", () => setKnots(level()));
  const pictures = [pair.picture, witness.picture];

  return mount({
    model,
    el,
    card,
    parts: {
      story: [which.row, pair.bumps.preset],
      moves: [play, step, reset, best, flat],
      stage: pictures.map((each) => each.place),
      answers: readouts.rows,
      below: [says],
      settings: pair.bumps.rows,
    },
    traits: ["p", "q", "knots", "row"],
    summary,
    begin: refresh,
    redraw: () => pictures.forEach((each) => each.redraw()),
    stops: [moving.stop, ...pictures.map((each) => each.stop)],
  });
}

export default { render };
