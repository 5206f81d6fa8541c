// The curves of a run over its rounds, with those of runs that were kept behind them.

import { dot, inside, stroke } from "../draw/canvas.js";
import { drawCurve } from "../draw/lines.js";
import { KEY, panel, rangeOf } from "../draw/panels.js";
import { DASHES } from "./kept.js";

// Of many rounds a few may be far out: all but the outermost values decide.
const RARE = 0.02;
const MANY = 60;
// Rounds that are shown at least.
const SHORTEST = 50;
const PALE = 0.5;

/**
 * Panels, one below the other: `panels` are {lines, label, range, count}; lines are [name, key, colour], of the records' keys;
 * a range is found where none is given. `records` are those of the run, the last one of now; `kept` are lists of records,
 * `at` is the one that is looked back on, or null; `across` says what the records' turns are.
 */
export function drawPanels(
  context,
  width,
  height,
  colours,
  { panels, records, kept = [], at = null, across = "round" },
) {
  const tall = Math.round(height / panels.length);
  const last = Math.max(SHORTEST, ...[records, ...kept].map((each) => each[each.length - 1].turn));
  panels.forEach(({ lines, label, range, count = 3 }, i) => {
    const lowest = i === panels.length - 1;
    const values = [records, ...kept]
      .flatMap((list) => lines.flatMap(([, key]) => list.map((each) => each[key])))
      .filter(Number.isFinite)
      .sort((a, b) => a - b);
    const rare = values.length > MANY ? RARE : 0;
    const found = range ?? rangeOf([rare, 1 - rare].map((share) => values[Math.floor(share * (values.length - 1))]));
    context.save();
    const view = panel(
      context,
      width,
      i * tall,
      tall + (lowest ? 0 : KEY),
      colours,
      lines.map(([name, , line]) => [name, line]),
      { range: [0, last], label: lowest ? across : "" },
      { range: found, label, count },
    );
    inside(context, view.box, () => {
      context.globalAlpha = PALE;
      kept.forEach((list, place) => {
        context.setLineDash(DASHES[DASHES.length - kept.length + place]);
        for (const line of lines) drawLine(context, view, list, line);
      });
      context.globalAlpha = 1;
      context.setLineDash([]);
      for (const line of lines) drawLine(context, view, records, line);
    });
    for (const [, key, line] of lines) {
      const known = records.filter((each) => Number.isFinite(each[key]));
      const now = known[known.length - 1];
      const y = now ? view.y(now[key]) : -1;
      context.fillStyle = line;
      if (y > view.box.top && y < view.box.bottom + 1) dot(context, view.x(now.turn), y, 2.5);
    }
    if (at !== null) {
      context.strokeStyle = colours.highlight;
      const place = view.x(records[at].turn);
      stroke(context, [
        [place, view.box.top],
        [place, view.box.bottom],
      ]);
    }
    context.restore();
  });
}

/** A line through the records that have its number. */
function drawLine(context, view, records, [, key, colour]) {
  const known = records.filter((each) => Number.isFinite(each[key]));
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  drawCurve(
    context,
    view,
    known.map((each) => each.turn),
    known.map((each) => each[key]),
  );
}
