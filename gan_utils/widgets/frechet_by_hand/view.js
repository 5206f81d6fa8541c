// FrechetByHand: two Gaussians to drag, the Fréchet distance between them, and what it cannot see.

import { figure } from "../draw/canvas.js";
import { listen, makeCard } from "../ui/card.js";
import { button, choice, element, numberBox, readout, slider } from "../ui/dom.js";
import { followTheme, palette } from "../ui/theme.js";
import { prettyOrZero } from "../ui/words.js";
import { drawEstimates, drawGaussians, drawTerms } from "./figures.js";
import { distanceBetween, estimatesAt, MOST, makeSamples } from "./gaussians.js";
import { makeHandles, RANGES } from "./handles.js";

const FEWEST = 20;
// For the curves of estimates: from 20 to 2000, evenly spaced in the logarithm.
const SIZES = Array.from({ length: 24 }, (_, i) => Math.round(FEWEST * (MOST / FEWEST) ** (i / 23)));
const WHO = ["real", "generated"];
const PARTS = ["mean", "stds", "angle"];
const TRAITS = [...WHO.flatMap((which) => PARTS.map((part) => `${which}_${part}`)), "shape", "count", "seed"];
const SHAPES = { gaussian: "a Gaussian", ring: "a ring", two_clumps: "two clumps", four_clumps: "four clumps" };
const READOUTS = {
  "mean-term": "means, |μ₁ − μ₂|²",
  "covariance-term": "covariances, the trace",
  distance: "Fréchet distance",
  estimate: "FID, these samples",
  "average-estimate": "FID, 20 draws’ mean",
};

function says(shape, { distance }) {
  if (shape === "gaussian") return "Mean and covariance are all there is to know of a Gaussian.";
  const so = distance < 1e-9 ? "still 0" : "as before";
  return `The generated points are ${SHAPES[shape]}. Same mean, same covariance: the distance is ${so}.`;
}

function render({ model, el }) {
  const { root, set } = makeCard(model, "frechet-by-hand");
  const first = Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]));
  const gaussian = (which) => Object.fromEntries(PARTS.map((part) => [part, model.get(`${which}_${part}`)]));
  const both = () => WHO.map(gaussian);
  /** Puts a Gaussian where another stood; what stays as it was is no news for Python. */
  function put(which, next) {
    const old = gaussian(which);
    for (const part of PARTS) if (String(next[part]) !== String(old[part])) set(`${which}_${part}`, next[part]);
  }
  let drawn = {};
  /** The samples, anew only when what they are made of has changed. */
  function samples() {
    const shape = model.get("shape");
    const seed = model.get("seed");
    const key = `${shape} ${seed}`;
    if (drawn.key !== key) drawn = { key, ...makeSamples(shape, seed) };
    return drawn;
  }
  const mean = (numbers) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const estimates = (count) => {
    const found = estimatesAt(samples(), count, ...both());
    return { own: found[0], average: mean(found) };
  };

  const handles = WHO.map((which) =>
    makeHandles(
      which,
      () => gaussian(which),
      (next) => put(which, next),
    ),
  );
  const plane = figure(
    "Both Gaussians with their samples.",
    (width) => (width < 480 ? 0.9 : 0.66),
    (context, w, h) => {
      const shown = WHO.map((which, i) => [
        which,
        { gaussian: gaussian(which), points: samples().points[i].subarray(0, 2 * model.get("count")) },
      ]);
      const view = drawGaussians(context, w, h, palette(root), Object.fromEntries(shown));
      handles.forEach((each) => each.place(view));
    },
  );
  plane.place.append(...handles.flatMap(({ buttons }) => buttons));
  plane.place.classList.add("gan-handled");
  const small = (width) => Math.max(0.42, 150 / width);
  const terms = figure("The distance as a bar of its two terms, and the estimate.", small, (context, w, h) =>
    drawTerms(context, w, h, palette(root), {
      ...distanceBetween(...both()),
      estimate: estimates(model.get("count")).own,
    }),
  );
  const curves = figure("FID of more and more samples.", small, (context, w, h) => {
    const count = model.get("count");
    const found = SIZES.map(estimates);
    const { distance } = distanceBetween(...both());
    drawEstimates(context, w, h, palette(root), {
      sizes: SIZES,
      own: found.map(({ own }) => own),
      average: found.map(({ average }) => average),
      distance,
      count,
      estimate: estimates(count).own,
    });
  });
  const figures = [plane, terms, curves];

  const shape = choice("shape", "what the generated points really are", SHAPES, first.shape, (name) =>
    set("shape", name),
  );
  const count = slider("count", "N, samples of each", { min: FEWEST, max: MOST, step: 10, value: FEWEST }, (value) =>
    set("count", value),
  );
  const seed = numberBox("seed", "seed", { min: 0, max: 4294967295, step: 1, value: 0 }, (value) => set("seed", value));
  const numbers = WHO.map((which) =>
    makeNumbers(
      which,
      () => gaussian(which),
      (next) => put(which, next),
    ),
  );
  const note = element("p", { className: "gan-says" });
  note.setAttribute("aria-live", "polite");
  const out = Object.fromEntries(Object.entries(READOUTS).map(([name, label]) => [name, readout(name, label)]));

  function refresh() {
    const found = distanceBetween(...both());
    const { own, average } = estimates(model.get("count"));
    const values = {
      "mean-term": found.means,
      "covariance-term": Math.max(0, found.covariances),
      distance: found.distance,
      estimate: own,
      "average-estimate": average,
    };
    for (const [name, value] of Object.entries(values)) out[name].show(prettyOrZero(value), String(value));
    note.textContent = says(model.get("shape"), found);
    for (const [name, control] of Object.entries({ shape, count, seed })) control.show(model.get(name));
    numbers.forEach((each) => each.show());
    figures.forEach((each) => each.redraw());
  }
  root.append(
    plane.place,
    note,
    element(
      "div",
      { className: "gan-machines" },
      ...[
        ["The distance and its two terms", terms],
        ["Its estimates from samples", curves],
      ].map(([name, { place }]) => element("div", {}, element("h5", { textContent: name }), place)),
    ),
    element(
      "div",
      { className: "gan-row gan-ends" },
      button("equal", "Make them equal", () => put("generated", gaussian("real"))),
      button("reset", "Reset", () => {
        for (const name of TRAITS) set(name, first[name]);
      }),
      seed.row,
    ),
    element("div", { className: "gan-settings" }, shape.row, count.row),
    ...numbers.map(({ place }) => place),
    element("dl", { className: "gan-readouts" }, ...Object.values(out).map(({ row }) => row)),
  );
  el.append(root);
  refresh();
  const stops = [
    followTheme(root, () => figures.forEach((each) => each.redraw())),
    listen(model, TRAITS, refresh),
    ...figures.map((each) => each.stop),
  ];
  return () => stops.forEach((stop) => stop());
}

/** Boxes for the five numbers of "real" or "generated": {place, show()}. */
function makeNumbers(which, get, set) {
  const within = (list, k, value) => list.map((old, i) => (i === k ? value : old));
  const field = (name, label, part, k, range, step) => ({
    ...numberBox(`${which}-${name}`, label, { min: range[0], max: range[1], step, value: 0 }, (value) =>
      set({ ...get(), [part]: k === null ? value : within(get()[part], k, value) }),
    ),
    now: () => (k === null ? get()[part] : get()[part][k]),
  });
  const fields = [
    field("mean-x", "mean x", "mean", 0, RANGES.mean, 0.05),
    field("mean-y", "mean y", "mean", 1, RANGES.mean, 0.05),
    field("sigma-1", "σ₁", "stds", 0, RANGES.std, 0.05),
    field("sigma-2", "σ₂", "stds", 1, RANGES.std, 0.05),
    field("angle", "angle, °", "angle", null, RANGES.angle, 1),
  ];
  const place = element(
    "div",
    { className: `gan-numbers gan-${which}`, role: "group" },
    element("h5", { textContent: which }),
    ...fields.map(({ row }) => row),
  );
  place.setAttribute("aria-label", `${which}, in numbers`);
  return { place, show: () => fields.forEach(({ show, now }) => show(Number(now().toFixed(4)))) };
}

export default { render };
