// A training run, whose steps are those of gan_utils/training/run.py.

import { makeKernel } from "../engine/kernel.js";
import { joined } from "../engine/lists.js";
import { freshState, OPTIMISERS, settle } from "../engine/optimiser.js";
import { makeTape } from "../engine/tape.js";
import { gradientPenalty } from "../losses/penalties.js";
import { PLAIN_OBJECTIVES } from "../losses/plain.js";
import { pointPlayers } from "./points.js";

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
 * @property {number[]} [betas] Adam's, 0.5 and 0.999 where they are not said
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
 * A small GAN on a line or in the plane, or of images.
 *
 * @param {Settings} settings and what else its networks ask for
 * @param {object} options
 * @param {(settings: Settings) => Draws} options.source
 * @param {boolean} [options.wasm] whether the engine may be WebAssembly
 * @param {Record<string, import("../losses/plain.js").Objective>} [options.objectives] those that it knows
 * @param {typeof pointPlayers} [options.players] makes its networks
 * @returns {object} the run: what can be done with it stands below
 */
export function makeRun(settings, { source, wasm = true, objectives = PLAIN_OBJECTIVES, players = pointPlayers }) {
  const kernel = makeKernel(wasm);
  const tape = makeTape(kernel);
  const { dims = 2 } = settings;
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
  const { room, generate, discriminate, ...networks } = players(tape, s, { head, spectral }, () => s, kernel);
  const g = freshState(tape, networks.g);
  const d = freshState(tape, networks.d);
  const own = [...g.weights, ...d.weights, ...networks.kept];
  const moments = [g, d].flatMap(({ first, second }) => [...first, ...second]);
  const base = tape.mark();
  // D's steps so far less one, and whether G has answered the last of them.
  let turn = -1;
  let answered = true;
  const losses = { real: NaN, fake: NaN, penalty: 0, g: NaN };
  // D's mean probability of "real" on either half of its batch, before its step.
  const chances = { real: NaN, fake: NaN };
  // Of BEGAN.
  const balance = { k: 0, measure: NaN };

  const value = (one) => tape.numbers(one)[0];

  function realBatch() {
    const real = room(s.batch_size);
    batches.real(turn, tape.numbers(real));
    return real;
  }
  function latentBatch() {
    const z = tape.matrix(s.batch_size, s.z_dim);
    batches.latent(turn, tape.numbers(z));
    return z;
  }
  /** D's loss, its terms and the values that they are made of; `whole` is the fake term before it is balanced. */
  function dLoss(ofWeights, real, fake, mix) {
    const values = { real: ofWeights(real), fake: ofWeights(fake) };
    const terms = { real: objective.real(tape, values.real), fake: objective.fake(tape, values.fake) };
    const whole = terms.fake;
    if (objective.balance) terms.fake = tape.scale(balance.k, whole);
    if (objective.penalty)
      terms.penalty = tape.scale(s.penalty, objective.penalty(tape, ofWeights, { real, fake, mix }));
    return { loss: Object.values(terms).reduce(tape.add), values, terms, whole };
  }
  /** The mean of the sigmoids of D's values, in single precision: browsers differ in the last digits of Math.exp. */
  const chanceOf = (values) =>
    Math.fround(tape.numbers(values).reduce((sum, each) => sum + 1 / (1 + Math.exp(-each)), 0) / values.rows);
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
      const { loss } = dLoss(discriminate(state.weights, true), real, fake, mix);
      state = clip(descend(tape, state, tape.gradients(loss, state.weights), s.unroll_lr, s.betas));
    }
    return state.weights;
  }

  const listed = (matrices) => joined(matrices.map(tape.numbers));
  function put(matrices, list) {
    kept = null;
    let at = 0;
    for (const a of matrices) tape.numbers(a).set(list.subarray(at, (at += a.rows * a.columns)));
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
    const fake = (kept = generate(latentBatch(), true));
    const { loss, values, terms, whole } = dLoss(
      discriminate(d.weights, true),
      realBatch(),
      { ...fake, from: [], pull: null },
      mixNow(),
    );
    refuseInfinite("D's loss", value(loss));
    // Unless the objective has one.
    losses.penalty = 0;
    for (const [name, term] of Object.entries(terms)) losses[name] = value(term);
    for (const [name, each] of Object.entries(values)) chances[name] = chanceOf(each);
    settle(tape, d, clip(descend(tape, d, tape.gradients(loss, d.weights), s.lr_d, s.betas)));
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
    const fake = again ?? generate(latentBatch(), true);
    const judge = discriminate(s.unroll ? lookAhead(realBatch(), fake) : d.weights, true);
    const loss = objective.generator(tape, judge(fake));
    refuseInfinite("G's loss", value(loss));
    losses.g = value(loss);
    settle(tape, g, descend(tape, g, tape.gradients(loss, g.weights), s.lr, s.betas));
  }

  return {
    engine: kernel.name,
    losses,
    chances,
    balance,
    stepD,
    stepG,
    change,
    step() {
      for (let i = 0; i < s.d_steps; i++) stepD();
      for (let i = 0; i < s.g_steps; i++) stepG();
    },
    /** Generated samples, their numbers one after another, for latent points one after another. */
    generate(latent) {
      fresh();
      return Float32Array.from(tape.numbers(generate(tape.matrix(latent.length / s.z_dim, s.z_dim, latent), false)));
    },
    /** D's values at points: one a pack of neighbours, or one a point, which a D that packs then sees several times. */
    discriminate(points, alone = true) {
      fresh();
      const copies = alone ? s.packing : 1;
      const shown = tape.matrix((points.length / dims) * copies, dims);
      const numbers = tape.numbers(shown);
      for (let i = 0; i < numbers.length; i++) numbers[i] = points[dims * Math.floor(i / (dims * copies)) + (i % dims)];
      return Float32Array.from(tape.numbers(discriminate(d.weights, false)(shown)));
    },
    /** Minus the gradient of G's loss at each of these points: where D sends them. */
    pushes(points) {
      fresh();
      const x = tape.matrix(points.length / dims, dims, points);
      const loss = objective.generator(tape, discriminate(d.weights, false)(x));
      return Float32Array.from(tape.numbers(tape.gradients(loss, [x])[0]), (each) => -each);
    },
    /** The weights of both networks in one list, and what else changes in them, such as running statistics. */
    weights: () => listed(own),
    /** Puts such a list back. Optimisers stay as they are. */
    load: (list) => put(own, list),
    /** All that the steps to come depend on, but for the settings. */
    state: () => ({
      weights: listed(own),
      moments: listed(moments),
      taken: [g.taken, d.taken],
      turn,
      answered,
      losses: { ...losses },
      chances: { ...chances },
      balance: { ...balance },
    }),
    /** Goes on from such a state, under the settings of the moment. */
    restore(state) {
      put(own, state.weights);
      put(moments, state.moments);
      [g.taken, d.taken] = state.taken;
      ({ turn, answered } = state);
      Object.assign(losses, state.losses);
      Object.assign(chances, state.chances);
      Object.assign(balance, state.balance);
    },
  };
}
