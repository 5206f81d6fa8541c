// Normal distributions on a line, and mixtures of them, and their fits by maximum likelihood:
// gan_utils/families/normal.py.

/** @typedef {{weights: number[], means: number[], stds: number[]}} Model each a list of one number, or of as many */
/** @typedef {Record<"weight" | "mean" | "std", [number, number]>} Ranges the least and the most of each */

import { clamp } from "../engine/numbers.js";
import { normals, uniform } from "../seeded.js";

// EM has converged when a step gains no more.
const LEAST_GAIN = 1e-10;
const MOST_STEPS = 2000;

/**
 * @param {number[]} numbers
 * @returns {number}
 */
export const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/**
 * @param {number} x
 * @param {Model} model
 * @returns {number} the density at x
 */
export function mixtureDensity(x, { weights, means, stds }) {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    const z = (x - means[i]) / stds[i];
    sum += (weights[i] * Math.exp(-0.5 * z * z)) / (stds[i] * Math.sqrt(2 * Math.PI));
  }
  return sum;
}

/**
 * Mixture.sample of Python, sample by sample.
 *
 * @param {Model} model
 * @param {number} n how many there are in all: which numbers of the seed they take depends on it
 * @param {number} seed
 * @returns {(i: number) => number} sample i, from 0 to n - 1
 */
export const mixtureSample =
  ({ weights, means, stds }, n, seed) =>
  (i) => {
    const u = uniform(seed, i);
    let k = 0;
    for (let sum = weights[0]; k < weights.length - 1 && u >= sum; k++) sum += weights[k + 1];
    return means[k] + stds[k] * normals(seed, 1, n + i)[0];
  };

/**
 * @param {number} x
 * @param {number} mean
 * @param {number} std
 * @returns {number} the log density at x of one normal distribution
 */
export const logDensity = (x, mean, std) =>
  -0.5 * ((x - mean) / std) ** 2 - Math.log(std) - 0.5 * Math.log(2 * Math.PI);

/**
 * @param {number} a
 * @param {number} b
 * @returns {number} log(e^a + e^b), where neither alone may be within the range of numbers
 */
export const logAdd = (a, b) => Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));

/** log of weight times density, for each component. */
const joint = (x, { weights, means, stds }) =>
  means.map((mean, k) => Math.log(weights[k]) + logDensity(x, mean, stds[k]));

/**
 * @param {number[]} data
 * @param {Model} model
 * @returns {number}
 */
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

/**
 * The log-likelihood's slopes, which Python leaves to PyTorch.
 *
 * @param {number[]} data
 * @param {Model} model
 * @returns {{means: number[], logStds: number[], logit: number}} in each mean, each log std, and in the logit of the
 *   first weight
 */
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

/**
 * @param {Model} model
 * @param {Ranges} ranges
 * @returns {Model} with each number kept in its range
 */
export const within = ({ weights, means, stds }, ranges) => {
  const first = weights.length === 1 ? 1 : clamp(weights[0], ...ranges.weight);
  return {
    weights: weights.length === 1 ? [1] : [first, 1 - first],
    means: means.map((mean) => clamp(mean, ...ranges.mean)),
    stds: stds.map((std) => clamp(std, ...ranges.std)),
  };
};

/**
 * One step of gradient ascent on means, log stds and the logit of the weight: lr times the slope per number.
 *
 * @param {number[]} data
 * @param {Model} model
 * @param {number} lr
 * @param {Ranges} ranges
 * @returns {Model}
 */
export function ascend(data, model, lr, ranges) {
  const slope = gradient(data, model);
  const rate = lr / data.length;
  const odds = (model.weights[0] / (1 - model.weights[0])) * Math.exp(rate * slope.logit);
  const moved = {
    weights: model.weights.length === 1 ? [1] : [odds / (1 + odds), 1 / (1 + odds)],
    means: model.means.map((mean, k) => mean + rate * slope.means[k]),
    stds: model.stds.map((std, k) => std * Math.exp(rate * slope.logStds[k])),
  };
  return within(moved, ranges);
}

/**
 * One step of EM, within the ranges. For one component its shares are 1, and it is the closed form.
 *
 * @param {number[]} data
 * @param {Model} model
 * @param {Ranges} ranges
 * @returns {Model}
 */
export function emStep(data, model, ranges) {
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
  return within({ weights: all("weight"), means: all("mean"), stds: all("std") }, ranges);
}

/**
 * Python's fits, with the way there.
 *
 * @param {number[]} data
 * @param {Model} model
 * @param {Ranges} ranges
 * @returns {Model[]} those that EM passes on its way to a maximum of the likelihood; of the closed form, the one
 */
export function solve(data, model, ranges) {
  const path = [];
  let before = logLikelihood(data, model);
  while (path.length < MOST_STEPS) {
    model = emStep(data, model, ranges);
    path.push(model);
    const after = logLikelihood(data, model);
    if (model.means.length === 1 || after - before < LEAST_GAIN) break;
    before = after;
  }
  return path;
}
