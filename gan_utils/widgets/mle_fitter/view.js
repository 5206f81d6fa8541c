// MleFitter: fit a normal distribution, or two, to data that can be dragged, and see the likelihood's landscape.

import { gradient, logLikelihood } from "../../page/families/normal.js";
import { choiceFor, sliderFor } from "../ui/allowed.js";
import { makeCard, mount } from "../ui/card.js";
import { button, element, tick } from "../ui/dom.js";
import { inRow } from "../ui/layout.js";
import { transport } from "../ui/transport.js";
import { pretty } from "../ui/words.js";
import { makeReadouts, makeSliders } from "./controls.js";
import { makeDensity } from "./density.js";
import { makeFit } from "./fit.js";
import { makeHills } from "./hills.js";
import { makeNumbers } from "./numbers.js";

const STEPS = (count) => `${count} ${count === 1 ? "step" : "steps"}`;
const MODELS = { normal: "one normal distribution", mixture: "a mixture of two" };

/** What there is to know of a kind of model; where Play would do nothing, that first. */
const words = (kind, leastStd, ends) =>
  (ends ? "At the top: no step raises the log-likelihood any more, so Play has nothing to climb. " : "") +
  (kind === "normal"
    ? `At the top of the landscape, mean and std are those of the data, if that std is ${leastStd} or more.`
    : "Swapping the labels mirrors the landscape in the dashed line and leaves the likelihood as it is. " +
      "With equal stds and a weight of 0.5 its two hills are one model, named twice. There is no best mixture: a " +
      `component that narrows on a single number raises the likelihood without end. Here stds stop at ${leastStd}.`);

/** A model whose components have each other's numbers. */
const swapped = (model) =>
  Object.fromEntries(Object.entries(model).map(([name, [one, other]]) => [name, [other, one]]));

function render({ model, el }) {
  const card = makeCard(model, "mle-fitter");
  const { root } = card;
  const fit = makeFit(model, refresh);
  const numbers = makeNumbers(model, fit, { onBegin: begin, onSelect: () => density.redraw() });
  const density = makeDensity(root, fit, numbers, change);
  const hills = makeHills(model, root, fit, change);
  const readouts = makeReadouts();
  const sliders = makeSliders(model, change);
  const says = element("p", { className: "gan-says", role: "status", "data-readout": "says" });

  function draw() {
    const [data, now, goal] = [fit.data(), fit.now(), fit.goal()];
    const asked = model.get("best");
    const total = { step: fit.steps(), "log-likelihood": logLikelihood(data, now) };
    readouts.show(
      now,
      gradient(data, now),
      { ...total, best: asked ? logLikelihood(data, goal) : undefined },
      fit.least(),
    );
    best.show(asked);
    sliders.show(now);
    density.redraw();
    hills.show(goal);
    const ends = fit.ends();
    const said = asked || ends ? words(model.get("model"), fit.ranges.std[0], ends) : "";
    if (said !== says.textContent) says.textContent = said; // a line that stays is not read out again
  }
  /** Everything anew from the traits; the way begins where they stand. */
  function refresh() {
    fit.read();
    const kind = model.get("model");
    swap.hidden = kind !== "mixture";
    kinds.show(kind);
    rate.show(model.get("lr"));
    numbers.show();
    draw();
  }
  /** Stops what moves, changes the fit, and draws it. */
  function change(next) {
    moving.pause();
    fit.go([next(fit.now())]);
    draw();
  }
  /** Settings after which the way begins anew. */
  function begin(part) {
    moving.pause();
    fit.put({ ...part, _way: {} });
    refresh();
  }
  function advance() {
    const more = fit.advance();
    draw();
    return more;
  }
  const moving = transport(root, {
    rate: () => 12,
    advance,
    step() {
      advance();
      fit.tell();
    },
    onPause: fit.tell,
    reset() {
      begin(card.first);
      numbers.select(0);
    },
  });
  const solve = button("solve", "Solve", () => {
    moving.pause();
    fit.put({ best: true });
    fit.solve();
    draw();
  });
  const swap = button("swap", "Swap the labels", () => change(swapped));
  const kinds = choiceFor(model, "model", "model", MODELS, (kind) => begin({ model: kind }));
  const rate = sliderFor(model, "lr", "learning rate (slope divided by n)", 0.01, (lr) => fit.put({ lr }));

  const best = tick("show-best", "show the best fit", false, (on) => {
    fit.put({ best: on });
    draw();
  });

  const likelihood = (fitted) => logLikelihood(fit.data(), fitted);
  /** How far it is to the best, and how far the steps have come. */
  function summary() {
    const [now, path] = [fit.now(), fit.path()];
    const [here, most] = [likelihood(now), likelihood(fit.goal())];
    const numbered = now.means.map((mean, k) => `mean ${pretty(mean, 3)} and std ${pretty(now.stds[k], 3)}`);
    const left = most - here;
    const came =
      path.length > 1
        ? `${STEPS(fit.steps())} took the log-likelihood from ${pretty(likelihood(path[0]))} to ${pretty(here)}`
        : `The log-likelihood is ${pretty(here)}`;
    const below = model.get("best") ? `, ${pretty(left, 3)} below the best, ${pretty(most)}` : "";
    const gap = left < 1e-6 ? ", the best there is from here" : below;
    const [data, ringed] = [fit.data(), numbers.selected()];
    const ring = `Number ${ringed + 1} of ${data.length} has the ring, ${pretty(data[ringed])}`;
    return `${came}${gap}, with ${numbered.join(", and ")}. ${ring}.`;
  }
  /** The way taken, a row a step. */
  function history() {
    const path = fit.path();
    const names = ["mean", "std"].flatMap((kind) => path[0].means.map((_, k) => (k ? `${kind} 2` : kind)));
    return [
      ["step", "log-likelihood", ...names, "weight of component 1"],
      ...path.map((each, i) => [
        fit.steps() - path.length + 1 + i,
        likelihood(each),
        ...each.means,
        ...each.stds,
        each.weights[0],
      ]),
    ];
  }
  return mount({
    model,
    el,
    card,
    parts: {
      story: [kinds.row],
      moves: [...moving.buttons, solve, swap],
      stage: [element("div", { className: "gan-pair" }, density.place, hills.picture.place)],
      answers: readouts.answers,
      side: [element("div", { className: "gan-fit" }, ...sliders.rows, best.row)],
      more: readouts.more,
      below: [says],
      settings: [rate.row, inRow(...numbers.buttons), ...numbers.rows],
    },
    summary,
    numbers: history,
    begin: refresh,
    redraw: draw,
    stops: [fit.stop, moving.stop, density.stop, hills.picture.stop],
  });
}

export default { render };
