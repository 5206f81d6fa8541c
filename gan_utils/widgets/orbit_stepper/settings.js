// The settings of an orbit: which a game takes, what those are that nobody has set, and how a lane is called by them.

import { pretty } from "../ui/words.js";
import { METHODS, SLIDERS, VARIANTS } from "./labels.js";

/** Reads what the card knows of settings: {complete(settings), optionsOf(settings), nameOf(settings)}. */
export function makeSettings(model) {
  const { options, penalties } = model.get("_constants");
  /** The names of the settings that the game takes beside the step size. */
  const optionsOf = (s) => options[s.game][s.game === "dirac" ? s.variant : s.method] ?? [];
  return {
    optionsOf,
    /** All that makes an orbit what it is, but for its start: the same for the same orbits. */
    keyOf: (s) =>
      JSON.stringify(
        [...(s.game === "dirac" ? ["game", "variant", "update"] : ["game", "method"]), "lr", ...optionsOf(s)].map(
          (name) => s[name],
        ),
      ),
    /** Settings whose defaults depend on other settings, filled in. */
    complete: (s) => ({
      ...s,
      unroll_lr: s.unroll_lr ?? s.lr,
      penalty: s.penalty ?? penalties[s.variant] ?? penalties.r1,
    }),
    /** A short name for a lane, such as "alternating, γ = 0.1". */
    nameOf(s) {
      const title = s.game === "dirac" ? `${VARIANTS[s.variant]}, ${s.update}` : METHODS[s.method].replace(/ \(.*/, "");
      const extras = optionsOf(s)
        .filter((name) => SLIDERS[name] && !(name === "momentum" && s[name] === 0))
        .map((name) => `, ${SLIDERS[name][0].split(",")[0]} ${pretty(s[name], 3)}`);
      if (optionsOf(s).includes("first") && s.first === "y") extras.push(", y first");
      if (optionsOf(s).includes("seed") && s.seed) extras.push(`, seed ${s.seed}`);
      return `${title}, γ = ${pretty(s.lr, 3)}${extras.join("")}`;
    },
  };
}
