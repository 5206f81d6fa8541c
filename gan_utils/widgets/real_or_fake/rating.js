// A rater's trials: which image comes next, and what the answers amount to.

import { binomialTest, fewestTelling, median, wilsonInterval } from "../../page/metrics/human.js";
import { shuffled, uniform } from "../../page/seeded.js";

// Numbers of the seed's stream between the use for one set of images and for the next.
const APART = 2 ** 20;

/** In which order a set's images are shown: the real ones are set 0, the opponents' follow. */
export const orderOf = (seed, place, count) => shuffled(seed, count, (place + 1) * APART);

/**
 * {real, image}: the trial that follows those of `history`, against an opponent. `sets` are {name, count}, the real
 * images first. No image comes twice until all of its set have been shown.
 */
export function deal(seed, sets, opponent, history) {
  const real = uniform(seed, history.length) < 0.5;
  const place = real ? 0 : sets.findIndex(({ name }, i) => i && name === opponent);
  const shown = history.filter(({ truth, opponent: other }) =>
    real ? truth === "real" : truth === "fake" && other === opponent,
  );
  const { count } = sets[place];
  return { real, place, image: orderOf(seed, place, count)[shown.length % count] };
}

/** Noise to cover the image of a trial with, `count` numbers in [-1, 1]. */
export const maskOf = (seed, sets, turn, count) =>
  Float32Array.from({ length: count }, (_, i) => 2 * uniform(seed, (sets + 1) * APART + turn * count + i) - 1);

export const isRight = ({ truth, answer }) => truth === answer;

/** What trials amount to. Those that do not count are left out; numbers of nothing are NaN. */
export function summarise(trials) {
  const counted = trials.filter((trial) => trial.counted);
  const total = counted.length;
  const right = counted.filter(isRight).length;
  const caught = (kind) => {
    const those = counted.filter(({ truth }) => truth === kind);
    return those.filter(isRight).length / those.length;
  };
  return {
    total,
    right,
    share: right / total,
    error: 1 - right / total,
    left: trials.length - total,
    interval: total ? wilsonInterval(right, total) : [NaN, NaN],
    p: total ? binomialTest(right, total) : NaN,
    real: caught("real"),
    fake: caught("fake"),
    time: median(counted.map(({ answer_ms }) => answer_ms)),
  };
}

/** What a summary says of the reader, in honest words. `kind` is one of four, for tests and style. */
export function verdictOn({ total, right, p, real, fake }) {
  const percent = (share) => `${Math.round(100 * share)} %`;
  const needed = fewestTelling(total);
  if (p < 0.05 && right > total / 2) return { kind: "apart", needed, text: "You tell them apart." };
  if (p < 0.05) {
    const mixed =
      1 - fake > real
        ? `you took the fake ones for real (${percent(1 - fake)} of them) more often than ` +
          `the real ones (${percent(real)})`
        : "so few right answers are rare among guessers";
    return { kind: "worse", needed, text: `Worse than chance: ${mixed}.` };
  }
  return {
    kind: total ? "guess" : "none",
    needed,
    text:
      "This test cannot tell you from a guesser: with " +
      `${total} image${total === 1 ? "" : "s"} ${needed ? `you would need at least ${needed} right` : "even all right would not be enough"}.`,
  };
}

/** The trials of each opponent and condition, in the order in which they were first met: [{opponent, condition, trials}]. */
export function byCondition(trials) {
  const rows = new Map();
  for (const trial of trials) {
    const condition = conditionOf(trial);
    const key = JSON.stringify([trial.opponent, condition]);
    if (!rows.has(key)) rows.set(key, { opponent: trial.opponent, condition, trials: [] });
    rows.get(key).trials.push(trial);
  }
  return [...rows.values()];
}

/** How the images of a trial were shown, in words. */
export function conditionOf({ staircase, wanted_ms, feedback }) {
  const shown = staircase ? "staircase" : wanted_ms ? `${wanted_ms} ms` : "as long as you like";
  return feedback ? shown : `${shown}, not told`;
}
