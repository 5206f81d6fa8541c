// Controls of a card's own traits. What a trait may be is said once, in Python, and comes with the card.

import { choice, numberBox, slider } from "./dom.js";

const allowed = (model, trait) => model.get("_allowed")[trait];

/** The range of a trait: {min, max}. */
export function rangeOf(model, trait) {
  const { low, high } = allowed(model, trait);
  return { min: low, max: high };
}

/** The values that a trait may be, in Python's order. */
export const valuesOf = (model, trait) => allowed(model, trait).values;

/** How many a trait that is a list may hold. */
export const mostOf = (model, trait) => allowed(model, trait).most;

/** A slider for a number, and a box to type it into: {row, show(value)}. */
export const sliderFor = (model, trait, label, step, onInput) =>
  slider(trait, label, { ...rangeOf(model, trait), step, value: model.get(trait) ?? undefined }, onInput);

/** A box to type a number into: {row, show(value)}. */
export const numberFor = (model, trait, label, step, onInput) =>
  numberBox(trait, label, { ...rangeOf(model, trait), step, value: model.get(trait) }, onInput);

/** A choice of a trait's values, each under its label: {row, show(value)}. `labels` are {value: text} or value => text. */
export function choiceFor(model, trait, label, labels, onChange) {
  const values = valuesOf(model, trait);
  const texts = values.map((value) => [String(value), typeof labels === "function" ? labels(value) : labels[value]]);
  for (const [value, text] of texts) if (text === undefined) throw new Error(`${trait} has no label for ${value}`);
  const made = choice(trait, label, Object.fromEntries(texts), String(model.get(trait)), (text) =>
    onChange(values.find((value) => String(value) === text)),
  );
  return { row: made.row, show: (value) => made.show(String(value)) };
}

/** The seed that follows a card's; after the last comes the first. */
export function nextSeed(model) {
  const { min, max } = rangeOf(model, "seed");
  const next = model.get("seed") + 1;
  return next > max ? min : next;
}
