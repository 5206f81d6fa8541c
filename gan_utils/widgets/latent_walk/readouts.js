// What is said of the latent point that is shown.

import { readout } from "../ui/dom.js";
import { pretty } from "../ui/words.js";

const percent = (share) => `${Math.round(100 * share)}\u00a0%`;

/** Which leg of the path a share of it lies on: from which stop, counted from 1, and at which share of the leg. */
function legOf(share, stops) {
  const passed = share * (stops - 1);
  const leg = Math.min(Math.floor(passed), stops - 2);
  return { from: leg + 1, share: passed - leg };
}

const CORNERS = ["top", "left", "right", "top"];

/** Where on the path the walk is, in words. */
export function onPathWords(walk) {
  const { from, share } = legOf(walk.share(), walk.stops().length);
  const names = walk.chosen() ? [`point ${from}`, `point ${from + 1}`] : CORNERS.slice(from - 1, from + 1);
  const corner = walk.chosen() ? "" : " corner";
  if (share < 0.01) return `at ${walk.chosen() ? "" : "the "}${names[0]}${corner}`;
  if (share > 0.99) return `at ${walk.chosen() ? "" : "the "}${names[1]}${corner}`;
  return `${percent(share)} of the way from ${names[0]} to ${names[1]}`;
}

/** What is mixed at a place of the triangle, in words. */
export const mixWords = (place) => place.map((weight, i) => `${percent(weight)} ${CORNERS[i]}`).join(", ");

/** The read-outs: {answers, more, show({z, length, milliseconds})}. */
export function makeReadouts(walk, width) {
  const typical = Math.sqrt(width);
  const out = {
    where: readout("where", "where the ring is"),
    norm: readout("norm", "length ‖z‖"),
    typical: readout("typical-norm", "typical, √d"),
    milliseconds: readout("milliseconds", "time for this image"),
    z: readout("z", "z begins"),
  };
  out.where.row.className = "gan-wide";
  out.typical.show(pretty(typical), String(typical));
  return {
    answers: [out.where.row, out.norm.row, out.typical.row],
    more: [out.z.row, out.milliseconds.row],
    show({ z, length, milliseconds }) {
      out.where.show(walk.onPath() ? onPathWords(walk) : mixWords(walk.place()), JSON.stringify(walk.place()));
      out.norm.show(pretty(length, 3), String(length));
      out.milliseconds.show(`${milliseconds.toFixed(1)} ms`, String(milliseconds));
      const first = z.slice(0, 3).map((value) => pretty(value, 2));
      out.z.show(`${first.join(", ")}, …`, JSON.stringify(z));
    },
  };
}

/** What happened, in a sentence or two. */
export function tellWalk(walk, method, width, length) {
  const typical = Math.sqrt(width);
  const share = length / typical;
  const against = share < 0.9 ? "shorter than" : share > 1.1 ? "longer than" : "about as long as";
  const here = walk.onPath()
    ? `The ring is ${onPathWords(walk)}, by ${method}`
    : `The ring mixes the corners: ${mixWords(walk.place())}`;
  const ends = walk.onPath() ? walk.lengths(73) : [];
  const range = ends.length
    ? ` Along the whole path the length runs from ${pretty(Math.min(...ends), 3)} to ${pretty(Math.max(...ends), 3)}.`
    : "";
  return `${here}. Its latent point is ${pretty(length, 3)} long, ${against} a typical draw, ${pretty(typical, 3)}.${range}`;
}
