// V(x, y) = xy: the same update rules as gan_utils/games/bilinear.py. x descends, y ascends.

/**
 * @typedef {object} Settings with Python's names
 * @property {string} method
 * @property {number} lr
 * @property {number} [momentum]
 * @property {"x" | "y"} [first]
 * @property {number} [beta]
 * @property {number} [unroll]
 * @property {number} [unroll_lr]
 */

/**
 * The rules by their names: where the players are and were, [x, y, pastX, pastY], and the settings in; where they go,
 * out.
 *
 * @type {Record<string, (players: number[], s: Settings) => number[]>}
 */
export const METHODS = {
  flow: ([x, y], s) => [x * Math.cos(s.lr) - y * Math.sin(s.lr), x * Math.sin(s.lr) + y * Math.cos(s.lr)],
  simultaneous: ([x, y, pastX, pastY], s) => [
    x - s.lr * y + s.momentum * (x - pastX),
    y + s.lr * x + s.momentum * (y - pastY),
  ],
  alternating([x, y, pastX, pastY], s) {
    if (s.first === "x") {
      const newX = x - s.lr * y + s.momentum * (x - pastX);
      return [newX, y + s.lr * newX + s.momentum * (y - pastY)];
    }
    const newY = y + s.lr * x + s.momentum * (y - pastY);
    return [x - s.lr * newY + s.momentum * (x - pastX), newY];
  },
  extragradient([x, y], s) {
    const aheadX = x - s.lr * y;
    const aheadY = y + s.lr * x;
    return [x - s.lr * aheadY, y + s.lr * aheadX];
  },
  optimistic: ([x, y, pastX, pastY], s) => [x - s.lr * (2 * y - pastY), y + s.lr * (2 * x - pastX)],
  proximal: ([x, y], s) => [(x - s.lr * y) / (1 + s.lr * s.lr), (y + s.lr * x) / (1 + s.lr * s.lr)],
  consensus: ([x, y], s) => [x - s.lr * (y + s.beta * x), y + s.lr * (x - s.beta * y)],
  unrolled: ([x, y], s) => [x - s.lr * (y + 2 * s.unroll * s.unroll_lr * x), y + s.lr * x],
};

/**
 * Where an orbit is that leaves the range of numbers: its further signs nobody knows.
 *
 * @param {number[]} point its last
 * @returns {number[]}
 */
export const farAway = (point) => point.map((number) => (number < 0 || Object.is(number, -0) ? -Infinity : Infinity));

const hasMomentum = (s) => s.momentum !== 0 && (s.method === "simultaneous" || s.method === "alternating");

/**
 * @param {Settings} s
 * @returns {number[][]} the one-round map as rows: 2 x 2, or 4 x 4 where the rule remembers the round before
 */
export function bilinearMatrix(s) {
  const columns = [0, 1, 2, 3].map((i) =>
    METHODS[s.method](
      [0, 1, 2, 3].map((j) => (i === j ? 1 : 0)),
      s,
    ),
  );
  if (s.method !== "optimistic" && !hasMomentum(s)) return [0, 1].map((row) => [columns[0][row], columns[1][row]]);
  const rows = [0, 1].map((row) => columns.map((column) => column[row]));
  return [...rows, [1, 0, 0, 0], [0, 1, 0, 0]];
}

/**
 * What the method keeps the same along every orbit. Far out it is a small difference of large squares: `lost` says that
 * rounding has left no digit of it.
 *
 * @param {Settings} s
 * @param {number} x
 * @param {number} y
 * @returns {{formula: string, value: number, lost: boolean} | null} null where there is nothing
 */
export function conserved(s, x, y) {
  const said = (formula, mixed) => {
    const value = form(x, y, mixed);
    return { formula, value, lost: Math.abs(value) < 1e-10 * (x * x + y * y) };
  };
  if (s.method === "flow") return said("x² + y²", 0);
  if (s.method !== "alternating" || hasMomentum(s)) return null;
  return s.first === "x" ? said("x² + y² − γxy", -s.lr) : said("x² + y² + γxy", s.lr);
}

/** x² + y² + mixed x y: in the unit of the larger of the two, or overflown terms could leave NaN. */
function form(x, y, mixed) {
  const unit = Math.max(Math.abs(x), Math.abs(y));
  if (unit === 0 || unit === Infinity) return unit;
  const [a, b] = [x / unit, y / unit];
  return (a * a + b * b + mixed * a * b) * unit * unit;
}
