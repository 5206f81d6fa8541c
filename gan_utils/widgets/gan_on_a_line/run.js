// One training run on a line as the page shows it.

import { targetOf } from "../../page/data/toys.js";
import { wasserstein1 } from "../../page/divergences/transport.js";
import { mean } from "../../page/engine/numbers.js";
import { OBJECTIVES } from "../../page/losses/table.js";
import { makeRun } from "../../page/training/run.js";
import { makeRounds } from "../live/rounds.js";
import { seededSource, unseenLatents, unseenPoints } from "../live/source.js";
import { placesWithin, SMOOTH } from "./settings.js";
import { lineDensity, smoothed, VIEWS } from "./theory.js";

const SAMPLES = 2000;
const ARROWS = 40;
const FIXED = { dims: 1, activation: "tanh", unroll: 0, packing: 1, optimiser: "adam", drawn: null };

/** D at all places as it is to be drawn, the best D there, and D's mean on both kinds of samples. */
function valuesOfD(gan, objective, target, real, samples, places) {
  const { show, best, shifted } = VIEWS[objective];
  const [ofReal, ofFake] = [real, samples].map((points) => gan.discriminate(points));
  const middle = shifted ? (mean(ofReal) + mean(ofFake)) / 2 : 0;
  const shown = (v) => show(v - middle);
  const q = smoothed(samples, places, SMOOTH);
  const wide = Math.hypot(target.std, SMOOTH);
  const p = Array.from(places, (x) => lineDensity(x, target, wide));
  return {
    curve: Array.from(gan.discriminate(places), shown),
    // Where neither density has any mass to speak of, no answer is better than another.
    best: best && p.map((each, i) => (each + q[i] < 0.005 ? NaN : best(each, q[i]))),
    dReal: mean(Array.from(ofReal, shown)),
    dFake: mean(Array.from(ofFake, shown)),
  };
}

/** Where D sends samples: [place, minus the gradient of each one's own loss] from the lowest to the highest. */
function pushesOf(gan, samples) {
  const sorted = Float32Array.from(samples).sort();
  const pushes = gan.pushes(sorted).map((push) => SAMPLES * push);
  const some = Array.from({ length: ARROWS }, (_, i) => Math.floor(((i + 0.5) * SAMPLES) / ARROWS));
  return { arrows: some.map((i) => [sorted[i], pushes[i]]), push: mean(pushes.map(Math.abs)) };
}

/** What the page draws of a record. */
const curvesOf = ({ step, turn, w1, lossD, lossG, k, measure, estimate }) => ({
  step,
  turn,
  w1,
  lossD,
  lossG,
  k,
  measure,
  estimate,
});

/**
 * A run with the page's settings; `changes` as for makeRounds, `reach` is the card's, `source` as for makeRun. {train, stepD,
 * stepG, change, picture, target}.
 */
export function makeLine(settings, changes, { reach }, source = seededSource) {
  let s;
  let target;
  let real;
  const gan = makeRun({ ...settings, ...FIXED }, { source, objectives: OBJECTIVES });
  const latent = unseenLatents(SAMPLES, settings.z_dim, settings.seed);
  const places = placesWithin(reach);

  function take(next) {
    s = next;
    target = targetOf(s.target);
    real = unseenPoints(target, SAMPLES, 1, s.seed);
  }
  take(settings);
  /** What is seen of the networks as they are; `samples` may be at hand. */
  function evaluate(samples = gan.generate(latent)) {
    const { losses, balance } = gan;
    const lossD = losses.real + losses.fake + losses.penalty;
    return {
      w1: wasserstein1(samples, real),
      lossD,
      lossG: losses.g,
      k: balance.k,
      measure: balance.measure,
      // What D's value, but for its penalty, says of the distance: for a critic it is its estimate of W1.
      estimate: -(losses.real + losses.fake),
    };
  }
  const rounds = makeRounds(gan, changes, {
    apply(next) {
      take(next);
      gan.change({ ...s, ...FIXED });
    },
    settings: () => s,
    record: () => evaluate(),
    states: 1,
  });

  return {
    target: () => ({ centers: target.centers, weights: target.weights, std: target.std, points: real }),
    ...rounds.acts,
    /** All that the page draws. */
    picture() {
      const samples = gan.generate(latent);
      const step = rounds.step();
      return {
        step,
        now: step,
        settings: s,
        samples,
        ...evaluate(samples),
        ...valuesOfD(gan, s.objective, target, real, samples, places),
        ...pushesOf(gan, samples),
        lossReal: gan.losses.real,
        lossFake: gan.losses.fake,
        engine: gan.engine,
        failure: rounds.failure(),
        records: rounds.records().map(curvesOf),
        byHand: rounds.byHand(),
      };
    },
  };
}
