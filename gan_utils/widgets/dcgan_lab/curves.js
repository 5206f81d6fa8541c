// The curves of a run on images.

import { drawPanels } from "../live/curves.js";

/**
 * D's two answers, the losses, and on digits the two scores with those of other real digits; behind them the runs that are
 * kept, and the record `at`, which is looked back on.
 */
export function drawCurves(context, width, height, colours, { picture, kept, at, target }) {
  const floor = target?.floor;
  const panels = [
    {
      lines: [
        ["D on real images", "dReal", colours.real],
        ["on generated ones", "dFake", colours.generated],
      ],
      range: [0, 1],
      label: "says real",
      count: 2,
    },
    {
      lines: [
        ["D's loss", "lossD", colours.second],
        ["G's loss", "lossG", colours.generated],
      ],
      label: "loss",
      count: 2,
    },
  ];
  const scores = (name, key, range) => ({
    lines: [
      [name, key, colours.ink],
      ["other real digits", `${key}OfReal`, colours.real],
    ],
    range,
    label: "",
    count: 2,
  });
  if (floor) panels.push(scores("Inception Score", "score", [1, 10.5]), scores("Fréchet distance", "frechet"));
  const withReal = (list) =>
    list.map((each) => ({ ...each, scoreOfReal: floor?.score, frechetOfReal: floor?.frechet }));
  const now = { ...picture, turn: picture.step, score: null, frechet: null };
  drawPanels(context, width, height, colours, {
    panels,
    records: withReal(at === null ? [...picture.records, now] : picture.records),
    kept: kept.map(({ curves }) => curves),
    at,
  });
}
