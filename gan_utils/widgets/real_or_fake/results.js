// What a rater's answers amount to, as read-outs; and all that are kept, as a table.

import { fewestTelling } from "../../page/metrics/human.js";
import { element, readout } from "../ui/dom.js";
import { pretty } from "../ui/words.js";
import { byCondition, isRight, summarise, verdictOn } from "./rating.js";

const percent = (share) => `${Math.round(1000 * share) / 10} %`;
const between = ([low, high]) => `${percent(low)} to ${percent(high)}`;

/** {place, show({trials, count, threshold, name}), tell()} of a game; the threshold is null where there is no staircase. */
export function makeScore() {
  const numbers = {
    right: readout("right", "right answers"),
    share: readout("share", "share of right answers"),
    interval: readout("interval", "95 % interval (Wilson)"),
    p: readout("p", "p, against guessing"),
    needed: readout("needed", "right ones that tell you apart"),
    real: readout("real-called-real", "of the real, called real"),
    fake: readout("fake-called-fake", "of the fake, called fake"),
    error: readout("error-rate", "error rate, as in HYPE"),
    time: readout("answer-time", "median time to answer"),
  };
  const out = {
    verdict: readout("verdict", "verdict"),
    ...numbers,
    threshold: readout("threshold", "threshold of the staircase"),
    left: readout("not-counted", "did not count"),
  };
  const caveat = element("p", {
    textContent:
      "The interval and p take all answers as independent. Those of one reader are not: they tell of you and " +
      "of today, not of people.",
  });
  out.verdict.row.className = "gan-wide gan-rate-verdict";
  const heading = element("h4");
  let said = "";
  const strip = element("div", { className: "gan-rate-strip", role: "img" });
  strip.setAttribute(
    "aria-label",
    "A bar for each trial, as high as its image stayed long. Hollow ones are wrong answers.",
  );
  /** A bar for each trial, as high as its image was wanted to stay. */
  function barOf(trial) {
    const bar = element("i", { className: isRight(trial) ? "gan-rate-right" : "" });
    bar.style.setProperty("--tall", `${trial.wanted_ms ? trial.wanted_ms / 10 : 100}%`);
    bar.hidden = !trial.counted;
    return bar;
  }
  function number(output, value, text) {
    output.show(Number.isFinite(value) ? text(value) : "–", String(value));
  }
  function show({ trials, count, threshold, name }) {
    const found = summarise(trials);
    const verdict = verdictOn(found);
    heading.textContent = name;
    strip.replaceChildren(...trials.map(barOf));
    out.verdict.show(
      found.total
        ? verdict.text
        : `It comes with the answers. Of ${count} images a guesser gets ${count / 2} ` +
            `right on average. From ${fewestTelling(count)} on, guessing no longer explains it.`,
      verdict.kind,
    );
    out.needed.show(verdict.needed ?? "even all are not enough", String(verdict.needed ?? "none"));
    out.right.show(found.total ? `${found.right} of ${found.total}` : "–", `${found.right}/${found.total}`);
    number(out.share, found.share, percent);
    number(out.error, found.error, percent);
    out.interval.show(found.total ? between(found.interval) : "–", JSON.stringify(found.interval));
    number(out.p, found.p, (p) => pretty(p, 2));
    number(out.real, found.real, percent);
    number(out.fake, found.fake, percent);
    number(out.time, found.time, (time) => `${(time / 1000).toFixed(2)} s`);
    number(out.threshold, threshold, (ms) => `${Math.round(ms)} ms`);
    out.left.show(`${found.left}: not shown as long as wanted`, String(found.left));
    for (const each of Object.values(numbers)) each.hide(!found.total);
    out.threshold.hide(threshold === null);
    out.left.hide(!found.left);
    caveat.hidden = !found.total;
    said = found.total
      ? `${name}: ${found.right} of ${found.total} right, 95 % interval ${between(found.interval)}, p ${pretty(found.p, 2)} against guessing. ${verdict.text}`
      : "No answers yet.";
  }
  const place = element(
    "div",
    { className: "gan-rate-score" },
    heading,
    strip,
    element("dl", { className: "gan-readouts" }, ...Object.values(out).map((each) => each.row)),
    caveat,
  );
  return { place, show, tell: () => said };
}

/** {place, show(trials, note), table()}: one row for each opponent and way of showing, and the same as a table under a head. */
export function makeKept() {
  const body = element("tbody");
  const note = element("caption");
  const head = ["opponent", "shown for", "right", "95 % interval"];
  let shown = [];
  const place = element(
    "table",
    { className: "gan-rate-kept" },
    note,
    element("thead", {}, element("tr", {}, ...head.map((text) => element("th", { scope: "col", textContent: text })))),
    body,
  );
  const output = (name, text, exact) =>
    element("output", { textContent: text, "data-readout": name, "data-value": exact, "aria-live": "off" });
  function rowOf({ opponent, condition, trials }, i) {
    const { right, total, share, interval } = summarise(trials);
    const bar = element("div", { className: "gan-rate-bar" });
    [
      ["--low", interval[0]],
      ["--high", interval[1]],
      ["--at", share],
    ].forEach(([name, value]) => bar.style.setProperty(name, `${100 * (Number.isFinite(value) ? value : 0)}%`));
    return element(
      "tr",
      {},
      element("th", { scope: "row", textContent: opponent }),
      element("td", { textContent: condition }),
      element("td", {}, output(`kept-right-${i}`, `${right}/${total}`, `${right}/${total}`)),
      element("td", {}, output(`kept-interval-${i}`, total ? between(interval) : "–", JSON.stringify(interval)), bar),
    );
  }
  return {
    place,
    table: () => [
      ["opponent", "shown for", "right", "of", "interval from", "interval to"],
      ...byCondition(shown).map(({ opponent, condition, trials }) => {
        const { right, total, interval } = summarise(trials);
        return [opponent, condition, right, total, ...interval];
      }),
    ],
    show(trials, text) {
      shown = trials;
      note.textContent = trials.length ? `Your results; the dashes are guessing. ${text}` : `No results yet. ${text}`;
      place.dataset.rows = trials.length ? "some" : "none";
      body.replaceChildren(...byCondition(trials).map(rowOf));
    },
  };
}
