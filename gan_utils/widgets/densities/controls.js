// Controls of the bumps that p and q are made of.

import { clamp } from "../../page/engine/numbers.js";
import { choice, slider } from "../ui/dom.js";
import { rangesOf } from "./traits.js";

const OWN = "densities of your own";
const NAMES = { p0: "p, data", p1: "p, second bump", q0: "q, model", q1: "q, second bump" };
const KINDS = {
  bell: { text: "bell (normal)", width: "its standard deviation" },
  box: { text: "box (uniform)", width: "half its length" },
};
const SECOND = { kind: "bell", mean: 0, width: 0.6, weight: 0.5 };
const STEP = 0.01;

const tidy = (value, { min, max }) => clamp(Number(value.toFixed(2)), min, max);

/** A bump with some of it changed, within what is allowed. */
function changed(ranges, bump, part) {
  const { kind, mean, width, weight } = { ...bump, ...part };
  return { kind, mean: tidy(mean, ranges.mean), width: tidy(width, ranges.width[kind]), weight };
}

/**
 * A control for each of a bump's parts, by its name. onChange(part) hears what a reader changes.
 *
 * @param {ReturnType<typeof rangesOf>} ranges
 */
function partsOf(ranges, onChange) {
  const kinds = Object.keys(ranges.width);
  const widths = Object.values(ranges.width);
  const widest = { min: Math.min(...widths.map(({ min }) => min)), max: Math.max(...widths.map(({ max }) => max)) };
  const texts = Object.fromEntries(kinds.map((kind) => [kind, KINDS[kind].text]));
  const sliders = [
    ["mean", "its mean", ranges.mean],
    ["width", "its width", widest],
    ["weight", "its weight, beside the other's", ranges.weight],
  ].map(([name, label, range]) => [
    name,
    slider(name, label, { ...range, step: STEP }, (value) => onChange({ [name]: value })),
  ]);
  const kind = choice("kind", "its shape", texts, kinds[0], (value) => onChange({ kind: value }));
  return { kind, ...Object.fromEntries(sliders) };
}

/**
 * The controls as {preset, rows, show()}, and the bump that they change: selected() says which, select(who, at) chooses
 * it, bump() is it, edit(part) changes some of it. onPreset(preset) hears of a preset that was chosen, onSelect() of a
 * bump.
 */
export function makeBumps(model, set, { onPreset, onSelect }) {
  const presets = Object.fromEntries(model.get("_presets"));
  const ranges = rangesOf(model);
  let who = "q";
  let at = 0;
  const bump = () => model.get(who)[at];
  function edit(part) {
    set(
      who,
      model.get(who).map((each, i) => (i === at ? changed(ranges, each, part) : each)),
    );
    // What was asked for may not have been allowed.
    show();
  }
  function select(nextWho, nextAt) {
    [who, at] = [nextWho, nextAt];
    show();
    onSelect();
  }
  const names = Object.fromEntries([OWN, ...Object.keys(presets)].map((name) => [name, name]));
  const preset = choice("preset", "start from", names, OWN, (name) => {
    if (name !== OWN) onPreset(presets[name]);
  });
  const which = choice("bump", "bump to change", NAMES, "q0", (name) => select(name[0], Number(name[1])));
  const { kind, mean, width, weight } = partsOf(ranges, edit);
  const count = choice("count", "bumps of this density", { 1: "one", 2: "two" }, "1", (value) => {
    const [first] = model.get(who);
    const second = { ...SECOND, mean: first.mean > 0 ? first.mean - 3 : first.mean + 3 };
    at = value - 1;
    set(who, [first, second].slice(0, value));
  });

  function show() {
    if (!bump()) at = 0;
    const now = JSON.stringify({ p: model.get("p"), q: model.get("q") });
    const named = Object.keys(presets).find((name) => JSON.stringify(presets[name]) === now);
    // Nobody can choose them: they come to be.
    preset.row.querySelector("option").hidden = named !== undefined;
    preset.show(named ?? OWN);
    which.show(`${who}${at}`);
    for (const option of which.row.querySelectorAll("option"))
      option.hidden = !model.get(option.value[0])[option.value[1]];
    kind.show(bump().kind);
    mean.show(bump().mean);
    weight.show(bump().weight);
    weight.row.hidden = model.get(who).length < 2;
    width.row.querySelector("span").textContent = KINDS[bump().kind].width;
    const { min, max } = ranges.width[bump().kind];
    for (const input of width.row.querySelectorAll("input")) input.min = min;
    width.row.querySelector("small").textContent = `${min} to ${max}`;
    width.show(bump().width);
    count.show(model.get(who).length);
  }
  const rows = [which, count, kind, mean, width, weight].map((each) => each.row);
  return { preset: preset.row, rows, show, select, edit, bump, selected: () => ({ who, at }) };
}
