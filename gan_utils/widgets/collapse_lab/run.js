// One training run as the page shows it: its pictures, its read-outs, and a timeline to go back on.

import { targetOf } from "../../page/data/toys.js";
import { mean } from "../../page/engine/numbers.js";
import { PLAIN_OBJECTIVES } from "../../page/losses/plain.js";
import { modeCoverage } from "../../page/metrics/modes.js";
import { makeRun } from "../../page/training/run.js";
import { makeRounds, nearestTo } from "../live/rounds.js";
import { seededSource, unseenLatents, unseenPoints } from "../live/source.js";
import { FENCE, HEAT_SIDE, MANIFOLD_SIDE } from "./settings.js";

// The number of VEEGAN's evaluation.
const SAMPLES = 2500;
const SHOWN = 600;
const ARROWS = 120;

/** The centres of the cells of a picture from -reach to reach, row by row from below. */
function cells(side, reach) {
  const at = (i) => reach * ((2 * i + 1) / side - 1);
  return Float32Array.from({ length: 2 * side * side }, (_, i) =>
    at(i % 2 ? Math.floor(i / 2 / side) : (i >> 1) % side),
  );
}

/** Latent points on a grid over [-2, 2] in their first two coordinates, 0 in the others. */
function latentGrid(zDim) {
  const numbers = new Float32Array(MANIFOLD_SIDE ** 2 * zDim);
  const at = (i) => (4 * i) / (MANIFOLD_SIDE - 1) - 2;
  for (let i = 0; i < MANIFOLD_SIDE ** 2; i++) {
    numbers[i * zDim] = at(i % MANIFOLD_SIDE);
    if (zDim > 1) numbers[i * zDim + 1] = at(Math.floor(i / MANIFOLD_SIDE));
  }
  return numbers;
}

/** D's values where it does not know: 0 for logits, the middle of the batch for a critic. */
function middleOf(objective, ofReal, ofFake) {
  const { middle = 0 } = PLAIN_OBJECTIVES[objective];
  return middle ?? (mean(ofReal) + mean(ofFake)) / 2;
}

function accuracyOf(middle, ofReal, ofFake) {
  const right = ofReal.filter((value) => value > middle).length + ofFake.filter((value) => value < middle).length;
  return right / (ofReal.length + ofFake.length);
}

/** What the page draws of a record's numbers. */
const curvesOf = ({ step, lossD, lossG, captured, turn }) => [step, lossD, lossG, captured, turn];
/** And of the record of another run. */
const besideOf = ({ step, captured, counts, shown, settings }) => ({ step, captured, counts, points: shown, settings });

const forGan = (s) => ({ ...s, fence: s.fence ? FENCE : 0 });

/**
 * A run with settings as makeRun takes them. `changes` is a list of [step, settings]: what a reader changed at which step
 * of an earlier run, to be repeated; `reach` is the card's. {train, stepD, stepG, change, back, film, picture, target}.
 */
export function makeLab(settings, changes, { reach }) {
  let s;
  let target;
  let real;
  function take(next) {
    s = next;
    target = targetOf(s.target, s.drawn);
    real = unseenPoints(target, SAMPLES, 2, s.seed);
  }
  take(settings);
  const gan = makeRun(forGan(s), { source: seededSource });
  const latent = unseenLatents(SAMPLES, s.z_dim, s.seed);
  const grid = latentGrid(s.z_dim);
  const places = cells(HEAT_SIDE, reach);

  function apply(next) {
    take(next);
    gan.change(forGan(s));
  }
  /** What is seen of the networks as they are. */
  function evaluate() {
    const points = gan.generate(latent);
    const found = target.centers && modeCoverage(points, target);
    return {
      points,
      captured: found ? found.captured : null,
      highQuality: found ? found.highQuality : null,
      counts: found ? found.counts : null,
      lossD: gan.losses.real + gan.losses.fake + gan.losses.penalty,
      lossG: gan.losses.g,
    };
  }
  const rounds = makeRounds(gan, changes, {
    apply,
    settings: () => s,
    record() {
      const { points, ...seen } = evaluate();
      return { ...seen, shown: points.slice(0, 2 * SHOWN) };
    },
  });

  return {
    target: () => ({ points: real.slice(0, 2 * SHOWN), centers: target.centers, std: target.std }),
    ...rounds.acts,
    film: () => ({ records: rounds.records(), curves: rounds.records().map(curvesOf) }),
    /**
     * All that the page draws, of now or of record number `at`. `layers` says which costly parts are wanted; `beside` are the
     * records of another run, which is seen at the same round.
     */
    picture(layers, at = null, { beside = null } = {}) {
      const records = rounds.records();
      const now = at === null || !records[at] ? null : gan.weights();
      if (now) gan.load(records[at].state.weights);
      const seen = { step: rounds.step(), ...evaluate() };
      if (now) Object.assign(seen, { ...records[at], state: null, shown: null });
      const ofReal = gan.discriminate(real, false);
      const ofFake = gan.discriminate(seen.points, false);
      const middle = middleOf(s.objective, ofReal, ofFake);
      const picture = {
        ...seen,
        now: rounds.step(),
        settings: s,
        points: seen.points.slice(0, 2 * SHOWN),
        // Of all of them, as the map of collapse takes it.
        centre: [0, 1].map((axis) => mean(seen.points.filter((_, i) => i % 2 === axis))),
        accuracy: accuracyOf(middle, ofReal, ofFake),
        engine: gan.engine,
        failure: rounds.failure(),
        modes: target.centers ? target.centers.length : null,
        heat: layers.heat ? gan.discriminate(places).map((value) => value - middle) : null,
        manifold: layers.manifold ? gan.generate(grid) : null,
        pushes: layers.arrows ? gan.pushes(seen.points.slice(0, 2 * ARROWS)) : null,
        records: records.map(curvesOf),
        beside: beside && besideOf(nearestTo(seen.step, beside)),
        byHand: rounds.byHand(),
      };
      if (now) gan.load(now);
      return picture;
    },
  };
}
