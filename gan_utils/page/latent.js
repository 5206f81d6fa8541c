// Paths and sums in latent space: the same as gan_utils/latent.py.

const inner = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);

/**
 * @param {number[]} z
 * @returns {number} its length
 */
export const norm = (z) => Math.sqrt(inner(z, z));

// Radians: nearer to a half turn the way round is decided by rounding.
const OPPOSITE = 1e-6;

/** A point over its length. Its largest number is divided out first: the square of that may leave the numbers. */
function unit(z) {
  const most = Math.max(...z.map(Math.abs));
  const scaled = z.map((value) => value / most);
  const length = norm(scaled);
  return scaled.map((value) => value / length);
}

/** The angle between two directions, by the lengths of their sum and difference: exact near 0 and a half turn, too. */
function angleBetween(a, b) {
  const [one, other] = [unit(a), unit(b)];
  return 2 * Math.atan2(norm(one.map((value, i) => value - other[i])), norm(one.map((value, i) => value + other[i])));
}

/**
 * The straight path.
 *
 * @param {number[]} a
 * @param {number[]} b
 * @param {number} t from 0 to 1
 * @returns {number[]}
 */
export const lerp = (a, b, t) => a.map((value, i) => (1 - t) * value + t * b[i]);

/**
 * The path that turns at a constant rate.
 *
 * @param {number[]} a
 * @param {number[]} b
 * @param {number} t from 0 to 1
 * @returns {number[] | null} null where the points are opposite, which Python refuses: they have no such path
 */
export function slerp(a, b, t) {
  if ([a, b].some((point) => point.every((value) => value === 0))) return lerp(a, b, t);
  const angle = angleBetween(a, b);
  if (angle === 0) return lerp(a, b, t);
  if (Math.PI - angle < OPPOSITE) return null;
  const [first, second] = [Math.sin((1 - t) * angle) / Math.sin(angle), Math.sin(t * angle) / Math.sin(angle)];
  return a.map((value, i) => first * value + second * b[i]);
}

const PATHS = { lerp, slerp };

/**
 * The point of a triangle: from a to b first, then towards c.
 *
 * @param {"lerp" | "slerp"} method
 * @param {number[][]} corners a, b and c
 * @param {number[]} weights of the corners, of sum 1
 * @returns {number[]}
 */
export function blend(method, [a, b, c], [wa, wb, wc]) {
  // A straight way where there is no shorter arc.
  const between = (one, other, t) => PATHS[method](one, other, t) ?? lerp(one, other, t);
  if (wa + wb === 0) return c;
  return between(between(a, b, wb / (wa + wb)), c, wc);
}

/**
 * One point of Python's `walk`.
 *
 * @param {"lerp" | "slerp"} method
 * @param {number[][]} points at least two; each leg is as long as the others
 * @param {number} share of the path, from 0 to 1
 * @returns {number[]}
 */
export function along(method, points, share) {
  const passed = share * (points.length - 1);
  const leg = Math.min(Math.floor(passed), points.length - 2);
  return PATHS[method](points[leg], points[leg + 1], passed - leg) ?? points[leg];
}

/**
 * @param {number[][]} points latent points, or images, at least one
 * @returns {number[]} their mean
 */
export const mean = (points) =>
  points[0].map((_, i) => points.reduce((sum, point) => sum + point[i], 0) / points.length);

/**
 * What the points of a group have and those of a second lack, added to those of a third: a - b + c.
 *
 * @param {number[][]} means of the three groups, which Python takes from the groups themselves
 * @returns {number[]}
 */
export const arithmetic = ([a, b, c]) => a.map((value, i) => value - b[i] + c[i]);
