// Gradient descent on lists of matrices, as pure functions on a tape: a step that is taken and a step that is only
// looked ahead to are the same code.

const BETAS = [0.5, 0.999];
const EPSILON = 1e-8;

/** @typedef {import("./tape.js").Tape} Tape */
/** @typedef {import("./tape.js").Matrix} Matrix */
/** @typedef {{weights: Matrix[], first: Matrix[], second: Matrix[], taken: number}} State Adam's moments, and steps so far */

/**
 * Steps by their names: the state after one.
 *
 * @type {Record<string, (tape: Tape, state: State, gradients: Matrix[], lr: number, betas?: number[]) => State>}
 */
export const OPTIMISERS = {
  /** Adam (arXiv:1412.6980, algorithm 1), as torch.optim.Adam does it. */
  adam(tape, state, gradients, lr, [b1, b2] = BETAS) {
    const taken = state.taken + 1;
    const first = gradients.map((g, i) => tape.combine(b1, state.first[i], 1 - b1, g));
    const second = gradients.map((g, i) => tape.combine(b2, state.second[i], 1 - b2, tape.times(g, g)));
    const how = { rate: lr / (1 - b1 ** taken), correction: Math.sqrt(1 - b2 ** taken), epsilon: EPSILON };
    const weights = state.weights.map((x, i) => tape.adamStep(x, first[i], second[i], how));
    return { weights, first, second, taken };
  },
  /** Plain gradient descent; Adam's moments and their count stay as they are. */
  sgd(tape, state, gradients, lr) {
    const weights = state.weights.map((x, i) => tape.combine(1, x, -lr, gradients[i]));
    return { ...state, weights };
  },
};

/**
 * @param {Tape} tape
 * @param {Matrix[]} weights
 * @returns {State} of an optimiser that has taken no step
 */
export function freshState(tape, weights) {
  const zeros = () => weights.map((w) => tape.matrix(w.rows, w.columns, new Float32Array(w.rows * w.columns)));
  return { weights, first: zeros(), second: zeros(), taken: 0 };
}

/**
 * Writes the numbers of state `next` into the matrices of `state`, which then outlive the tape's rewinding.
 *
 * @param {Tape} tape
 * @param {State} state
 * @param {State} next
 */
export function settle(tape, state, next) {
  for (const part of ["weights", "first", "second"])
    next[part].forEach((a, i) => {
      if (a !== state[part][i]) tape.numbers(state[part][i]).set(tape.numbers(a));
    });
  state.taken = next.taken;
}
