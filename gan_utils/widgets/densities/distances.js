// How far apart two distributions over the cells are, and how that changes when the second moves.

import { pretty } from "../ui/words.js";
import { CELL, COUNT, meanOf, moved, roomOf, wideMasses } from "./cells.js";

/** log(a / b), exact where the two are close and where their ratio is no number. */
function logRatio(a, b) {
  const change = (a - b) / b;
  return Math.abs(change) < 0.5 ? Math.log1p(change) : Math.log(a) - Math.log(b);
}

// No rounding takes a distance beyond these.
const HIGHEST = { js: Math.LN2, tv: 1, hellinger: 2 };

/** The distances between p and q, Infinity where they are infinite or larger than any number. */
export function distances(p, q) {
  let kl = 0;
  let reverse = 0;
  let js = 0;
  let tv = 0;
  let pearson = 0;
  let hellinger = 0;
  let w1 = 0;
  let ahead = 0;
  for (let i = 0; i < COUNT; i++) {
    const a = p[i];
    const b = q[i];
    ahead += a - b;
    w1 += Math.abs(ahead) * CELL;
    if (a === 0 && b === 0) continue;
    tv += Math.abs(a - b) / 2;
    hellinger += ((a - b) / (Math.sqrt(a) + Math.sqrt(b))) ** 2;
    const tilt = (a - b) / (a + b);
    for (const way of [tilt, -tilt]) if (way > -1) js += ((a + b) / 4) * (1 + way) * Math.log1p(way);
    if (a > 0) kl += b > 0 ? a * logRatio(a, b) : Infinity;
    if (b > 0) reverse += a > 0 ? b * logRatio(b, a) : Infinity;
    // The root, as a / b may leave the numbers where this does not.
    pearson += b > 0 ? ((a - b) / Math.sqrt(b)) ** 2 : Infinity;
  }
  // Equal distributions may round below 0.
  const found = { kl, reverse_kl: reverse, js, tv, pearson, hellinger, w1 };
  for (const name of Object.keys(found)) found[name] = Math.min(HIGHEST[name] ?? Infinity, Math.max(0, found[name]));
  return found;
}

/** One of the distances that were found, for people. Pearson's squares can leave the numbers where no cell is empty. */
export function inWords(found, name) {
  return found[name] < Infinity || (name === "pearson" && found.kl < Infinity) ? pretty(found[name]) : "infinite";
}

/**
 * The gradient of each distance by a move of q to the right, null where it is infinite here or a step away. Found by
 * moving q one and two whole cells to either side: for bells that is the derivative, to three digits or more; for boxes
 * it does not depend on where in a cell their ends lie.
 */
export function gradients(p, bumps) {
  const wide = wideMasses(bumps);
  const [before, back, here, on, after] = [-2, -1, 0, 1, 2].map((shift) => distances(p, moved(wide, shift)));
  const found = {};
  for (const name of Object.keys(here)) {
    const slope = (8 * (on[name] - back[name]) - (after[name] - before[name])) / (12 * CELL);
    const rounding = 1e-12 * (1 + here[name]);
    const finite = [before, back, here, on, after].every((each) => Number.isFinite(each[name]));
    found[name] = !finite ? null : Math.abs(slope) < rounding ? 0 : slope;
  }
  return found;
}

/** All distances while q is moved as far as it can be: [mean of q, distances] every tenth or so. */
export function curve(p, bumps) {
  const wide = wideMasses(bumps);
  const mean = meanOf(bumps);
  const [left, right] = roomOf(bumps);
  const found = [];
  for (let shift = Math.ceil(left / CELL - 1e-6); shift <= right / CELL + 1e-6; shift += 5)
    found.push([mean + CELL * shift, distances(p, moved(wide, shift))]);
  return found;
}
