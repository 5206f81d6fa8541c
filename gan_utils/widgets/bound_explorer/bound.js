// The bound of the f-GAN paper: E_p T - E_q f*(T) for a witness T = g_f(v), with v piecewise linear between knots.

import { clamp } from "../../page/engine/numbers.js";
import { ROWS } from "./rows.js";

/**
 * What a witness stands on: the cells, the knots' places, equally far apart, and what v at a knot may be.
 *
 * @typedef {{grid: import("../densities/cells.js").Grid, places: number[], range: {min: number, max: number}}} Ground
 */

/** The knot to the left of x, and how far x is on the way to the next, from 0 to 1. */
function between(places, x) {
  const last = places.length - 1;
  const at = clamp(((x - places[0]) * last) / (places[last] - places[0]), 0, last);
  const left = Math.min(Math.floor(at), last - 1);
  return [left, at - left];
}

/**
 * The v of T* in every cell.
 *
 * @param {string} row
 * @param {Float64Array} p
 * @param {Float64Array} q
 * @returns {Float64Array}
 */
export const bestHeights = (row, p, q) => p.map((mass, i) => ROWS[row].best(Math.log(mass) - Math.log(q[i])));

/**
 * v in every cell: on straight lines between the knots, level beyond them.
 *
 * @param {Ground} ground
 * @param {number[]} knots v at each
 * @returns {Float64Array}
 */
export const heights = ({ grid, places }, knots) =>
  grid.middles.map((x) => {
    const [left, share] = between(places, x);
    return (1 - share) * knots[left] + share * knots[left + 1];
  });

/**
 * T* at the knots, as far as they reach; level with p = q where neither has mass.
 *
 * @param {string} row
 * @param {Float64Array} p
 * @param {Float64Array} q
 * @param {Ground} ground
 * @returns {number[]}
 */
export function bestKnots(row, p, q, { grid, places, range }) {
  const v = bestHeights(row, p, q);
  return places.map((x) => {
    const best = v[Math.floor(x / grid.cell) + grid.count / 2];
    return clamp(Number.isNaN(best) ? ROWS[row].best(0) : best, range.min, range.max);
  });
}

/**
 * E_p T - E_q f*(T). Where p or q has no mass, its term is 0 even if T or f* is infinite there.
 *
 * @param {string} row
 * @param {ArrayLike<number>} p
 * @param {ArrayLike<number>} q
 * @param {ArrayLike<number>} v in each cell
 * @returns {number}
 */
export function bound(row, p, q, v) {
  const { activation, gained = (mass, height) => mass * activation(height) } = ROWS[row];
  const { paid, lost = (mass, height) => mass * paid(height) } = ROWS[row];
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    if (p[i] > 0) sum += gained(p[i], v[i]);
    if (q[i] > 0) sum -= lost(q[i], v[i]);
  }
  return sum;
}

/**
 * The knots after one step of gradient ascent on the bound, each knot's gradient taken by the mass that it sees. The
 * step is halved until the bound rises; null when it does not.
 *
 * @param {string} row
 * @param {Float64Array} p
 * @param {Float64Array} q
 * @param {Ground} ground
 * @param {number[]} knots
 * @returns {number[] | null}
 */
export function improve(row, p, q, ground, knots) {
  const { grid, places, range } = ground;
  const v = heights(ground, knots);
  const gradient = knots.map(() => 0);
  const seen = knots.map(() => 0);
  for (let i = 0; i < p.length; i++) {
    if (p[i] + q[i] === 0) continue;
    const [gain, cost] = ROWS[row].slopes(v[i]);
    const [left, share] = between(places, grid.middles[i]);
    for (const [knot, part] of [
      [left, 1 - share],
      [left + 1, share],
    ]) {
      gradient[knot] += part * (p[i] * gain - q[i] * cost);
      seen[knot] += part * (p[i] + q[i]);
    }
  }
  const now = bound(row, p, q, v);
  for (let step = 0.5; step > 1e-5; step /= 2) {
    const next = knots.map((knot, k) =>
      clamp(knot + (seen[k] ? (step * gradient[k]) / seen[k] : 0), range.min, range.max),
    );
    if (bound(row, p, q, heights(ground, next)) > now + 1e-10) return next;
  }
  return null;
}
