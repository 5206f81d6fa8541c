// The log-likelihood as a landscape, and lines of one height on it.

import { logAdd, logDensity, sum, within } from "../../page/families/normal.js";
import { RANGES } from "./ranges.js";

/** The two directions of the surface: what it leaves as it is comes from `model`. */
export const PLANES = {
  normal: {
    ranges: [RANGES.mean, RANGES.std.map(Math.log)],
    labels: ["mean", "log std"],
    of: ({ means, stds }) => [means[0], Math.log(stds[0])],
    at: (model, [mean, logStd]) => within({ ...model, means: [mean], stds: [Math.exp(logStd)] }, RANGES),
    slope: ({ means, logStds }) => [means[0], logStds[0]],
  },
  mixture: {
    ranges: [RANGES.mean, RANGES.mean],
    labels: ["mean of component 1", "mean of component 2"],
    of: ({ means }) => means,
    at: (model, means) => ({ ...model, means }),
    slope: ({ means }) => means,
  },
};

/** `count` equally spaced places from low to high, both included. */
const placesOf = ([low, high], count) =>
  Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));

/** The log-likelihood on a grid of `side` by `side` places of the model's plane, row by row from the lowest. */
export function surface(data, model, side) {
  const values = new Float64Array(side * side);
  // Of the data only their mean and variance count.
  if (model.means.length === 1) {
    const centre = sum(data) / data.length;
    const variance = sum(data.map((x) => (x - centre) ** 2)) / data.length;
    const [across, up] = PLANES.normal.ranges.map((range) => placesOf(range, side));
    return values.map((_, i) => {
      const std = Math.exp(up[Math.floor(i / side)]);
      return data.length * (logDensity(centre, across[i % side], std) - (0.5 * variance) / std ** 2);
    });
  }
  // A component's log densities depend on its own mean alone.
  const logs = [0, 1].map((k) =>
    placesOf(RANGES.mean, side).map((mean) =>
      data.map((x) => Math.log(model.weights[k]) + logDensity(x, mean, model.stds[k])),
    ),
  );
  return values.map((_, i) => {
    const first = logs[0][i % side];
    const second = logs[1][Math.floor(i / side)];
    let total = 0;
    for (let j = 0; j < data.length; j++) total += logAdd(first[j], second[j]);
    return total;
  });
}

/** The line along which a grid has one value, as short pieces [[x, y], [x, y]] in places of the grid. */
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
