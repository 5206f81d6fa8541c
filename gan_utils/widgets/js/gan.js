// A small GAN in the plane, trained here: the same steps as gan_utils.training.train takes.

import { makeKernel } from "./kernel.js";
import { forward, makeWeights } from "./mlp.js";
import { fillNormals, uniforms } from "./noise.js";
import { OBJECTIVES, PENALTIES } from "./objectives.js";
import { freshState, OPTIMISERS, settle } from "./optimiser.js";
import { makeTape } from "./tape.js";
import { fillPoints, targetOf } from "./targets.js";

const USES = { uniform: 0, normal: 1, latent: 2, mix: 3 };

/** Real points, latent points and mixing shares of D's step number `turn`, from the seed. */
function seededSource(s) {
  const target = targetOf(s.target, s.drawn);
  const scratch = new Float32Array(2 * s.batch_size);
  return {
    real(turn, numbers) {
      fillNormals(scratch, s.seed, USES.normal, turn);
      fillPoints(numbers, target, uniforms(s.batch_size, s.seed, USES.uniform, turn), scratch);
    },
    latent: (turn, numbers) => fillNormals(numbers, s.seed, USES.latent, turn),
    mix: (turn) => uniforms(s.batch_size, s.seed, USES.mix, turn),
  };
}

/**
 * A GAN with settings {objective, unroll, unroll_lr, d_steps, g_steps, lr, lr_d, optimiser, width, z_dim,
 * batch_size, packing, penalty, clip, seed, target, drawn}. `source` gives other batches, for tests.
 */
export function makeGan(settings, { wasm = true, source = null } = {}) {
  const kernel = makeKernel(wasm), tape = makeTape(kernel);
  let s, batches, objective, descend;
  let kept = null; // the points generated for D's step, while the tape still holds them
  /** Goes on with other settings; width, z_dim, packing and seed belong to the networks and stay. */
  function change(next) {
    s = { ...next, unroll_lr: next.unroll_lr ?? next.lr_d };
    batches = source ?? seededSource(s);
    objective = OBJECTIVES[s.objective];
    descend = OPTIMISERS[s.optimiser];
    kept = null;
  }
  change(settings);
  const g = freshState(tape, makeWeights(tape, [s.z_dim, s.width, s.width, 2], 2 * s.seed));
  const d = freshState(tape, makeWeights(tape, [2 * s.packing, s.width, s.width, 1], 2 * s.seed + 1));
  const base = tape.mark();
  let turn = -1, answered = true; // D's steps so far less one, and whether G has answered the last of them
  const losses = { real: NaN, fake: NaN, penalty: 0, g: NaN };

  const generate = (z) => forward(tape, g.weights, z);
  const judgeWith = (weights) => (x) => forward(tape, weights, tape.reshape(x, x.rows / s.packing, 2 * s.packing));
  const value = (one) => tape.numbers(one)[0];

  function realBatch() {
    const real = tape.matrix(s.batch_size, 2);
    batches.real(turn, tape.numbers(real));
    return real;
  }
  function latentBatch() {
    const z = tape.matrix(s.batch_size, s.z_dim);
    batches.latent(turn, tape.numbers(z));
    return z;
  }
  /** D's loss and its terms, of a judge. */
  function dLoss(judge, real, fake, mix) {
    const terms = { real: objective.real(tape, judge(real)), fake: objective.fake(tape, judge(fake)) };
    if (objective.penalty)
      terms.penalty = tape.scale(s.penalty, PENALTIES[objective.penalty](tape, judge, { real, fake, mix, packing: s.packing }));
    return { loss: Object.values(terms).reduce(tape.add), terms };
  }
  const mixNow = () => (objective.penalty === "gradient" ? batches.mix(turn) : null);
  function refuseInfinite(what, number) {
    if (!Number.isFinite(number)) throw new RangeError(`${what} is ${number}`);
  }

  const clip = (state) => (objective.clip
    ? { ...state, weights: state.weights.map((weight) => tape.clipped(weight, s.clip)) } : state);

  /** D's weights after `unroll` more of its steps, as functions of the generated points. */
  function lookAhead(real, fake) {
    let state = d;
    const mix = mixNow();
    for (let k = 0; k < s.unroll; k++) {
      const { loss } = dLoss(judgeWith(state.weights), real, fake, mix);
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
    const { loss, terms } = dLoss(judgeWith(d.weights), realBatch(), { ...fake, from: [], pull: null }, mixNow());
    refuseInfinite("D's loss", value(loss));
    losses.penalty = 0; // unless the objective has one
    for (const [name, term] of Object.entries(terms)) losses[name] = value(term);
    settle(tape, d, clip(descend(tape, d, tape.gradients(loss, d.weights), s.lr_d)));
  }

  /** G answers D, on the same latent points as D's last step; a second answer in a row takes new ones. */
  function stepG() {
    const again = answered ? null : kept; // G has not moved since: the same latent points give the same points
    if (!again) fresh();
    if (answered) turn += 1;
    answered = true;
    kept = null;
    const fake = again ?? generate(latentBatch());
    const loss = objective.generator(tape, judgeWith(s.unroll ? lookAhead(realBatch(), fake) : d.weights)(fake));
    refuseInfinite("G's loss", value(loss));
    losses.g = value(loss);
    settle(tape, g, descend(tape, g, tape.gradients(loss, g.weights), s.lr));
  }

  return {
    engine: kernel.name, losses, stepD, stepG, change,
    step() {
      for (let i = 0; i < s.d_steps; i++) stepD();
      for (let i = 0; i < s.g_steps; i++) stepG();
    },
    /** Generated points, x and y one after another, for latent points one after another. */
    generate(latent) {
      fresh();
      return Float32Array.from(tape.numbers(generate(tape.matrix(latent.length / s.z_dim, s.z_dim, latent))));
    },
    /** D's values at points: one a pack of neighbours, or one a point, which a D that packs then sees several times. */
    judge(points, alone = true) {
      fresh();
      const copies = alone ? s.packing : 1;
      const shown = tape.matrix((points.length / 2) * copies, 2), numbers = tape.numbers(shown);
      for (let i = 0; i < numbers.length; i++) numbers[i] = points[2 * Math.floor(i / (2 * copies)) + (i % 2)];
      return Float32Array.from(tape.numbers(judgeWith(d.weights)(shown)));
    },
    /** Minus the gradient of G's loss at each of these points: where D sends them. */
    pushes(points) {
      fresh();
      const x = tape.matrix(points.length / 2, 2, points);
      const loss = objective.generator(tape, judgeWith(d.weights)(x));
      return Float32Array.from(tape.numbers(tape.gradients(loss, [x])[0]), (each) => -each);
    },
    /** The weights of both networks in one list. */
    weights: () => Float32Array.from([...g.weights, ...d.weights].flatMap((a) => [...tape.numbers(a)])),
    /** Puts such a list back. Optimisers stay as they are. */
    load(list) {
      kept = null;
      let at = 0;
      for (const a of [...g.weights, ...d.weights]) tape.numbers(a).set(list.subarray(at, (at += a.rows * a.columns)));
    },
  };
}
