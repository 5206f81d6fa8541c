// The result of a sum of faces, and its neighbours: the same as widget.py has.

import { arithmetic, norm } from "../../page/latent.js";
import { laterSeed, normals, uniform } from "../../page/seeded.js";

/** The latent point that three means make. */
export function resultOf(means, { seed, baseline, rescale }) {
  const [a, b, c] = means;
  let point = arithmetic(means);
  if (baseline === "random") {
    const direction = normals(laterSeed(seed, 1), c.length);
    const share = norm(a.map((value, i) => value - b[i])) / norm(direction);
    point = c.map((value, i) => value + share * direction[i]);
  }
  return rescale ? point.map((value) => value * (Math.sqrt(c.length) / norm(point))) : point;
}

/** Eight points about one: uniform noise within `reach` is added to it. */
export const neighboursOf = (point, seed, reach) =>
  Array.from({ length: 8 }, (_, row) =>
    point.map((value, i) => value + reach * (2 * uniform(laterSeed(seed, 2), row * point.length + i) - 1)),
  );
