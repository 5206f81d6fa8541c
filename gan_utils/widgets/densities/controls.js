// Controls of the bumps that p and q are made of.

import { clamp } from "../../page/engine/numbers.js";
import { choice, slider } from "../ui/dom.js";

// How far a mean goes to either side, and what widths there are.
const MEAN = 4;
const WIDTHS = { bell: [0.4, 2], box: [0.05, 2] };
const NAMES = { p0: "p, data", p1: "p, second bump", q0: "q, model", q1: "q, second bump" };
const SECOND = { kind: "bell", mean: 0, width: 0.6, weight: 0.5 };

const tidy = (value, low, high) => clamp(Number(value.toFixed(2)), low, high);

/** A bump with some of it changed, within what is allowed. */
function changed(bump, part) {
  const { kind, mean, width, weight } = { ...bump, ...part };
  return { kind, mean: tidy(mean, -MEAN, MEAN), width: tidy(width, ...WIDTHS[kind]), weight };
}

/**
 * The controls as {preset, rows, show()}, and the bump that they change: selected() says which, select(who, at) chooses
 * it, bump() is it, edit(part) changes some of it. opened(preset) hears of a preset that has been chosen, and chosen() of
 * a bump.
 */
export function makeBumps(model, set, { opened, chosen }) {
  const presets = Object.fromEntries(model.get("_presets"));
  let who = "q";
  let at = 0;
  const bump = () => model.get(who)[at];
  function edit(part) {
    set(
      who,
      model.get(who).map((each, i) => (i === at ? changed(each, part) : each)),
    );
    // What was asked for may not have been allowed.
    show();
  }
  function select(nextWho, nextAt) {
    [who, at] = [nextWho, nextAt];
    show();
    chosen();
  }
  const own = "densities of your own";
  const names = Object.fromEntries([own, ...Object.keys(presets)].map((name) => [name, name]));
  const preset = choice("preset", "start from", names, own, (name) => {
    if (name !== own) opened(presets[name]);
  });
  const which = choice("bump", "bump to change", NAMES, "q0", (name) => select(name[0], Number(name[1])));
  const kind = choice("kind", "its shape", { bell: "bell (normal)", box: "box (uniform)" }, "bell", (value) =>
    edit({ kind: value }),
  );
  const mean = slider("mean", "its mean", { min: -MEAN, max: MEAN, step: 0.01, value: 0 }, (value) =>
    edit({ mean: value }),
  );
  const width = slider("width", "", { min: 0.05, max: 2, step: 0.01, value: 1 }, (value) => edit({ width: value }));
  const weight = slider(
    "weight",
    "its weight, beside the other's",
    { min: 0.05, max: 1, step: 0.01, value: 1 },
    (value) => edit({ weight: value }),
  );
  const count = choice("count", "bumps of this density", { 1: "one", 2: "two" }, "1", (value) => {
    const [first] = model.get(who);
    const second = { ...SECOND, mean: first.mean > 0 ? first.mean - 3 : first.mean + 3 };
    at = value - 1;
    set(who, [first, second].slice(0, value));
  });

  function show() {
    if (!bump()) at = 0;
    const now = JSON.stringify({ p: model.get("p"), q: model.get("q") });
    preset.show(Object.keys(presets).find((name) => JSON.stringify(presets[name]) === now) ?? own);
    which.show(`${who}${at}`);
    for (const option of which.row.querySelectorAll("option"))
      option.hidden = !model.get(option.value[0])[option.value[1]];
    kind.show(bump().kind);
    mean.show(bump().mean);
    weight.show(bump().weight);
    weight.row.hidden = model.get(who).length < 2;
    const what = bump().kind === "bell" ? "its standard deviation" : "half its length";
    width.row.querySelector("span").textContent = what;
    for (const input of width.row.querySelectorAll("input")) [input.min] = WIDTHS[bump().kind];
    width.show(bump().width);
    count.show(model.get(who).length);
  }
  const rows = [which, count, kind, mean, width, weight].map((each) => each.row);
  return { preset: preset.row, rows, show, select, edit, bump, selected: () => ({ who, at }) };
}
