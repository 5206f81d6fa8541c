// The curves of a run on a line.

import { drawPanels } from "../live/curves.js";

/**
 * Curves over the rounds, and the steps by hand if there are any: the distance above, with what a critic or BEGAN says of
 * it; losses below, and BEGAN's k.
 */
export function drawRuns(context, width, height, colours, picture) {
  const { byHand } = picture;
  const { objective } = picture.settings;
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
  drawPanels(context, width, height, colours, {
    panels: [
      { lines: above, label: "distance" },
      { lines: below, label: "loss" },
    ],
    records: [...picture.records, { ...picture, turn: picture.step + byHand }],
    across: byHand ? "round or step by hand" : "round",
  });
}
