// What a card of two densities declares in Python: the cells of their line, and what the numbers of a bump stay in.

import { makeGrid } from "./cells.js";

/** @typedef {{min: number, max: number}} Range */

const range = ([min, max]) => ({ min, max });

/**
 * What the numbers of a bump stay in; its width, by its kind.
 *
 * @returns {{mean: Range, weight: Range, width: Record<string, Range>}}
 */
export function rangesOf(model) {
  const { mean, weight, width } = model.get("_allowed").p;
  const widths = Object.entries(width).map(([kind, own]) => [kind, range(own)]);
  return { mean: range(mean), weight: range(weight), width: Object.fromEntries(widths) };
}

/**
 * The cells that both densities are computed in.
 *
 * @returns {import("./cells.js").Grid}
 */
export function gridOf(model) {
  const { cell_count: count, cells_per_unit: perUnit } = model.get("_constants");
  const { min, max } = rangesOf(model).mean;
  return makeGrid(count, perUnit, max - min);
}

/**
 * What a link may ask of p and q: one or two bumps, each with all its numbers in their ranges.
 *
 * @returns {Record<"p" | "q", (value: unknown) => boolean>}
 */
export function checksOf(model) {
  const { mean, weight, width } = rangesOf(model);
  const within = (value, range) => Number.isFinite(value) && value >= range?.min && value <= range?.max;
  const known = (bump) =>
    typeof bump?.kind === "string" &&
    Object.hasOwn(width, bump.kind) &&
    Object.keys(bump).length === 4 &&
    within(bump.mean, mean) &&
    within(bump.weight, weight) &&
    within(bump.width, width[bump.kind]);
  const bumps = (value) => Array.isArray(value) && value.length >= 1 && value.length <= 2 && value.every(known);
  return { p: bumps, q: bumps };
}
