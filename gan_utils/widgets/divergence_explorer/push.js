// The push that a distance gives to q: its words, and where it leads.

import { clamp } from "../../page/engine/numbers.js";
import { cells, roomOf } from "../densities/cells.js";
import { distances } from "../densities/distances.js";
import { pretty } from "../ui/words.js";

// Of q's steps against the gradient: their rate, the longest, and the shortest that is tried.
const RATE = 0.3;
const FARTHEST = 0.1;
const LEAST = 1e-3;

/**
 * What a distance's gradient says; q is pushed against it.
 *
 * @param {number} value
 * @param {number | null} gradient
 * @returns {string}
 */
export function gradientText(value, gradient) {
  if (gradient === null) return value === Infinity ? "none: infinite" : "none: infinite a step away";
  if (gradient === 0) return "0, no push";
  return `${pretty(gradient)}, push ${gradient > 0 ? "←" : "→"}`;
}

const GROUPS = [
  ["Pushing q to the left", (slope) => slope > 0],
  ["Pushing q to the right", (slope) => slope !== null && slope < 0],
  ["Flat, so no push", (slope) => slope === 0],
  ["Infinite here or a step away, so no slope", (slope) => slope === null],
];

/**
 * Which of the distances push q, and which way, in a few words.
 *
 * @param {Record<string, string>} texts the distances' names
 * @param {Record<string, number | null>} gradients
 * @returns {string}
 */
export function pushes(texts, gradients) {
  const those = (belongs) => Object.keys(texts).filter((name) => belongs(gradients[name]));
  return GROUPS.map(([head, belongs]) => [head, those(belongs).map((name) => texts[name])])
    .filter(([, names]) => names.length)
    .map(([head, names]) => `${head}: ${names.join(", ")}.`)
    .join(" ");
}

/**
 * Why q does not move for a distance called `text`.
 *
 * @param {string} text
 * @param {number} value
 * @param {number | null} gradient
 * @returns {string}
 */
export function silence(text, value, gradient) {
  if (value === Infinity) return `${text} is infinite here: it has no slope, so there is no push to follow.`;
  if (gradient === null) return `${text} is infinite a step away: it has no slope, so there is no push to follow.`;
  if (value < 1e-12) return `q is p: there is nothing to gain, and no push.`;
  if (gradient === 0)
    return `${text} gives q no push here: its slope is 0, so Play has nothing to follow. Try another distance.`;
  return `No small move of q lowers ${text} any further.`;
}

/**
 * q moved a little against the gradient of a distance, as far as that lowers it; null where it does not.
 *
 * @param {import("../densities/cells.js").Grid} grid
 * @param {Float64Array} p
 * @param {import("../densities/cells.js").Bump[]} q
 * @param {{name: string, value: number, gradient: number | null}} distance
 * @param {import("../densities/traits.js").Range} means what a bump's mean stays in
 */
export function follow(grid, p, q, { name, value, gradient }, means) {
  const [left, right] = roomOf(q, means);
  for (let move = clamp(-RATE * (gradient ?? 0), -FARTHEST, FARTHEST); Math.abs(move) > LEAST; move /= 2) {
    const way = clamp(move, left, right);
    const next = q.map((bump) => ({ ...bump, mean: clamp(bump.mean + way, means.min, means.max) }));
    if (distances(p, cells(grid, next), grid.cell)[name] < value) return next;
  }
  return null;
}
