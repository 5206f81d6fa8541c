// How far apart two distributions over the cells are, and how that changes when the second moves.

import { divergences } from "../../page/divergences/discrete.js";
import { cellsWasserstein1 } from "../../page/divergences/transport.js";
import { pretty } from "../ui/words.js";
import { CELL, meanOf, moved, roomOf, wideMasses } from "./cells.js";

/** All distances between the probabilities p and q of the cells: the divergences, and w1, how far mass has to move. */
export const distances = (p, q) => ({ ...divergences(p, q), w1: cellsWasserstein1(p, q, CELL) });

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
