// MleFitter: fit a normal distribution, or two, to data that can be dragged, and see the likelihood's landscape.

import { gradient, logLikelihood } from "../../page/families/normal.js";
import { choiceFor, sliderFor } from "../ui/allowed.js";
import { makeCard, mount } from "../ui/card.js";
import { button, element } from "../ui/dom.js";
import { inRow } from "../ui/layout.js";
import { transport } from "../ui/transport.js";
import { makeReadouts, makeSliders } from "./controls.js";
import { makeDensity } from "./density.js";
import { makeFit } from "./fit.js";
import { makeHills } from "./hills.js";
import { makeNumbers } from "./numbers.js";

const MODELS = { normal: "one normal distribution", mixture: "a mixture of two" };

/** What there is to know of a kind of model. */
const words = (kind, leastStd) =>
  kind === "normal"
    ? `At the top of the landscape, mean and std are those of the data, if that std is ${leastStd} or more.`
    : "Swapping the labels mirrors the landscape in the dashed line and leaves the likelihood as it is. " +
      "With equal stds and a weight of 0.5 its two hills are one model, named twice. There is no best mixture: a " +
      `component that narrows on a single number raises the likelihood without end. Here stds stop at ${leastStd}.`;

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
  const says = element("p", { className: "gan-says" });

  function draw() {
    const [data, now, goal] = [fit.data(), fit.now(), fit.goal()];
    readouts.show(now, gradient(data, now), {
      step: fit.steps(),
      "log-likelihood": logLikelihood(data, now),
      best: logLikelihood(data, goal),
    });
    sliders.show(now);
    density.redraw();
    hills.show(goal);
  }
  /** Everything anew from the traits; the way begins where they stand. */
  function refresh() {
    fit.read();
    const kind = model.get("model");
    says.textContent = words(kind, fit.ranges.std[0]);
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
      fit.reset();
      draw();
    },
  });
  const solve = button("solve", "Solve", () => {
    moving.pause();
    fit.solve();
    draw();
  });
  const swap = button("swap", "Swap the labels", () => change(swapped));
  const kinds = choiceFor(model, "model", "model", MODELS, (kind) => begin({ model: kind }));
  const rate = sliderFor(model, "lr", "learning rate (slope divided by n)", 0.01, (lr) => fit.put({ lr }));

  return mount({
    model,
    el,
    card,
    parts: {
      story: [kinds.row],
      moves: [...moving.buttons, solve, swap],
      stage: [element("div", { className: "gan-lab" }, density.place, hills.picture.place)],
      answers: readouts.rows,
      below: [says],
      settings: [rate.row, ...sliders.rows, inRow(...numbers.buttons), ...numbers.rows],
    },
    begin: refresh,
    redraw: draw,
    stops: [fit.stop, moving.stop, density.stop, hills.picture.stop],
  });
}

export default { render };
