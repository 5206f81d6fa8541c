// One training run on images as the page shows it: its wall of samples, its read-outs, and a film of both to go back on.

import { bytesOf } from "../../page/engine/bytes.js";
import { singlesOf } from "../../page/engine/floats.js";
import { joined } from "../../page/engine/lists.js";
import { generatorFile, read } from "../../page/pretrained.js";
import { imagePlayers } from "../../page/training/images.js";
import { makeRun } from "../../page/training/run.js";
import { makeRounds, nearestTo } from "../live/rounds.js";
import { makeScores, SCORED } from "./scores.js";
import { COLUMNS, ROWS, sameNetworks } from "./settings.js";
import { imageSource, levelsOf, unseenLatents } from "./source.js";

// Rounds between two scores; records come as often or more seldom.
const SCORE_EVERY = 100;
// Records from which a run can go on: more would take hundreds of megabytes.
const STATES = 12;
// Milliseconds between two walls while it trains.
const PAUSE = 200;
const FIXED = { g_steps: 1, unroll: 0, optimiser: "adam" };

const curvesOf = ({ step, turn, dReal, dFake, lossD, lossG, score, frechet }) => ({
  step,
  turn,
  dReal,
  dFake,
  lossD,
  lossG,
  score,
  frechet,
});

// A generator of the reader's, which is walked through in place of the run's, whichever that is.
let guest = null;

// Scores are the same for all runs on the same data.
const scorers = new Map();
function scorerOf(data) {
  if (!data.classifier) return null;
  if (!scorers.has(data.key)) scorers.set(data.key, makeScores(data));
  return scorers.get(data.key);
}

/**
 * A run with the page's settings on `data`, {key, levels, count, channels, classifier, start}: bytes of images, one after
 * another, a pixel's channels together; the classifier is there for digits, and `start` are networks to begin with. `changes`
 * as for makeRounds, `size` is the card's. {train, change, back, film, file, draw, adopt, picture, target}.
 */
export function makeImageRun(settings, changes, { size }, data) {
  let s = settings;
  const { channels } = data;
  const forGan = (next) => ({ ...next, ...FIXED, size, channels, betas: [next.beta1, 0.999] });
  const gan = makeRun(forGan(s), { source: imageSource(data), players: imagePlayers });
  const { start } = data;
  if (start && start.channels === channels && sameNetworks(start.settings, s)) gan.load(singlesOf(start.numbers));
  const latent = unseenLatents("wall", COLUMNS * ROWS, s.z_dim, s.seed);
  const scored = unseenLatents("scored", SCORED, s.z_dim, s.seed);
  const scorer = scorerOf(data);
  let shownAt = -Infinity;
  let seconds = 0;

  /** A few samples at a time: where D and G pool and repeat, many at once would take more memory than a page may. */
  function samples(points) {
    const made = [];
    const piece = COLUMNS * ROWS * s.z_dim;
    for (let at = 0; at < points.length; at += piece) made.push(gan.generate(points.subarray(at, at + piece)));
    return joined(made);
  }
  const wall = () => levelsOf(samples(latent));
  /** What is seen of the networks as they are, but for the costly parts. */
  const numbers = () => ({
    dReal: gan.chances.real,
    dFake: gan.chances.fake,
    lossD: gan.losses.real + gan.losses.fake + gan.losses.penalty,
    lossG: gan.losses.g,
  });
  const rounds = makeRounds(gan, changes, {
    apply(next) {
      s = next;
      gan.change(forGan(s));
    },
    settings: () => s,
    record: (step) => ({
      ...numbers(),
      wall: wall(),
      channels,
      ...(scorer && step && step % SCORE_EVERY === 0 ? scorer.scoresOf(samples(scored)) : null),
    }),
    states: STATES,
  });
  const film = () => ({ records: rounds.records(), curves: rounds.records().map(curvesOf) });
  /** The scores of the last record up to this one that has any. */
  const scoresAt = (records) => {
    const { score = null, frechet = null } = records.findLast(({ score }) => score) ?? {};
    return { score, frechet };
  };

  return {
    target: () => ({
      real: data.levels.slice(0, (COLUMNS * data.levels.length) / data.count),
      floor: scorer ? scorer.floor() : null,
    }),
    ...rounds.acts,
    train(steps, milliseconds) {
      const began = performance.now();
      const taken = rounds.acts.train(steps, milliseconds);
      seconds += (performance.now() - began) / 1000;
      return taken;
    },
    film,
    /** The generator as a file. */
    file: () => generatorFile(forGan(s), gan.weights()),
    /** Images of latent points, one after another, by the run's generator or the guest. */
    draw: (points) => (guest ? guest.generate(points) : samples(points)),
    /** Takes a generator out of a file, to be walked through; null gives way to the run's again. */
    adopt(bytes) {
      guest = bytes && read(bytesOf(bytes));
      return guest && guest.settings;
    },
    /**
     * All that the page draws, of now or of record number `at`; `beside` are the records of another run, of which the same
     * round is shown. While it is playing, most pictures come without a wall.
     */
    picture(_layers, at = null, { beside = null, playing = false } = {}) {
      const records = rounds.records();
      const past = at === null ? null : (records[at] ?? null);
      const step = past ? past.step : rounds.step();
      const due = !playing || performance.now() - shownAt > PAUSE || rounds.failure();
      if (due) shownAt = performance.now();
      return {
        step,
        now: rounds.step(),
        settings: s,
        channels,
        ...(past ? curvesOf(past) : numbers()),
        ...scoresAt(past ? records.slice(0, at + 1) : records),
        wall: past ? past.wall : due ? wall() : null,
        beside: beside && due ? besideOf(nearestTo(step, beside)) : null,
        seconds,
        engine: gan.engine,
        failure: rounds.failure(),
        records: records.map(curvesOf),
        byHand: 0,
      };
    },
  };
}

/** What is shown of a record of another run. */
const besideOf = ({ step, wall, channels }) => ({ step, wall, channels });
