// The curves of CollapseLab: both losses and the modes that are captured, over the rounds.

import { axes } from "../draw/axes.js";
import { inside, stroke } from "../draw/canvas.js";

/** The state of now as one more record. */
const nowOf = ({ step, lossD, lossG, captured, byHand }) => [step, lossD, lossG, captured, step + byHand];

/**
 * Curves over the records [step, D's loss, G's loss, modes captured, turn], at their turns: losses above, modes below, the
 * place looked at.
 */
export function drawCurves(context, width, height, colours, picture) {
  const { byHand, modes, at } = picture;
  const records = at === null ? [...picture.records, nowOf(picture)] : picture.records;
  const last = Math.max(50, records[records.length - 1][4]);
  const turns = byHand ? "round or step by hand" : "round";
  const top = modes === null ? height : height * 0.56;
  const series = (box, index, line) => {
    context.strokeStyle = line;
    context.lineWidth = 1.5;
    stroke(
      context,
      records.map((each) => [box.x(each[4]), each[index] === null ? NaN : box.y(each[index])]),
    );
  };
  const losses = records
    .flatMap(([, d, g]) => [d, g])
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const quantile = (share) => losses[Math.floor(share * (losses.length - 1))] ?? 0;
  const low = Math.min(0, quantile(0.02));
  const high = Math.max(low + 1, 1.1 * quantile(0.98));
  const upper = axes(
    context,
    width,
    top,
    colours,
    { range: [0, last], label: modes === null ? turns : "" },
    { range: [low, high], label: "loss", count: 3 },
  );
  inside(context, upper.box, () => {
    series(upper, 1, colours.second);
    series(upper, 2, colours.generated);
  });
  context.textAlign = "left";
  // Letters in the lines' own colours would be too pale to read.
  context.fillStyle = colours.ink;
  [
    ["D", colours.second],
    ["G", colours.generated],
  ].forEach(([name, line], i) => {
    const x = upper.box.left + 6 + 32 * i;
    const y = upper.box.bottom - 6;
    context.strokeStyle = line;
    stroke(context, [
      [x, y - 4],
      [x + 12, y - 4],
    ]);
    context.fillText(name, x + 15, y);
  });
  const marks = [upper];
  if (modes !== null) {
    context.save();
    context.translate(0, top);
    const lower = axes(
      context,
      width,
      height - top,
      colours,
      { range: [0, last], label: turns },
      { range: [0, modes], label: "modes", count: 4 },
    );
    series(lower, 3, colours.ink);
    context.restore();
    marks.push({ ...lower, box: { ...lower.box, top: lower.box.top + top, bottom: lower.box.bottom + top } });
  }
  if (at === null) return;
  context.strokeStyle = colours.highlight;
  for (const { x, box } of marks) {
    const place = x(records[at][4]);
    stroke(context, [
      [place, box.top],
      [place, box.bottom],
    ]);
  }
}
