// The data that a seed gives: the same as draw() in widget.py.

import { clamp } from "../../page/engine/numbers.js";
import { mixtureSample } from "../../page/families/normal.js";

/**
 * A number as a reader would set it: in hundredths, within its range.
 *
 * @param {number} value
 * @param {[number, number]} range
 * @returns {number}
 */
export const tidy = (value, range) => clamp(Math.round(100 * value) / 100, ...range);

/**
 * `count` tidy numbers from a mixture, by a seed.
 *
 * @param {number} seed
 * @param {number} count
 * @param {import("../../page/families/normal.js").Model} bumps
 * @param {[number, number]} range
 * @returns {number[]}
 */
export const drawData = (seed, count, bumps, range) =>
  Array.from({ length: count }, (_, i) => tidy(mixtureSample(bumps, count, seed)(i), range));
