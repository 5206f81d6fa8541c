// What happened in a run, in a sentence, and its numbers as a table.

import { counted, grouped, pretty } from "../ui/words.js";

const at = (record) => `round ${grouped(record.step)}`;

/** The sentence about a picture of a run, as run.js makes it. */
export function summaryOf({ step, w1, dFake, push, records, failure, byHand }) {
  if (failure) return `The run has diverged after ${counted(step, "round")}: ${failure}.`;
  if (!step && !byHand)
    return `Nothing yet: no step was taken. G's samples lie ${pretty(w1, 3)} from the target on average.`;
  const [first] = records;
  const least = records.reduce((best, each) => (each.w1 < best.w1 ? each : best));
  const change = w1 < first.w1 ? "down" : "up";
  const moved = w1 === first.w1 ? "as at the start" : `${change} from ${pretty(first.w1, 3)} at the start`;
  const best = least.w1 < w1 ? `; the least was ${pretty(least.w1, 3)}, at ${at(least)}` : "";
  const hand = byHand ? ` and ${counted(byHand, "step")} by hand` : "";
  const distance = `After ${counted(step, "round")}${hand} the distance to the target is ${pretty(w1, 3)}, ${moved}${best}.`;
  const pushed = `and where it pushes them, their loss falls by ${pretty(push, 3)} per unit of x`;
  const said = `On generated samples D says ${pretty(dFake, 3)} on average, ${pushed}.`;
  return `${distance} ${said}`;
}

const COLUMNS = { step: "round", w1: "distance W1", lossD: "D's loss", lossG: "G's loss" };
const OF_BEGAN = { k: "BEGAN's k", measure: "BEGAN's measure M" };
const OF_CRITICS = { estimate: "the critic's estimate" };

/** The records under a head. What is not there, such as a loss before the first step, is an empty cell. */
export function tableOf({ records, settings: { objective } }) {
  const columns = {
    ...COLUMNS,
    ...(objective === "began" && OF_BEGAN),
    ...(objective.startsWith("wgan") && OF_CRITICS),
  };
  const cell = (value) => (Number.isFinite(value) ? value : "");
  return [Object.values(columns), ...records.map((each) => Object.keys(columns).map((name) => cell(each[name])))];
}
