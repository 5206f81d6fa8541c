// MleFitter's sliders for the model's numbers, and its read-outs.

import { rangeOf, sliderFor } from "../ui/allowed.js";
import { readout, slider } from "../ui/dom.js";
import { prettyOrZero } from "../ui/words.js";

// As many figures as a box has room for.
const rounded = (value) => Number(value.toFixed(3));

/** The sliders of the fitted model: {rows, show(fitted)}. onChange(f) hears that it is to be f(fitted). */
export function makeSliders(model, onChange) {
  const made = [
    ["mean", 0],
    ["std", 0],
    ["mean", 1],
    ["std", 1],
  ].map(([kind, k]) => {
    const trait = `${kind}s`;
    const control = slider(k ? `${kind}-2` : kind, kind, { ...rangeOf(model, trait), step: 0.05 }, (value) =>
      onChange((fitted) => ({ ...fitted, [trait]: fitted[trait].map((old, i) => (i === k ? value : old)) })),
    );
    return { ...control, kind, trait, k };
  });
  const weight = sliderFor(model, "weight", "weight of component 1", 0.01, (value) =>
    onChange((fitted) => ({ ...fitted, weights: [value, 1 - value] })),
  );
  function show(fitted) {
    const two = fitted.means.length > 1;
    for (const { row, show: put, kind, trait, k } of made) {
      row.querySelector("span").textContent = two ? `${kind} of component ${k + 1}` : kind;
      row.hidden = k > 0 && !two;
      if (!row.hidden) put(rounded(fitted[trait][k]));
    }
    weight.row.hidden = !two;
    if (two) weight.show(rounded(fitted.weights[0]));
  }
  return { rows: [...made, weight].map(({ row }) => row), show };
}

const PLAIN = { "log-likelihood": "log-likelihood", best: "best", step: "step" };
const EACH = { mean: "mean", std: "std", "gradient-mean": "slope in mean", "gradient-log-std": "slope in log std" };
const SHARED = { weight: "weight of component 1", "gradient-logit-weight": "slope in its logit" };

/**
 * {answers, more, show(model, slope, numbers, least)}, the numbers named as in PLAIN. What one component has not is hidden,
 * and so is what is not asked for; a number below `least` is 0.
 */
export function makeReadouts() {
  const second = Object.entries(EACH).map(([name, text]) => [`${name}-2`, text]);
  const names = [...Object.entries(PLAIN), ...Object.entries(EACH), ...second, ...Object.entries(SHARED)];
  const out = Object.fromEntries(names.map(([name, text]) => [name, readout(name, text)]));
  let zero = 0;
  function put(name, number, label) {
    out[name].hide(number === undefined);
    if (number === undefined) return;
    out[name].show(Math.abs(number) < zero ? "0" : prettyOrZero(number), String(number));
    if (label) out[name].rename(label);
  }
  function show({ weights, means, stds }, slope, numbers, least) {
    const two = means.length > 1;
    zero = least;
    for (const name in numbers) put(name, numbers[name]);
    out.best.rename(two ? "best that EM finds" : "best, closed form");
    for (const k of [0, 1])
      [means[k], stds[k], slope.means[k], slope.logStds[k]].forEach((number, i) => {
        const [name, text] = Object.entries(EACH)[i];
        put(k ? `${name}-2` : name, number, two ? `${text} ${k + 1}` : text);
      });
    put("weight", two ? weights[0] : undefined);
    put("gradient-logit-weight", two ? slope.logit : undefined);
  }
  // The sliders say the model's numbers.
  const rows = (wanted) => names.filter(([name]) => name in PLAIN === wanted).map(([name]) => out[name].row);
  return { answers: rows(true), more: rows(false), show };
}
