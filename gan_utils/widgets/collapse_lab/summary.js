// What happened in a run, in a sentence, and its numbers as a table.

import { counted, grouped } from "../ui/words.js";

const percent = (share) => `${(100 * share).toFixed(1)} %`;
// So many records back is lately.
const LATELY = 8;

/** How the modes that are held compare with lately, and with the most that were held. */
function comparison(records) {
  const [now, before] = [1, 1 + LATELY].map((back) => records[Math.max(0, records.length - back)]);
  const most = records.reduce((best, each) => (each[3] > best[3] ? each : best));
  const change = now[3] - before[3];
  const size = change ? `${Math.abs(change)} ${change < 0 ? "fewer than" : "more than"}` : "as many as";
  const words = `${size} at round ${grouped(before[0])}`;
  return most[3] > now[3] ? `${words}; the most were ${most[3]}, at round ${grouped(most[0])}` : words;
}

/** The sentence about a picture of a run, as run.js makes it; `at` is the record that is looked back on. */
export function summaryOf({ step, captured, modes, highQuality, records, lossD, lossG, failure, byHand }, at) {
  const rounds = counted(step, "round");
  if (failure) return `The run has diverged after ${rounds}: ${failure}.`;
  if (!step && !byHand)
    return "Nothing yet: no step was taken, and G's samples are what its first weights make of noise.";
  const begin = at === null ? `After ${rounds}` : `Looking back, after ${rounds}`;
  if (modes === null) return `${begin} the samples are where you see them; this target has no separate modes to count.`;
  const past = [...records.slice(0, at ?? records.length), [step, lossD, lossG, captured]];
  const held = `${begin} G holds ${captured} of ${modes} modes, ${comparison(past)}.`;
  return `${held} ${percent(highQuality)} of its samples are good, that is, within three standard deviations of a mode.`;
}

/** The records under a head. What is not there, such as a loss before the first step, is an empty cell. */
export const tableOf = ({ records }) => [
  ["round", "D's loss", "G's loss", "modes held"],
  ...records.map((each) => each.slice(0, 4).map((value) => (Number.isFinite(value) ? value : ""))),
];
