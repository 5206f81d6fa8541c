// The curves of CollapseLab: both losses and the modes that are captured, over the rounds.

import { drawPanels } from "../live/curves.js";

/** A record as the worker sends it: [step, D's loss, G's loss, modes captured, turn]. */
const named = ([, lossD, lossG, captured, turn]) => ({ turn, lossD, lossG, captured });

/** Losses above, modes below, behind them those of the runs that are kept; the record `at`, which is looked back on. */
export function drawCurves(context, width, height, colours, { picture, kept, at }) {
  const { byHand, modes, step } = picture;
  const records = picture.records.map(named);
  const losses = [
    ["D's loss", "lossD", colours.second],
    ["G's loss", "lossG", colours.generated],
  ];
  const held = { lines: [["modes captured", "captured", colours.ink]], range: [0, modes], label: "modes", count: 4 };
  drawPanels(context, width, height, colours, {
    panels: [{ lines: losses, label: "loss" }, ...(modes === null ? [] : [held])],
    // What is looked back on is a record itself.
    records: at === null ? [...records, { ...picture, turn: step + byHand }] : records,
    kept: kept.map(({ curves }) => curves.map(named)),
    at,
    across: byHand ? "round or step by hand" : "round",
  });
}
