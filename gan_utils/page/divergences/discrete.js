// Divergences between distributions over the same places: those of gan_utils/divergences/discrete.py, all in one pass.

/** log(a / b), exact where the two are close and where their ratio is no number. */
function logRatio(a, b) {
  const change = (a - b) / b;
  return Math.abs(change) < 0.5 ? Math.log1p(change) : Math.log(a) - Math.log(b);
}

/**
 * The most that these divergences can be; no rounding takes one beyond.
 *
 * @type {Record<string, number>}
 */
export const HIGHEST = { js: Math.LN2, tv: 1, hellinger: 2 };

/**
 * @param {ArrayLike<number>} p probabilities of the places
 * @param {ArrayLike<number>} q probabilities of the same places
 * @returns {Record<"kl" | "reverse_kl" | "js" | "tv" | "pearson" | "hellinger", number>} Infinity where they are
 *   infinite or larger than any number
 */
export function divergences(p, q) {
  let kl = 0;
  let reverse = 0;
  let js = 0;
  let tv = 0;
  let pearson = 0;
  let hellinger = 0;
  for (let i = 0; i < p.length; i++) {
    const a = p[i];
    const b = q[i];
    if (a === 0 && b === 0) continue;
    tv += Math.abs(a - b) / 2;
    hellinger += ((a - b) / (Math.sqrt(a) + Math.sqrt(b))) ** 2;
    const tilt = (a - b) / (a + b);
    for (const way of [tilt, -tilt]) if (way > -1) js += ((a + b) / 4) * (1 + way) * Math.log1p(way);
    if (a > 0) kl += b > 0 ? a * logRatio(a, b) : Infinity;
    if (b > 0) reverse += a > 0 ? b * logRatio(b, a) : Infinity;
    // The root, as a / b may leave the numbers where this does not.
    pearson += b > 0 ? ((a - b) / Math.sqrt(b)) ** 2 : Infinity;
  }
  // Equal distributions may round below 0.
  const found = { kl, reverse_kl: reverse, js, tv, pearson, hellinger };
  for (const name of Object.keys(found)) found[name] = Math.min(HIGHEST[name] ?? Infinity, Math.max(0, found[name]));
  return found;
}

/**
 * A divergence by its name in the f-GAN paper's table.
 *
 * @param {string} name of a row of F_DIVERGENCES
 * @param {Record<string, number>} found what divergences() gives
 * @returns {number}
 */
export function fDivergence(name, found) {
  if (name === "js") return 2 * found.js;
  return name === "gan" ? 2 * found.js - 2 * Math.LN2 : found[name];
}
