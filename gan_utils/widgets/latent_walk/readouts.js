// What is said of the latent point that is shown.

import { norm } from "../../page/latent.js";
import { readout } from "../ui/dom.js";
import { pretty } from "../ui/words.js";

/** The read-outs: {rows, show(z, milliseconds)}. */
export function makeReadouts(width) {
  const out = {
    norm: readout("norm", "‖z‖"),
    typical: readout("typical-norm", "typical ‖z‖, √d"),
    milliseconds: readout("milliseconds", "time for this image"),
    z: readout("z", "z begins"),
  };
  out.typical.show(pretty(Math.sqrt(width)), String(Math.sqrt(width)));
  return {
    rows: Object.values(out).map((each) => each.row),
    show(z, milliseconds) {
      out.norm.show(pretty(norm(z)), String(norm(z)));
      out.milliseconds.show(`${milliseconds.toFixed(1)} ms`, String(milliseconds));
      const first = z.slice(0, 3).map((value) => pretty(value, 2));
      out.z.show(`${first.join(", ")}, …`, JSON.stringify(z));
    },
  };
}
