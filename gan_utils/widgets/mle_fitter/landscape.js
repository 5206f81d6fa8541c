// The log-likelihood as a landscape, and lines of one height on it.

import { logAdd, logDensity, sum, within } from "../../page/families/normal.js";

/** @typedef {import("../../page/families/normal.js").Model} Model */

/**
 * The two directions of a landscape: what each of them shows, where a model lies, and its slope there. What the plane
 * leaves as it is comes from `model`.
 *
 * @typedef {{ranges: number[][], labels: string[], of: (model: Model) => number[],
 *   at: (model: Model, spot: number[]) => Model, slope: (gradient: object) => number[]}} Plane
 */

/**
 * The plane of each kind of model.
 *
 * @param {import("../../page/families/normal.js").Ranges} ranges
 * @returns {Record<"normal" | "mixture", Plane>}
 */
export function planesWithin(ranges) {
  return {
    normal: {
      ranges: [ranges.mean, ranges.std.map(Math.log)],
      labels: ["mean", "log std"],
      of: ({ means, stds }) => [means[0], Math.log(stds[0])],
      at: (model, [mean, logStd]) => within({ ...model, means: [mean], stds: [Math.exp(logStd)] }, ranges),
      slope: ({ means, logStds }) => [means[0], logStds[0]],
    },
    mixture: {
      ranges: [ranges.mean, ranges.mean],
      labels: ["mean of component 1", "mean of component 2"],
      of: ({ means }) => means,
      at: (model, means) => ({ ...model, means }),
      slope: ({ means }) => means,
    },
  };
}

/** `count` equally spaced places from low to high, both included. */
const placesOf = ([low, high], count) =>
  Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));

/**
 * The log-likelihood on a grid of `side` by `side` places of the model's plane, row by row from the lowest.
 *
 * @param {number[]} data
 * @param {Model} model
 * @param {Plane} plane
 * @param {number} side
 * @returns {Float64Array}
 */
export function surface(data, model, plane, side) {
  const values = new Float64Array(side * side);
  const [across, up] = plane.ranges.map((range) => placesOf(range, side));
  // Of the data only their mean and variance count.
  if (model.means.length === 1) {
    const centre = sum(data) / data.length;
    const variance = sum(data.map((x) => (x - centre) ** 2)) / data.length;
    return values.map((_, i) => {
      const std = Math.exp(up[Math.floor(i / side)]);
      return data.length * (logDensity(centre, across[i % side], std) - (0.5 * variance) / std ** 2);
    });
  }
  // A component's log densities depend on its own mean alone.
  const logs = [across, up].map((places, k) =>
    places.map((mean) => data.map((x) => Math.log(model.weights[k]) + logDensity(x, mean, model.stds[k]))),
  );
  return values.map((_, i) => {
    const first = logs[0][i % side];
    const second = logs[1][Math.floor(i / side)];
    let total = 0;
    for (let j = 0; j < data.length; j++) total += logAdd(first[j], second[j]);
    return total;
  });
}

/**
 * The line along which a grid has one value, as short pieces [[x, y], [x, y]] in places of the grid.
 *
 * @param {Float64Array} values
 * @param {number} side
 * @param {number} level
 * @returns {number[][][]}
 */
export function contour(values, side, level) {
  const pieces = [];
  for (let row = 0; row < side - 1; row++)
    for (let column = 0; column < side - 1; column++) {
      const corners = [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ].map(([x, y]) => [column + x, row + y]);
      const heights = corners.map(([x, y]) => values[y * side + x] - level);
      const crossings = [];
      for (let i = 0; i < 4; i++) {
        const j = (i + 1) % 4;
        if (heights[i] < 0 === heights[j] < 0) continue;
        const share = heights[i] / (heights[i] - heights[j]);
        crossings.push(corners[i].map((from, axis) => from + share * (corners[j][axis] - from)));
      }
      for (let i = 0; i + 1 < crossings.length; i += 2) pieces.push([crossings[i], crossings[i + 1]]);
    }
  return pieces;
}
