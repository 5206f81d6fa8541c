// The distance that counts how far mass has to move: gan_utils/divergences/transport.py, for as many samples of one kind as of
// the other.

/** The mean distance between sorted samples, as many of one kind as of the other: their Wasserstein-1 distance. */
export function wasserstein1(a, b) {
  const [one, other] = [a, b].map((samples) => Float64Array.from(samples).sort());
  return one.reduce((sum, value, i) => sum + Math.abs(value - other[i]), 0) / one.length;
}
