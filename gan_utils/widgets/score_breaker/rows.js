// A row a score: what it is now, and how far that is from a perfect generator's, on one scale for all scores.

import { clamp } from "../../page/engine/numbers.js";
import { element } from "../ui/dom.js";
import { pretty } from "../ui/words.js";

// In standard deviations.
const NOTICED = 3;
const ENDS = [-400, 40];
const MARKS = [-100, -10, -3, 0, 3, 10];
const VERDICTS = { noticed: "◀ noticed", not: "● not noticed", rewarded: "▶ rewarded" };

/** Where on the scale, in per cent: nearly straight about 0, logarithmic far out. */
function onScale(apart) {
  const [low, at, high] = [ENDS[0], clamp(apart, ...ENDS), ENDS[1]].map(Math.asinh);
  return `${(100 * (at - low)) / (high - low)}%`;
}

/** How many standard deviations a score is on its better side of a perfect generator's mean, and what that says. */
export function verdictOf(value, { better, mean, std }) {
  const apart = (better * (value - mean)) / std;
  return { apart, verdict: apart < -NOTICED ? "noticed" : apart > NOTICED ? "rewarded" : "not" };
}

/** {place, show(scores)}: `known` are {name, label, better, mean, std}, scores are values by name. show() gives what to say. */
export function makeScoreRows(known) {
  const output = (name) => element("output", { "data-readout": name });
  const tell = (place, text, exact) => {
    [place.textContent, place.dataset.value] = [text, exact];
  };
  const rows = known.map((score) => {
    const { name, label } = score;
    const now = output(name);
    const said = output(`verdict-${name}`);
    const mean = output(`perfect-${name}`);
    tell(mean, pretty(score.mean, 3), String(score.mean));
    const track = element("div", { className: "gan-track", ariaHidden: "true" }, element("span"));
    return {
      score,
      now,
      said,
      row: element("li", {}, element("strong", { textContent: label }), now, mean, said, track),
    };
  });
  const head = ["score", "now", "perfect", ""].map((textContent) => element("span", { textContent }));
  const list = element("ul", { className: "gan-scores" }, element("li", {}, ...head), ...rows.map(({ row }) => row));
  for (const [name, value] of [
    ["--low", -NOTICED],
    ["--zero", 0],
    ["--high", NOTICED],
  ])
    list.style.setProperty(name, onScale(value));
  const marks = MARKS.map((mark) =>
    element("span", { textContent: String(mark).replace("-", "−"), style: `left: ${onScale(mark)}` }),
  );
  const scale = element(
    "div",
    { className: "gan-scale", ariaHidden: "true" },
    ...marks,
    element("p", { textContent: "◀ worse · standard deviations from perfect · better ▶" }),
  );
  return {
    place: element("div", {}, list, scale),
    show(scores) {
      const found = { noticed: 0, not: 0, rewarded: 0 };
      for (const { score, now, said, row } of rows) {
        const value = scores[score.name];
        const { apart, verdict } = verdictOf(value, score);
        tell(now, pretty(value, 3), String(value));
        tell(said, VERDICTS[verdict], verdict);
        row.dataset.verdict = verdict;
        row.style.setProperty("--at", onScale(apart));
        found[verdict] += 1;
      }
      const { noticed, rewarded } = found;
      return `${noticed} of ${known.length} scores noticed${rewarded ? `, ${rewarded} rewarded it` : ""}.`;
    },
  };
}
