// How far apart two distributions over the cells are, and how that changes when the second moves.

import { divergences } from "../../page/divergences/discrete.js";
import { cellsWasserstein1 } from "../../page/divergences/transport.js";
import { prettyOrZero } from "../ui/words.js";
import { meanOf, moved, roomOf, wideMasses } from "./cells.js";

// Means are set in hundredths: as good as at its turning point is a distance that turns within so much of the mean.
const TURN = 1e-5;

/**
 * All distances between distributions over cells of a width: the divergences, and w1, how far mass has to move.
 *
 * @param {ArrayLike<number>} p
 * @param {ArrayLike<number>} q
 * @param {number} cell
 * @returns {Record<"kl" | "reverse_kl" | "js" | "tv" | "pearson" | "hellinger" | "w1", number>} Infinity where they are
 *   infinite or larger than any number
 */
export const distances = (p, q, cell) => ({ ...divergences(p, q), w1: cellsWasserstein1(p, q, cell) });

/**
 * One of the distances that were found, for people. Pearson's squares can leave the numbers where no cell is empty.
 *
 * @param {ReturnType<typeof distances>} found
 * @param {string} name
 * @returns {string}
 */
export function inWords(found, name) {
  return found[name] < Infinity || (name === "pearson" && found.kl < Infinity) ? prettyOrZero(found[name]) : "infinite";
}

/**
 * The gradient of each distance by a move of q to the right, null where it is infinite here or a step away. Found by
 * moving q one and two whole cells to either side: for bells that is the derivative, to three digits or more; for boxes
 * it does not depend on where in a cell their ends lie. 0 where the distance turns within a hundred-thousandth of here.
 *
 * @param {import("./cells.js").Grid} grid
 * @param {Float64Array} p
 * @param {import("./cells.js").Bump[]} bumps of q
 * @returns {Record<string, number | null>}
 */
export function gradients(grid, p, bumps) {
  const { cell } = grid;
  const wide = wideMasses(grid, bumps);
  const [before, back, here, on, after] = [-2, -1, 0, 1, 2].map((shift) =>
    distances(p, moved(grid, wide, shift), cell),
  );
  const found = {};
  for (const name of Object.keys(here)) {
    const slope = (8 * (on[name] - back[name]) - (after[name] - before[name])) / (12 * cell);
    const rounding = 1e-12 * (1 + here[name]);
    // By how much the slope changes within a distance that no reader can set: what is less is that of the cells.
    const turn = (TURN * Math.abs(on[name] - 2 * here[name] + back[name])) / cell ** 2;
    const finite = [before, back, here, on, after].every((each) => Number.isFinite(each[name]));
    found[name] = !finite ? null : Math.abs(slope) < Math.max(rounding, turn) ? 0 : slope;
  }
  return found;
}

/**
 * All distances while q is moved as far as its means' range lets it: [mean of q, distances] every tenth or so.
 *
 * @param {import("./cells.js").Grid} grid
 * @param {Float64Array} p
 * @param {import("./cells.js").Bump[]} bumps of q
 * @param {{min: number, max: number}} means
 * @returns {[number, ReturnType<typeof distances>][]}
 */
export function curve(grid, p, bumps, means) {
  const { cell } = grid;
  const wide = wideMasses(grid, bumps);
  const mean = meanOf(bumps);
  const [left, right] = roomOf(bumps, means);
  const found = [];
  for (let shift = Math.ceil(left / cell - 1e-6); shift <= right / cell + 1e-6; shift += 5)
    found.push([mean + cell * shift, distances(p, moved(grid, wide, shift), cell)]);
  return found;
}
