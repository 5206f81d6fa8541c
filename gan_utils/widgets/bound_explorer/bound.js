// The bound of the f-GAN paper: E_p T - E_q f*(T) for a witness T = g_f(v), with v piecewise linear between knots.

import { F_DIVERGENCES } from "../../page/divergences/table.js";
import { clamp } from "../../page/engine/numbers.js";
import { CELL, COUNT, middles } from "../densities/cells.js";

// The knots' places, and the most of |v| at one.
export const KNOTS = Array.from({ length: 13 }, (_, k) => -4 + (k * 2) / 3);
export const MOST = 5;

/** A mass times e^x, where that is a number and e^x alone is none. */
const times = (mass, x) => (Math.abs(x) < 700 ? mass * Math.exp(x) : Math.exp(Math.log(mass) + x));
const sigmoid = (v) => 1 / (1 + Math.exp(-v));

/**
 * The rows with what the figure asks of them besides: gained and lost, a mass times the activation and times what is
 * paid, where those alone may be no numbers; the slopes of activation and paid; best, the v of T* where log p / q is r;
 * highest, the top of f*'s domain; and f(1).
 */
export const ROWS = {
  kl: {
    ...F_DIVERGENCES.kl,
    lost: (mass, v) => times(mass, v - 1),
    slopes: (v) => [1, Math.exp(v - 1)],
    best: (r) => 1 + r,
  },
  reverse_kl: {
    ...F_DIVERGENCES.reverse_kl,
    gained: (mass, v) => -times(mass, -v),
    slopes: (v) => [Math.exp(-v), 1],
    best: (r) => r,
    highest: 0,
  },
  pearson: {
    ...F_DIVERGENCES.pearson,
    // Its square may leave the numbers where a small mass times it does not.
    lost: (mass, v) => mass * v * (v / 4 + 1),
    slopes: (v) => [1, v / 2 + 1],
    best: (r) => 2 * Math.expm1(r),
  },
  hellinger: {
    ...F_DIVERGENCES.hellinger,
    slopes: (v) => [Math.exp(-v), Math.exp(v)],
    best: (r) => r / 2,
    highest: 1,
  },
  js: {
    ...F_DIVERGENCES.js,
    slopes: (v) => [sigmoid(-v), sigmoid(v)],
    best: (r) => r,
    highest: Math.LN2,
  },
  gan: {
    ...F_DIVERGENCES.gan,
    slopes: (v) => [sigmoid(-v), sigmoid(v)],
    best: (r) => r,
    highest: 0,
    atOne: -2 * Math.LN2,
  },
};

/** The knot to the left of x, and how far x is on the way to the next, from 0 to 1. */
function between(x) {
  const place = clamp((x + 4) * 1.5, 0, KNOTS.length - 1);
  const left = Math.min(Math.floor(place), KNOTS.length - 2);
  return [left, place - left];
}

/** v in every cell: on straight lines between the knots, level beyond them; without knots, that of T*. */
export function heights(row, p, q, knots) {
  if (!knots) return middles.map((_, i) => ROWS[row].best(Math.log(p[i]) - Math.log(q[i])));
  return middles.map((x) => {
    const [left, share] = between(x);
    return (1 - share) * knots[left] + share * knots[left + 1];
  });
}

/** T* at the knots, as far as they reach; level with p = q where neither has mass. */
export function bestKnots(row, p, q) {
  const v = heights(row, p, q, null);
  return KNOTS.map((x) => {
    const best = v[Math.floor(x / CELL) + COUNT / 2];
    return clamp(Number.isNaN(best) ? ROWS[row].best(0) : best, -MOST, MOST);
  });
}

/** E_p T - E_q f*(T). Where p or q has no mass, its term is 0 even if T or f* is infinite there. */
export function bound(row, p, q, v) {
  const { activation, gained = (mass, height) => mass * activation(height) } = ROWS[row];
  const { paid, lost = (mass, height) => mass * paid(height) } = ROWS[row];
  let sum = 0;
  for (let i = 0; i < COUNT; i++) {
    if (p[i] > 0) sum += gained(p[i], v[i]);
    if (q[i] > 0) sum -= lost(q[i], v[i]);
  }
  return sum;
}

/**
 * The knots after one step of gradient ascent on the bound, each knot's gradient taken by the mass that it sees. The
 * step is halved until the bound rises; null when it does not.
 */
export function improve(row, p, q, knots) {
  const v = heights(row, p, q, knots);
  const gradient = knots.map(() => 0);
  const seen = knots.map(() => 0);
  for (let i = 0; i < COUNT; i++) {
    if (p[i] + q[i] === 0) continue;
    const [gain, cost] = ROWS[row].slopes(v[i]);
    const [left, share] = between(middles[i]);
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
    const next = knots.map((knot, k) => clamp(knot + (seen[k] ? (step * gradient[k]) / seen[k] : 0), -MOST, MOST));
    if (bound(row, p, q, heights(row, p, q, next)) > now + 1e-10) return next;
  }
  return null;
}
