// The numbers of MleFitter's data: which is ringed, and what a reader does to them.

import { numberFor, rangeOf } from "../ui/allowed.js";
import { button, slider } from "../ui/dom.js";
import { drawData, tidy } from "./data.js";

/**
 * {buttons, rows, selected(), select(i), move(value), show()}: the controls, the ringed number, what rings another, what
 * moves it, and what brings the controls up to date. onBegin(part) hears of settings after which the way begins anew,
 * onSelect() of another ringed number.
 *
 * @param {ReturnType<typeof import("./fit.js").makeFit>} fit
 */
export function makeNumbers(model, fit, { onBegin, onSelect }) {
  const { least, most } = model.get("_allowed").data;
  const range = fit.ranges.mean;
  const drawn = (seed, count) => drawData(seed, count, model.get("_constants").bumps, range);
  let selected = 0;
  const move = (value) => onBegin({ data: fit.data().map((old, i) => (i === selected ? tidy(value, range) : old)) });
  function select(next) {
    selected = next;
    place.show(fit.data()[selected]);
    onSelect();
  }
  const add = button("add", "Add a number", () => {
    selected = fit.data().length;
    onBegin({ data: [...fit.data(), 0] });
  });
  const remove = button("remove", "Remove the ringed one", () =>
    onBegin({ data: fit.data().filter((_, i) => i !== selected) }),
  );
  const again = button("draw", "Draw the data again", () =>
    onBegin({ data: drawn(model.get("seed"), fit.data().length) }),
  );
  const seed = numberFor(model, "seed", "seed of the data", 1, (value) =>
    onBegin({ seed: value, data: drawn(value, fit.data().length) }),
  );
  const count = slider("count", "n, how many numbers", { min: least, max: most, step: 1 }, (value) =>
    onBegin({ data: drawn(model.get("seed"), value) }),
  );
  const place = slider("place", "the ringed number", { ...rangeOf(model, "data"), step: 0.01 }, move);
  function show() {
    const { length } = fit.data();
    seed.show(model.get("seed"));
    count.show(length);
    add.disabled = length >= most;
    remove.disabled = length <= least;
    select(Math.min(selected, length - 1));
  }
  return {
    buttons: [add, remove, again],
    rows: [place.row, count.row, seed.row],
    selected: () => selected,
    select,
    move,
    show,
  };
}
