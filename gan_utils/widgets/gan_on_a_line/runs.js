// The curves of a run on a line.

import { dot, inside } from "../draw/canvas.js";
import { drawCurve } from "../draw/lines.js";
import { KEY, panel, rangeOf } from "./panels.js";

/**
 * Curves over the rounds, and the steps by hand if there are any: the distance above, with what a critic or BEGAN says of
 * it; losses below, and BEGAN's k.
 */
export function drawRuns(context, width, height, colours, picture) {
  const { byHand } = picture;
  const { objective } = picture.settings;
  const now = { ...picture, turn: picture.step + byHand };
  const records = [...picture.records, now];
  const half = Math.round(height / 2);
  const of = (name) => records.map((each) => each[name]);
  const above = [["W1", "w1", colours.ink]];
  const below = [
    ["D's loss", "lossD", colours.second],
    ["G's loss", "lossG", colours.generated],
  ];
  if (objective.startsWith("wgan")) above.push(["critic's estimate", "estimate", colours.second]);
  if (objective === "began") {
    above.push(["M", "measure", colours.third]);
    below.push(["k", "k", colours.highlight]);
  }
  const last = Math.max(50, records[records.length - 1].turn);
  const turns = byHand ? "round or step by hand" : "round";
  [
    [above, "", "distance"],
    [below, turns, "loss"],
  ].forEach(([lines, label, name], i) => {
    const values = lines
      .flatMap(([, which]) => of(which))
      .filter(Number.isFinite)
      .sort((a, b) => a - b);
    // Of many rounds a few may be far out: all but the outermost values decide.
    const rare = values.length > 60 ? 0.02 : 0;
    const range = rangeOf([rare, 1 - rare].map((share) => values[Math.floor(share * (values.length - 1))]));
    context.save();
    const names = lines.map(([text, , colour]) => [text, colour]);
    const tall = half + (i ? 0 : KEY);
    const view = panel(
      context,
      width,
      i * half,
      tall,
      colours,
      names,
      { range: [0, last], label },
      { range, label: name, count: 3 },
    );
    inside(context, view.box, () => {
      for (const [, which, colour] of lines) {
        context.strokeStyle = colour;
        context.lineWidth = 1.5;
        drawCurve(context, view, of("turn"), of(which));
      }
    });
    for (const [, which, colour] of lines) {
      context.fillStyle = colour;
      const y = view.y(now[which]);
      if (y > view.box.top && y < view.box.bottom + 1) dot(context, view.x(now.turn), y, 2.5);
    }
    context.restore();
  });
}
