// How many modes the samples reach: the same as gan_utils/metrics/modes.py.

// Standard deviations from a mode's centre, within which a sample is one of its.
export const THRESHOLD = 3;

/**
 * @param {ArrayLike<number>} points x and y one after another
 * @param {{centers: number[][], std: number}} target
 * @returns {{captured: number, highQuality: number, counts: number[]}}
 */
export function modeCoverage(points, { centers, std }) {
  const counts = new Array(centers.length).fill(0);
  const reach = (THRESHOLD * std) ** 2;
  for (let i = 0; i < points.length; i += 2) {
    let nearest = 0;
    let least = Infinity;
    centers.forEach(([x, y], mode) => {
      const square = (points[i] - x) ** 2 + (points[i + 1] - y) ** 2;
      if (square < least) [nearest, least] = [mode, square];
    });
    if (least <= reach) counts[nearest] += 1;
  }
  const good = counts.reduce((sum, count) => sum + count, 0);
  return { captured: counts.filter(Boolean).length, highQuality: (2 * good) / points.length, counts };
}

// What a run must reach to count as one: a share of the ring's radius, of the samples, of the modes.
const RESTLESS = 0.25;
const GOOD = 0.5;
const ANY_GOOD = 0.25;
const FEW = 0.5;

/**
 * What a run on a ring of modes does, in Python's words.
 *
 * @param {{captured: number, modes: number, highQuality: number}} found
 * @param {number} moved how far the samples' mean has moved in 100 steps
 * @param {number} radius of the ring
 * @returns {"hops" | "sits" | "covers" | "between"}
 */
export function regime({ captured, modes, highQuality }, moved, radius) {
  if (moved >= RESTLESS * radius) return "hops";
  if (captured === modes && highQuality >= GOOD) return "covers";
  return captured <= FEW * modes && highQuality >= ANY_GOOD ? "sits" : "between";
}
