// Faces of a kind: those that recipes.py chooses.

/** How surely a face is as a recipe wants it {attribute: 1 or 0}, by what is read off it {attribute: 0 to 1}: its weakest part. */
const fit = (answers, { wanted }) =>
  Math.min(...Object.entries(wanted).map(([name, has]) => (has ? answers[name] : 1 - answers[name])));

/**
 * Looks through faces 0 to `most` - 1, pausing after each. Gives {indices, sure}: the first `count` faces that surely
 * fit, or those that come nearest.
 */
export function* search(answersOf, recipe, count, most) {
  const fits = [];
  const found = [];
  for (let index = 0; index < most && found.length < count; index++) {
    fits.push(fit(answersOf(index), recipe));
    if (fits[index] > recipe.sure) found.push(index);
    yield index;
  }
  if (found.length === count) return { indices: found, sure: true };
  const nearest = [...fits.keys()].sort((p, q) => fits[q] - fits[p]);
  return { indices: nearest.slice(0, count), sure: false };
}
