// What is said of a run beside its picture.

import { element } from "../ui/dom.js";

const GOES_ON = ["goes-on", "The run goes on with the networks that it has. Restart begins anew with these settings."];
const FROZEN = ["frozen", "Both players are frozen: Play moves nothing. Give D or G a step a round."];
const BY_HAND = ["by-hand", "Some steps were taken by hand. A link repeats the settings, not those steps."];

/** A line under the buttons: {line, say(kind, text)}. */
export function makeStatus() {
  const line = element("p", { className: "gan-says", role: "status", "data-readout": "says" });
  return {
    line,
    say(kind, text) {
      line.dataset.kind = kind;
      // What is said already is not said again.
      if (line.textContent !== text) line.textContent = text;
    },
  };
}

/**
 * [kind, text] of a picture. `at` is the record that is looked back on, `byHand` and `goesOn` say that steps were taken by
 * hand and that settings were changed on the way; remark(picture) gives what the figure has to say, or null.
 */
export function statusOf(picture, { at, byHand, goesOn, remark }) {
  if (/memory/.test(picture.failure))
    return ["failed", `The run cannot go on: ${picture.failure}. Choose smaller ones.`];
  if (picture.failure)
    return [
      "failed",
      `The run has diverged: ${picture.failure}. Try a smaller learning rate; Restart begins anew, and from a moment on the timeline you may go on.`,
    ];
  if (at !== null) return ["past", `Looking back at round ${picture.step}. The run itself stands at its end.`];
  if (byHand) return BY_HAND;
  if (!picture.settings.d_steps && !picture.settings.g_steps) return FROZEN;
  return remark(picture) ?? (goesOn ? GOES_ON : ["fine", ""]);
}
