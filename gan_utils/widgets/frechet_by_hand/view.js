// FrechetByHand: two Gaussians to drag, the Fréchet distance between them, and what it cannot see.

import { choiceFor, numberFor, sliderFor } from "../ui/allowed.js";
import { makeCard, mount } from "../ui/card.js";
import { button, element, readout } from "../ui/dom.js";
import { setAll } from "../ui/traits.js";
import { grouped, prettyOrZero } from "../ui/words.js";
import { makeCharts } from "./charts.js";
import { makeNumbers } from "./numbers.js";
import { makePlane } from "./plane.js";
import { makeTraits, rangesOf, TRAITS, WHO } from "./traits.js";

const SHAPES = { gaussian: "a Gaussian", ring: "a ring", two_clumps: "two clumps", four_clumps: "four clumps" };

function says(shape, { distance }) {
  if (shape === "gaussian") return "Mean and covariance are all there is to know of a Gaussian.";
  const so = distance < 1e-9 ? "still 0" : "as before";
  return `The generated points are ${SHAPES[shape]}. Same mean, same covariance: the distance is ${so}.`;
}

/** The read-outs: {rows, show(distance, estimates)}. */
function makeReadouts(model) {
  const labels = {
    distance: "Fréchet distance",
    estimate: "FID, these samples",
    "average-estimate": `FID, mean of ${model.get("_constants").draws} draws`,
    "mean-term": "of the means",
    "covariance-term": "of the covariances",
  };
  const out = Object.fromEntries(Object.entries(labels).map(([name, label]) => [name, readout(name, label)]));
  function show({ means, covariances, distance }, { own, average }) {
    const values = {
      "mean-term": means,
      "covariance-term": Math.max(0, covariances),
      distance,
      estimate: own,
      "average-estimate": average,
    };
    for (const [name, value] of Object.entries(values)) out[name].show(prettyOrZero(value), String(value));
  }
  return { rows: Object.values(out).map(({ row }) => row), show };
}

/** The controls of the generated points' shape and of the samples, by trait. */
const makeControls = (model, set) => ({
  shape: choiceFor(model, "shape", "what the generated points really are", SHAPES, (name) => set("shape", name)),
  count: sliderFor(model, "count", "N, samples of each", 10, (value) => set("count", value)),
  seed: numberFor(model, "seed", "seed", 1, (value) => set("seed", value)),
});

function render({ model, el }) {
  const card = makeCard(model, "frechet-by-hand");
  const { root, set } = card;
  const traits = makeTraits(model, set);
  const { gaussian, put } = traits;
  const plane = makePlane(model, root, traits);
  const charts = makeCharts(model, root, traits);
  const controls = makeControls(model, set);
  const numbers = WHO.map((which) =>
    makeNumbers(
      which,
      rangesOf(model, which),
      () => gaussian(which),
      (next) => put(which, next),
    ),
  );
  const note = element("p", { className: "gan-says", role: "status", "data-readout": "says" });
  const readouts = makeReadouts(model);
  const figures = [plane, ...charts];
  const redraw = () => figures.forEach((each) => each.redraw());

  function refresh() {
    const distance = traits.distance();
    readouts.show(distance, traits.estimates(model.get("count")));
    const said = says(model.get("shape"), distance);
    if (said !== note.textContent) note.textContent = said; // a line that stays is not read out again
    for (const [name, control] of Object.entries(controls)) control.show(model.get(name));
    numbers.forEach((each) => each.show());
    redraw();
  }
  const titles = ["The distance and its two terms", "Its estimates from samples"];
  const buttons = [
    button("equal", "Make them equal", () => put("generated", gaussian("real"))),
    button("reset", "Reset", () => setAll(model, card.first)),
  ];

  /** The distance and its terms, and what samples make of it. */
  function summary() {
    const { means, covariances, distance } = traits.distance();
    const count = model.get("count");
    const { own, average } = traits.estimates(count);
    const [whole, one, other] = [distance, means, Math.max(0, covariances)].map((each) => prettyOrZero(each));
    return (
      `The Fréchet distance is ${whole}: ${one} of the means and ${other} of the covariances. From ` +
      `${grouped(count)} samples of each, the FID is ${prettyOrZero(own)}, in ` +
      `${model.get("_constants").draws} draws ${prettyOrZero(average)} on average. ${note.textContent}`
    );
  }

  return mount({
    model,
    el,
    card,
    parts: {
      story: [controls.shape.row],
      moves: buttons,
      stage: [plane.place],
      answers: readouts.rows,
      side: charts.map(({ place }, i) =>
        element("div", {}, element("h4", { textContent: titles[i] }), place, ...(i ? [controls.count.row] : [])),
      ),
      below: [note],
      settings: [controls.seed.row, ...numbers.map(({ place }) => place)],
    },
    traits: TRAITS,
    summary,
    begin: refresh,
    redraw,
    stops: figures.map((each) => each.stop),
  });
}

export default { render };
