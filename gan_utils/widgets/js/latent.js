// Paths through latent space: the same as gan_utils/latent.py.

const inner = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);

export const norm = (z) => Math.sqrt(inner(z, z));

export const lerp = (a, b, t) => a.map((value, i) => (1 - t) * value + t * b[i]);

/** The path that turns at a constant rate. Opposite points have no such path: then null. */
export function slerp(a, b, t) {
  const lengths = [norm(a), norm(b)];
  if (lengths[0] === 0 || lengths[1] === 0) return lerp(a, b, t);
  const [unitA, unitB] = [a.map((value) => value / lengths[0]), b.map((value) => value / lengths[1])];
  const cosine = Math.min(1, Math.max(-1, inner(unitA, unitB)));
  const angle = Math.acos(cosine);
  if (Math.sin(angle) < 1e-6) return cosine < 0 ? null : lerp(a, b, t);
  const [first, second] = [Math.sin((1 - t) * angle) / Math.sin(angle), Math.sin(t * angle) / Math.sin(angle)];
  return a.map((value, i) => first * value + second * b[i]);
}

const PATHS = { lerp, slerp };

/** The point of a triangle a, b, c with these weights (their sum is 1): from a to b first, then towards c. */
export function blend(method, [a, b, c], [wa, wb, wc]) {
  const between = PATHS[method];
  if (wa + wb === 0) return c;
  return between(between(a, b, wb / (wa + wb)), c, wc);
}

/** The point at `share` (0 to 1) of a path through several points, each leg as long as the others. */
export function along(method, points, share) {
  const place = share * (points.length - 1);
  const leg = Math.min(Math.floor(place), points.length - 2);
  return PATHS[method](points[leg], points[leg + 1], place - leg) ?? points[leg];
}
