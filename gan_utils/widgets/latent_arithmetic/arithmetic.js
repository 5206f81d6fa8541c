// Results of a sum of faces, and faces of a kind: the same as widget.py has.

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

/** How surely a face is as a recipe's `wanted` {attribute: 1 or 0} says, by the reader's {attribute: answer}: its weakest part. */
const fit = (answers, { wanted }) =>
  Math.min(...Object.entries(wanted).map(([name, has]) => (has ? answers[name] : 1 - answers[name])));

/**
 * Looks through faces 0 to `most` - 1, pausing after each. Gives {places, sure}: the first `count` faces that surely fit,
 * or those that come nearest.
 */
export function* search(answersOf, recipe, count, most) {
  const fits = [];
  const found = [];
  for (let place = 0; place < most && found.length < count; place++) {
    fits.push(fit(answersOf(place), recipe));
    if (fits[place] > recipe.sure) found.push(place);
    yield place;
  }
  if (found.length === count) return { places: found, sure: true };
  return {
    places: fits
      .map((_, place) => place)
      .sort((p, q) => fits[q] - fits[p])
      .slice(0, count),
    sure: false,
  };
}
