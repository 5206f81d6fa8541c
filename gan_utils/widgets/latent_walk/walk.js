// Where the walk is: at a point of the triangle, or on a path from corner to corner or through chosen points.

import { along, blend } from "../../page/latent.js";
import { normals } from "../../page/seeded.js";

const MIDDLE = [0.4, 0.3, 0.3];

/** The path that is walked: from corner to corner and back, until the reader adds points of their own. */
function makePath() {
  let own = [];
  return {
    add(z) {
      own = [...own, z];
    },
    clear() {
      own = [];
    },
    // One point is no path yet: it waits, doubled, for the second.
    points: (corners) => (own.length === 0 ? [...corners, corners[0]] : own.length === 1 ? [own[0], own[0]] : own),
    words: () =>
      own.length
        ? `path through ${own.length} chosen point${own.length > 1 ? "s" : ""}`
        : "path: corner to corner and back",
  };
}

/** A walk among latent points of `width` numbers. What the model says of it, seed, method, view and position, stays there. */
export function makeWalk(model, width) {
  const path = makePath();
  let corners = [];
  let weights = MIDDLE;
  const onPath = () => model.get("view") === "path";
  /** The latent point at weights of the corners. */
  const zAt = (spot) => blend(model.get("method"), corners, spot);
  return {
    path,
    onPath,
    zAt,
    weights: () => weights,
    /** The latent point that the walk has come to. */
    z: () => (onPath() ? along(model.get("method"), path.points(corners), model.get("position")) : zAt(weights)),
    /** Takes the corners from the seed. */
    findCorners() {
      const numbers = [...normals(model.get("seed"), 3 * width)];
      corners = [0, 1, 2].map((i) => numbers.slice(i * width, (i + 1) * width));
    },
    moveTo(next) {
      weights = next;
    },
    restart() {
      path.clear();
      weights = MIDDLE;
    },
  };
}
