// The f-divergences that BoundExplorer knows, with what it asks of them besides.

import { F_DIVERGENCES } from "../../page/divergences/table.js";

/** A mass times e^x, where that is a number and e^x alone is none. */
const times = (mass, x) => (Math.abs(x) < 700 ? mass * Math.exp(x) : Math.exp(Math.log(mass) + x));
const sigmoid = (v) => 1 / (1 + Math.exp(-v));

/**
 * The rows with what the figure asks of them besides: gained and lost, a mass times the activation and times what is
 * paid, where those alone may be no numbers; the slopes of activation and paid; best, the v of T* where log p / q is r;
 * highest, the top of f*'s domain; and f(1).
 *
 * @type {Record<string, {activation: (v: number) => number, paid: (v: number) => number,
 *   slopes: (v: number) => [number, number], best: (r: number) => number,
 *   gained?: (mass: number, v: number) => number, lost?: (mass: number, v: number) => number,
 *   highest?: number, atOne?: number}>}
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
