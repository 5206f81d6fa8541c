// What happened in a run, in a sentence, and its numbers as a table.

import { counted, pretty } from "../ui/words.js";

const percent = (share) => `${Math.round(100 * share)} %`;

/** The sentence about a picture of a run, as run.js makes it; `at` is the record that is looked back on. */
export function summaryOf({ step, dReal, dFake, score, frechet, failure, seconds }, floor, at) {
  const rounds = counted(step, "round");
  if (failure) return `The run has diverged after ${rounds}: ${failure}.`;
  if (!step) return "Nothing yet: no step was taken, and the samples are what G's first weights make of noise.";
  const begin =
    at === null ? `After ${rounds}, in ${pretty(seconds, 2)} s of training,` : `Looking back: after ${rounds}`;
  const told = `${begin} D took ${percent(dReal)} of the real images for real, on average, and ${percent(dFake)} of G's.`;
  if (score === null) return told;
  const real = floor ? `; other real digits reach ${pretty(floor.score, 3)} and ${pretty(floor.frechet, 3)}` : "";
  return `${told} The classifier's Inception Score is ${pretty(score, 3)}, the Fréchet distance ${pretty(frechet, 3)}${real}.`;
}

const COLUMNS = {
  step: "round",
  dReal: "D on real images",
  dFake: "D on generated ones",
  lossD: "D's loss",
  lossG: "G's loss",
  score: "Inception Score",
  frechet: "Fréchet distance",
};

/** The records under a head. What is not there is an empty cell. */
export const tableOf = ({ records }) => [
  Object.values(COLUMNS),
  ...records.map((each) => Object.keys(COLUMNS).map((name) => (Number.isFinite(each[name]) ? each[name] : ""))),
];
