// What drops out of a machine: the same samples as in Python, made when they are first wanted.

import { normals, uniform } from "../../page/seeded.js";

export const HELD = 20000; // samples in each machine

/** A machine's samples, sample i from makeOne(i): take(n) gives the first n, made() says how many there are so far. */
export function makeMachine(makeOne) {
  const samples = new Float64Array(HELD);
  let made = 0;
  return {
    made: () => made,
    take(n) {
      for (; made < n; made++) samples[made] = makeOne(made);
      return samples.subarray(0, n);
    },
  };
}

/** Sample i of a generator with `width` latent numbers: families.Implicit's. */
export const fromNetwork = (network, width, seed) => (i) => network(normals(seed, width, i * width))[0];

/** Sample i of a mixture {weights, means, stds}, which holds HELD in all: families.Mixture's. */
export const fromMixture =
  ({ weights, means, stds }, seed) =>
  (i) => {
    const u = uniform(seed, i);
    let k = 0;
    for (let sum = weights[0]; k < weights.length - 1 && u >= sum; k++) sum += weights[k + 1];
    return means[k] + stds[k] * normals(seed, 1, HELD + i)[0];
  };
