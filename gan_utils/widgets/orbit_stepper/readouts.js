// OrbitStepper's read-outs: where the players are, and what becomes of them.

import { readout } from "../ui/dom.js";
import { grouped, pretty } from "../ui/words.js";
import { conservedAt } from "./orbit.js";
import { verdict } from "./verdict.js";

/** The read-outs: {answers, more, show(lane), showVerdict(settings), verdict()}. */
export function makeReadouts() {
  const out = {
    step: readout("step", "round"),
    x: readout("x", "x"),
    y: readout("y", "y"),
    radius: readout("radius", "radius"),
    spectral: readout("spectral-radius", "spectral radius"),
    conserved: readout("conserved", "conserved"),
    verdict: readout("verdict", "in the long run"),
  };
  out.verdict.row.className = "gan-wide gan-verdict";
  let asked = "";
  let found = null;
  function show({ settings, points, spectrum }) {
    const dirac = settings.game === "dirac";
    const [x, y] = points[points.length - 1];
    out.x.rename(dirac ? "θ" : "x");
    out.y.rename(dirac ? "ψ" : "y");
    out.spectral.rename(dirac ? "spectral radius at\u00a0(0,\u00a00)" : "spectral radius");
    out.step.show(String(points.length - 1));
    out.x.show(pretty(x), String(x));
    out.y.show(pretty(y), String(y));
    out.radius.show(pretty(Math.hypot(x, y)), String(Math.hypot(x, y)));
    const rho = spectrum.spectralRadius;
    out.spectral.show(rho === null ? "none: the field jumps at 0" : pretty(rho, 6), String(rho));
    const kept = conservedAt(settings, [x, y]);
    out.conserved.hide(!kept);
    if (!kept) return;
    out.conserved.rename(`${kept.formula} (conserved)`);
    out.conserved.show(kept.lost ? "lost in rounding, this far out" : pretty(kept.value, 6), String(kept.value));
  }
  /** Found anew where a setting has changed only: the Dirac-GAN's takes thousands of steps. */
  function showVerdict(s) {
    const asks = JSON.stringify({ ...s, kept: 0, steps: 0 });
    if (asks === asked) return;
    asked = asks;
    found = verdict(s, s.start);
    out.verdict.show(found.words, found.kind);
    const { over } = found;
    const means = over ? `, means over the last ${grouped(over.part)} of ${grouped(over.rounds)} rounds` : "";
    out.verdict.rename(`in the long run${means}`);
  }
  const rows = (...names) => names.map((name) => out[name].row);
  return {
    answers: rows("verdict", "step", "radius", "spectral"),
    more: rows("x", "y", "conserved"),
    show,
    showVerdict,
    /** What becomes of the orbit: {kind, words}. */
    verdict: () => found,
  };
}
