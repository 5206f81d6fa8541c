// A training run, whose steps are those of gan_utils/training/run.py.

import { makeKernel } from "../engine/kernel.js";
import { freshState, OPTIMISERS, settle } from "../engine/optimiser.js";
import { makeTape } from "../engine/tape.js";
import { gradientPenalty } from "../losses/penalties.js";
import { PLAIN_OBJECTIVES } from "../losses/plain.js";
import { forward, makeWeights } from "../models/toy.js";

// Of the seed, for the first vectors of spectral norms; batches take others.
const SPECTRAL_STREAM = 20;

/**
 * @typedef {object} Settings with Python's names
 * @property {string} objective
 * @property {number} unroll steps of D that G looks ahead
 * @property {number | null} [unroll_lr] their learning rate, lr_d where it is not said
 * @property {number} d_steps of a round
 * @property {number} g_steps of a round
 * @property {number} lr G's learning rate
 * @property {number} lr_d D's
 * @property {"adam" | "sgd"} optimiser
 * @property {number} width of each hidden layer
 * @property {number} z_dim
 * @property {number} batch_size
 * @property {number} packing samples that D sees at once
 * @property {number} penalty the weight of D's, where the objective has one
 * @property {number} clip of D's weights, where the objective clips them
 * @property {number} seed
 * @property {number} [dims] coordinates of a point, 2 where it is not said
 * @property {"relu" | "tanh"} [activation] between the layers
 * @property {number} [fence] no coordinate of G's points is larger, where it is said and not 0
 */

/**
 * What D's step number `turn` draws; it may be asked for more than once.
 *
 * @typedef {object} Draws
 * @property {(turn: number, numbers: Float32Array) => void} real fills in the real points, their coordinates one after
 *   another
 * @property {(turn: number, numbers: Float32Array) => void} latent fills in the latent points
 * @property {(turn: number) => ArrayLike<number>} mix the places of a gradient penalty
 */

/**
 * A small GAN on a line or in the plane.
 *
 * @param {Settings} settings
 * @param {object} options
 * @param {(settings: Settings) => Draws} options.source
 * @param {boolean} [options.wasm] whether the engine may be WebAssembly
 * @param {Record<string, import("../losses/plain.js").Objective>} [options.objectives] those that it knows
 * @returns {object} the run: what can be done with it stands below
 */
export function makeRun(settings, { source, wasm = true, objectives = PLAIN_OBJECTIVES }) {
  const kernel = makeKernel(wasm);
  const tape = makeTape(kernel);
  const { dims = 2, activation = "relu" } = settings;
  const { head, spectral } = objectives[settings.objective];
  let s;
  let batches;
  let objective;
  let descend;
  // The points generated for D's step, while the tape still holds them.
  let kept = null;
  /** Goes on with other settings; width, z_dim, packing, seed and the kind of D belong to the networks and stay. */
  function change(next) {
    s = { ...next, unroll_lr: next.unroll_lr ?? next.lr_d };
    batches = source(s);
    objective = objectives[s.objective];
    if (objective.head !== head || objective.spectral !== spectral)
      throw new Error(`${s.objective} has another kind of D than ${settings.objective}: begin a new run`);
    if (s.unroll && (head || spectral)) throw new Error(`unroll must be 0 with ${s.objective}, not ${s.unroll}`);
    descend = OPTIMISERS[s.optimiser];
    kept = null;
  }
  change(settings);
  const g = freshState(tape, makeWeights(tape, [s.z_dim, s.width, s.width, dims], 2 * s.seed));
  // Numbers that D takes and gives.
  const seen = dims * s.packing;
  const said = head === "energy" ? seen : 1;
  const d = freshState(tape, makeWeights(tape, [seen, s.width, s.width, said], 2 * s.seed + 1));
  const norm = spectral?.(tape, d.weights, s.seed, SPECTRAL_STREAM);
  const own = [...g.weights, ...d.weights, ...(norm ? norm.vectors : [])];
  const base = tape.mark();
  // D's steps so far less one, and whether G has answered the last of them.
  let turn = -1;
  let answered = true;
  const losses = { real: NaN, fake: NaN, penalty: 0, g: NaN };
  // Of BEGAN.
  const balance = { k: 0, measure: NaN };

  /** G's points of latent ones; with a fence they stay within it, in each coordinate. */
  function generate(z) {
    const out = forward(tape, g.weights, z, activation);
    return s.fence ? tape.scale(s.fence, tape.tanh(tape.scale(1 / s.fence, out))) : out;
  }
  /** D with these weights, as a function of points; while it is learning its spectral norms are followed. */
  const discriminateWith =
    (weights, learning = true) =>
    (x) => {
      const packs = tape.reshape(x, x.rows / s.packing, seen);
      const out = forward(tape, norm ? norm.divide(weights, learning) : weights, packs, activation);
      if (!head) return out;
      const gaps = tape.abs(tape.combine(1, packs, -1, out));
      return tape.multiply(gaps, tape.matrix(seen, 1, new Float32Array(seen).fill(1 / seen)));
    };
  const value = (one) => tape.numbers(one)[0];

  function realBatch() {
    const real = tape.matrix(s.batch_size, dims);
    batches.real(turn, tape.numbers(real));
    return real;
  }
  function latentBatch() {
    const z = tape.matrix(s.batch_size, s.z_dim);
    batches.latent(turn, tape.numbers(z));
    return z;
  }
  /** D's loss and its terms, by its values; `whole` is the fake term before it is balanced. */
  function dLoss(discriminate, real, fake, mix) {
    const terms = { real: objective.real(tape, discriminate(real)), fake: objective.fake(tape, discriminate(fake)) };
    const whole = terms.fake;
    if (objective.balance) terms.fake = tape.scale(balance.k, whole);
    if (objective.penalty)
      terms.penalty = tape.scale(s.penalty, objective.penalty(tape, discriminate, { real, fake, mix }));
    return { loss: Object.values(terms).reduce(tape.add), terms, whole };
  }
  /** BEGAN's k and its measure of convergence, from D's mean energies of real and generated points. */
  function rebalance(ofReal, ofFake) {
    const { gamma, rate } = objective.balance;
    const gap = gamma * ofReal - ofFake;
    balance.k = Math.min(1, Math.max(0, balance.k + rate * gap));
    balance.measure = ofReal + Math.abs(gap);
  }
  const mixNow = () => (objective.penalty === gradientPenalty ? batches.mix(turn) : null);
  function refuseInfinite(what, number) {
    if (!Number.isFinite(number)) throw new RangeError(`${what} is ${number}`);
  }

  const clip = (state) =>
    objective.clip ? { ...state, weights: state.weights.map((weight) => tape.clipped(weight, s.clip)) } : state;

  /** D's weights after `unroll` more of its steps, as functions of the generated points. */
  function lookAhead(real, fake) {
    let state = d;
    const mix = mixNow();
    for (let k = 0; k < s.unroll; k++) {
      const { loss } = dLoss(discriminateWith(state.weights), real, fake, mix);
      state = clip(descend(tape, state, tape.gradients(loss, state.weights), s.unroll_lr));
    }
    return state.weights;
  }

  /** Forgets all matrices but the networks' own. */
  function fresh() {
    tape.rewind(base);
    kept = null;
  }
  function stepD() {
    fresh();
    turn += 1;
    answered = false;
    const fake = (kept = generate(latentBatch()));
    const { loss, terms, whole } = dLoss(
      discriminateWith(d.weights),
      realBatch(),
      { ...fake, from: [], pull: null },
      mixNow(),
    );
    refuseInfinite("D's loss", value(loss));
    // Unless the objective has one.
    losses.penalty = 0;
    for (const [name, term] of Object.entries(terms)) losses[name] = value(term);
    settle(tape, d, clip(descend(tape, d, tape.gradients(loss, d.weights), s.lr_d)));
    if (objective.balance) rebalance(losses.real, -value(whole));
  }

  /** G answers D, on the same latent points as D's last step; a second answer in a row takes new ones. */
  function stepG() {
    // G has not moved since: the same latent points give the same points.
    const again = answered ? null : kept;
    if (!again) fresh();
    if (answered) turn += 1;
    answered = true;
    kept = null;
    const fake = again ?? generate(latentBatch());
    const loss = objective.generator(tape, discriminateWith(s.unroll ? lookAhead(realBatch(), fake) : d.weights)(fake));
    refuseInfinite("G's loss", value(loss));
    losses.g = value(loss);
    settle(tape, g, descend(tape, g, tape.gradients(loss, g.weights), s.lr));
  }

  return {
    engine: kernel.name,
    losses,
    balance,
    stepD,
    stepG,
    change,
    step() {
      for (let i = 0; i < s.d_steps; i++) stepD();
      for (let i = 0; i < s.g_steps; i++) stepG();
    },
    /** Generated points, their coordinates one after another, for latent points one after another. */
    generate(latent) {
      fresh();
      return Float32Array.from(tape.numbers(generate(tape.matrix(latent.length / s.z_dim, s.z_dim, latent))));
    },
    /** D's values at points: one a pack of neighbours, or one a point, which a D that packs then sees several times. */
    discriminate(points, alone = true) {
      fresh();
      const copies = alone ? s.packing : 1;
      const shown = tape.matrix((points.length / dims) * copies, dims);
      const numbers = tape.numbers(shown);
      for (let i = 0; i < numbers.length; i++) numbers[i] = points[dims * Math.floor(i / (dims * copies)) + (i % dims)];
      return Float32Array.from(tape.numbers(discriminateWith(d.weights, false)(shown)));
    },
    /** Minus the gradient of G's loss at each of these points: where D sends them. */
    pushes(points) {
      fresh();
      const x = tape.matrix(points.length / dims, dims, points);
      const loss = objective.generator(tape, discriminateWith(d.weights, false)(x));
      return Float32Array.from(tape.numbers(tape.gradients(loss, [x])[0]), (each) => -each);
    },
    /** The weights of both networks in one list, and u and v of each layer of a D with spectral norms. */
    weights: () => Float32Array.from(own.flatMap((a) => [...tape.numbers(a)])),
    /** Puts such a list back. Optimisers stay as they are. */
    load(list) {
      kept = null;
      let at = 0;
      for (const a of own) tape.numbers(a).set(list.subarray(at, (at += a.rows * a.columns)));
    },
  };
}
