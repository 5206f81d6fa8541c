// Fits on a line by maximum likelihood, as gan_utils/families/normal.py makes them: one normal distribution or two.
// A model is {weights, means, stds}, each a list of one number or of two.

import { clamp } from "../engine/numbers.js";
import { normals, uniform } from "../seeded.js";

export const RANGES = { mean: [-4, 4], std: [0.1, 4], weight: [0.02, 0.98] };
// EM has converged when a step gains no more.
const LEAST_GAIN = 1e-10;
const MOST_STEPS = 2000;
const BUMPS = { weights: [0.65, 0.35], means: [-1.2, 1.7], stds: [0.6, 0.4] };

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
export const tidy = (value) => clamp(Math.round(100 * value) / 100, ...RANGES.mean);

/** `count` numbers from two bumps of unequal size, by a seed; in hundredths, as a reader would set them. */
export function drawData(seed, count) {
  const noise = normals(seed, count, count);
  return Array.from(noise, (each, i) => {
    const k = uniform(seed, i) < BUMPS.weights[0] ? 0 : 1;
    return tidy(BUMPS.means[k] + BUMPS.stds[k] * each);
  });
}

const logDensity = (x, mean, std) => -0.5 * ((x - mean) / std) ** 2 - Math.log(std) - 0.5 * Math.log(2 * Math.PI);

/** log(e^a + e^b), where neither alone may be within the range of numbers. */
const logAdd = (a, b) => Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));

/** log of weight times density, for each component. */
const joint = (x, { weights, means, stds }) =>
  means.map((mean, k) => Math.log(weights[k]) + logDensity(x, mean, stds[k]));

export const logLikelihood = (data, model) => sum(data.map((x) => joint(x, model).reduce(logAdd)));

/** The logarithm of each component's share of each number: the shares add up to 1. */
function logSharesOf(data, model) {
  return data.map((x) => {
    const logs = joint(x, model);
    const whole = logs.reduce(logAdd);
    return logs.map((log) => log - whole);
  });
}
const sharesOf = (data, model) => logSharesOf(data, model).map((logs) => logs.map(Math.exp));

/** The log-likelihood's slope in each mean, each log std, and in the logit of the first weight. */
export function gradient(data, model) {
  const shares = sharesOf(data, model);
  const along = (term) =>
    model.means.map((mean, k) =>
      sum(data.map((x, i) => shares[i][k] * term((x - mean) / model.stds[k], model.stds[k]))),
    );
  return {
    means: along((z, std) => z / std),
    logStds: along((z) => z * z - 1),
    logit: sum(shares.map((share) => share[0] - model.weights[0])),
  };
}

/** The model with each number kept in its range. */
const within = ({ weights, means, stds }) => {
  const first = weights.length === 1 ? 1 : clamp(weights[0], ...RANGES.weight);
  return {
    weights: weights.length === 1 ? [1] : [first, 1 - first],
    means: means.map((mean) => clamp(mean, ...RANGES.mean)),
    stds: stds.map((std) => clamp(std, ...RANGES.std)),
  };
};

/** One step of gradient ascent on means, log stds and the logit of the weight: lr times the slope per number. */
export function ascend(data, model, lr) {
  const slope = gradient(data, model);
  const rate = lr / data.length;
  const odds = (model.weights[0] / (1 - model.weights[0])) * Math.exp(rate * slope.logit);
  return within({
    weights: model.weights.length === 1 ? [1] : [odds / (1 + odds), 1 / (1 + odds)],
    means: model.means.map((mean, k) => mean + rate * slope.means[k]),
    stds: model.stds.map((std, k) => std * Math.exp(rate * slope.logStds[k])),
  });
}

/** One step of EM, within the ranges. For one component its shares are 1, and it is the closed form. */
export function emStep(data, model) {
  const logs = logSharesOf(data, model);
  const refitted = model.means.map((_, k) => {
    // Over its largest one: of a component far away all shares are next to nothing, or less than the least number.
    const most = Math.max(...logs.map((each) => each[k]));
    const shares = logs.map((each) => Math.exp(each[k] - most));
    const whole = sum(shares);
    const average = (term) => sum(data.map((x, i) => shares[i] * term(x))) / whole;
    const mean = average((x) => x);
    return { weight: (Math.exp(most) * whole) / data.length, mean, std: Math.sqrt(average((x) => (x - mean) ** 2)) };
  });
  const all = (name) => refitted.map((each) => each[name]);
  return within({ weights: all("weight"), means: all("mean"), stds: all("std") });
}

/** The models that EM passes on its way to a maximum of the likelihood; of the closed form, the one. */
export function solve(data, model) {
  const path = [];
  let before = logLikelihood(data, model);
  while (path.length < MOST_STEPS) {
    model = emStep(data, model);
    path.push(model);
    const after = logLikelihood(data, model);
    if (model.means.length === 1 || after - before < LEAST_GAIN) break;
    before = after;
  }
  return path;
}

/** The two directions of the surface: what it leaves as it is comes from `model`. */
export const PLANES = {
  normal: {
    ranges: [RANGES.mean, RANGES.std.map(Math.log)],
    labels: ["mean", "log std"],
    of: ({ means, stds }) => [means[0], Math.log(stds[0])],
    at: (model, [mean, logStd]) => within({ ...model, means: [mean], stds: [Math.exp(logStd)] }),
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
