// A row a score: what it is now, and how far that is from a perfect generator's, on one scale for all scores.

import { clamp } from "../../page/engine/numbers.js";
import { element } from "../ui/dom.js";
import { pretty } from "../ui/words.js";

// By sign and place as well as by colour.
const VERDICTS = { noticed: "◀ noticed", not: "● not noticed", rewarded: "▶ rewarded" };

/**
 * How many standard deviations a score is on its better side of a perfect generator's mean, and what that says: more
 * than `band` of them are no chance.
 */
export function verdictOf(value, { better, mean, std }, band) {
  const apart = (better * (value - mean)) / std;
  return { apart, verdict: apart < -band ? "noticed" : apart > band ? "rewarded" : "not" };
}

/** A function from standard deviations to a place between two ends, in per cent: nearly straight about 0, logarithmic far out. */
function makeScale(ends) {
  const [low, high] = ends.map(Math.asinh);
  return (apart) => `${(100 * (Math.asinh(clamp(apart, ...ends)) - low)) / (high - low)}%`;
}

/** The scale's marks under all rows. */
function scaleOf(marks, onScale) {
  const spans = marks.map((mark) =>
    element("span", { textContent: String(mark).replace("-", "−"), style: `left: ${onScale(mark)}` }),
  );
  const words = element("p", { textContent: "◀ worse · standard deviations from perfect · better ▶" });
  return element("div", { className: "gan-scale", ariaHidden: "true" }, ...spans, words);
}

const output = (name) => element("output", { "data-readout": name, "aria-live": "off" });

function write(made, text, exact) {
  made.textContent = text;
  made.dataset.value = exact;
}

/** {row, show(value)} of one score; show() gives the verdict. */
function makeRow(score, band, onScale) {
  const { name, label } = score;
  const now = output(name);
  const verdicts = output(`verdict-${name}`);
  const mean = output(`perfect-${name}`);
  write(mean, pretty(score.mean, 3), String(score.mean));
  const track = element("div", { className: "gan-track", ariaHidden: "true" }, element("span"));
  const row = element("li", {}, element("strong", { textContent: label }), now, mean, verdicts, track);
  return {
    row,
    verdict: () => row.dataset.verdict,
    show(value) {
      const { apart, verdict } = verdictOf(value, score, band);
      write(now, pretty(value, 3), String(value));
      write(verdicts, VERDICTS[verdict], verdict);
      row.dataset.verdict = verdict;
      row.style.setProperty("--at", onScale(apart));
      return verdict;
    },
  };
}

/**
 * {place, show(scores)}: `known` are {name, label, better, mean, std}, scores are values by name. The scale runs between
 * the `ends` and has `marks`, in standard deviations, as is the `band` of chance. show() gives what to say.
 */
export function makeScoreRows(known, { band, ends, marks }) {
  const onScale = makeScale(ends);
  let latest = {};
  const rows = known.map((score) => makeRow(score, band, onScale));
  const head = ["score", "now", "perfect", ""].map((textContent) => element("span", { textContent }));
  const list = element("ul", { className: "gan-scores" }, element("li", {}, ...head), ...rows.map(({ row }) => row));
  for (const [name, value] of [
    ["--low", -band],
    ["--zero", 0],
    ["--high", band],
  ])
    list.style.setProperty(name, onScale(value));
  return {
    place: element("div", {}, list, scaleOf(marks, onScale)),
    /** All of them as a table under a head. */
    table: () => [
      ["score", "now", "perfect, mean", "perfect, standard deviation", "verdict"],
      ...known.map(({ label, name, mean, std }, i) => [label, latest[name], mean, std, rows[i].verdict()]),
    ],
    /** Names of the scores that gave this verdict, with what they are now and were when perfect. */
    named(kind) {
      return known
        .filter((_, i) => rows[i].verdict() === kind)
        .map(({ label, name, mean }) => `${label} (${pretty(latest[name], 3)}, perfect ${pretty(mean, 3)})`);
    },
    show(scores) {
      latest = scores;
      const verdicts = known.map(({ name }, i) => rows[i].show(scores[name]));
      const [noticed, rewarded] = ["noticed", "rewarded"].map(
        (kind) => verdicts.filter((each) => each === kind).length,
      );
      return `${noticed} of ${known.length} scores noticed${rewarded ? `, ${rewarded} rewarded it` : ""}.`;
    },
  };
}
