// A tape: operations on matrices that remember where they come from. A backward pass is made of the same operations, so
// that it can be differentiated again: unrolled steps and gradient penalties need no code of their own.

/**
 * @typedef {object} Matrix which lives until the memory is rewound to a mark made before it
 * @property {number} at its address
 * @property {number} rows
 * @property {number} columns
 * @property {Matrix[]} from what it was made of
 * @property {((g: Matrix, wants: boolean[]) => (Matrix | false)[]) | null} pull turns a gradient with respect to it
 *   into those with respect to `from`
 * @property {number} order later ones have larger numbers
 */

/** @typedef {ReturnType<typeof makeTape>} Tape */

/** @param {import("./kernel.js").Kernel} kernel whose memory the tape's matrices share */
export function makeTape(kernel) {
  let top = 16;
  let order = 0;

  /** A matrix without numbers yet, made of others: an operation fills it in. */
  function make(rows, columns, from = [], pull = null) {
    const at = top;
    top += (4 * rows * columns + 15) & ~15;
    kernel.reserve(top);
    return { at, rows, columns, from, pull, order: order++ };
  }
  /** The numbers of a matrix, to read or write now: growing memory moves them. */
  const numbers = (a) => kernel.heap().subarray(a.at >> 2, (a.at >> 2) + a.rows * a.columns);
  const size = (a) => a.rows * a.columns;

  function matrix(rows, columns, values = null) {
    const made = make(rows, columns);
    if (values) numbers(made).set(values);
    return made;
  }

  function product_(a, b, acrossA, acrossB) {
    const [m, k] = acrossA ? [a.columns, a.rows] : [a.rows, a.columns];
    const n = acrossB ? b.rows : b.columns;
    let right = b.at;
    // The kernel wants the rows of its right factor.
    if (acrossB && b.rows > 1 && b.columns > 1) {
      right = make(b.columns, b.rows).at;
      kernel.transpose(b.at, right, b.rows, b.columns);
    }
    return { m, n, k, right, strides: acrossA ? [4, 4 * a.columns] : [4 * a.columns, 4] };
  }
  /** a times b, either of them transposed first when asked. */
  function multiply(a, b, acrossA = false, acrossB = false) {
    const { m, n, k, right, strides } = product_(a, b, acrossA, acrossB);
    const out = make(m, n, [a, b], (g, wants) => [
      wants[0] && (acrossA ? multiply(b, g, acrossB, true) : multiply(g, b, false, !acrossB)),
      wants[1] && (acrossB ? multiply(g, a, true, acrossA) : multiply(a, g, !acrossA, false)),
    ]);
    kernel.multiply(a.at, ...strides, right, out.at, m, n, k, 0);
    return out;
  }
  /** x times weight, plus bias in every row: a layer, in one go. */
  function linear(x, weight, bias) {
    const out = make(x.rows, weight.columns, [x, weight, bias], (g, wants) => [
      wants[0] && multiply(g, weight, false, true),
      wants[1] && multiply(x, g, true),
      wants[2] && columnSums(g),
    ]);
    kernel.repeat(bias.at, out.at, x.rows, weight.columns);
    kernel.multiply(x.at, 4 * x.columns, 4, weight.at, out.at, x.rows, weight.columns, x.columns, 1);
    return out;
  }
  function columnSums(a) {
    const out = make(1, a.columns, [a], (g) => [repeat(g, a.rows)]);
    kernel.columnSums(a.at, out.at, a.rows, a.columns);
    return out;
  }
  function repeat(row, rows) {
    const out = make(rows, row.columns, [row], (g) => [columnSums(g)]);
    kernel.repeat(row.at, out.at, rows, row.columns);
    return out;
  }
  function relu(x) {
    const out = make(x.rows, x.columns, [x], (g) => [gate(g, x)]);
    kernel.relu(x.at, out.at, size(x));
    return out;
  }
  /** g where x > 0. It does not depend on x but where it jumps. */
  function gate(g, x) {
    const out = make(g.rows, g.columns, [g], (h) => [gate(h, x)]);
    kernel.gate(g.at, x.at, out.at, size(g));
    return out;
  }
  /** alpha a + beta b. */
  function combine(alpha, a, beta, b) {
    const out = make(a.rows, a.columns, [a, b], (g) => [scale(alpha, g), scale(beta, g)]);
    kernel.combine(alpha, a.at, beta, b.at, out.at, size(a));
    return out;
  }
  const add = (a, b) => combine(1, a, 1, b);
  function scale(factor, a) {
    if (factor === 1) return a;
    const out = make(a.rows, a.columns, [a], (g) => [scale(factor, g)]);
    kernel.combine(factor, a.at, 0, a.at, out.at, size(a));
    return out;
  }
  /** Number by number. */
  function times(a, b) {
    const out = make(a.rows, a.columns, [a, b], (g, wants) => [wants[0] && times(g, b), wants[1] && times(g, a)]);
    kernel.product(a.at, b.at, out.at, size(a));
    return out;
  }
  /** f of each number, for small matrices such as D's values; slope(out) gives the matrix of its derivatives. */
  function each(a, f, slope) {
    const out = make(a.rows, a.columns, [a], (g) => [times(g, slope(out))]);
    const [from, to] = [numbers(a), numbers(out)];
    for (let i = 0; i < to.length; i++) to[i] = f(from[i]);
    return out;
  }
  /** Numbers beyond -limit or limit become these. */
  function clipped(a, limit) {
    // As the matrix holds it.
    const bound = Math.fround(limit);
    return each(
      a,
      (x) => Math.min(bound, Math.max(-bound, x)),
      () =>
        matrix(
          a.rows,
          a.columns,
          numbers(a).map((x) => (Math.abs(x) <= bound ? 1 : 0)),
        ),
    );
  }
  /** factor a + shift. */
  function shifted(a, factor, shift) {
    const out = make(a.rows, a.columns, [a], (g) => [scale(factor, g)]);
    const [from, to] = [numbers(a), numbers(out)];
    for (let i = 0; i < to.length; i++) to[i] = factor * from[i] + shift;
    return out;
  }
  const softplus = (a) =>
    each(
      a,
      (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
      () => sigmoid(a),
    );
  const sigmoid = (a) =>
    each(
      a,
      (x) => 1 / (1 + Math.exp(-x)),
      (y) => times(y, shifted(y, -1, 1)),
    );
  const power = (a, p) =>
    each(
      a,
      (x) => x ** p,
      () => scale(p, power(a, p - 1)),
    );
  const exp = (a) => each(a, Math.exp, (y) => y);
  // Several times as fast as Math.tanh, and as exact once it is rounded to single precision, but for numbers below
  // 1e-8.
  const tanh = (a) =>
    each(
      a,
      (x) => 1 - 2 / (Math.exp(2 * x) + 1),
      (y) => shifted(times(y, y), -1, 1),
    );
  const abs = (a) => each(a, Math.abs, () => matrix(a.rows, a.columns, numbers(a).map(Math.sign)));
  /** factor times the sum of all numbers, 1 x 1. */
  function total(a, factor = 1) {
    const out = make(1, 1, [a], (g) => [spread(g, a.rows, a.columns, factor)]);
    let sum = 0;
    for (const value of numbers(a)) sum += value;
    numbers(out)[0] = factor * sum;
    return out;
  }
  /** A matrix of one number, times factor. */
  function spread(one, rows, columns, factor = 1) {
    const out = make(rows, columns, [one], (g) => [total(g, factor)]);
    numbers(out).fill(factor * numbers(one)[0]);
    return out;
  }
  const mean = (a) => total(a, 1 / size(a));
  /** The same numbers in another shape. */
  function reshape(a, rows, columns) {
    if (a.rows === rows) return a;
    return { at: a.at, rows, columns, from: [a], pull: (g) => [reshape(g, a.rows, a.columns)], order: order++ };
  }
  /** One step of Adam from x with the moments m and v: {rate, correction, epsilon} as the kernel takes them. */
  function adamStep(x, m, v, { rate, correction, epsilon }) {
    const out = make(x.rows, x.columns, [x, m, v], (g) => {
      const [toM, toV] = [matrix(x.rows, x.columns), matrix(x.rows, x.columns)];
      const [ms, vs, gs, ms_, vs_] = [m, v, g, toM, toV].map(numbers);
      for (let i = 0; i < gs.length; i++) {
        const root = Math.sqrt(vs[i]);
        const below = root / correction + epsilon;
        ms_[i] = (-rate * gs[i]) / below;
        // Where a gradient was always 0 the root has no derivative; taken as 0, as in gan_utils.training.
        vs_[i] = root > 1e-12 * correction ? (rate * ms[i] * gs[i]) / (below * below * 2 * root * correction) : 0;
      }
      // Constants: nothing here differentiates this step twice.
      return [g, toM, toV];
    });
    kernel.adamStep(x.at, m.at, v.at, out.at, rate, correction, epsilon, size(x));
    return out;
  }

  /**
   * The gradients of a 1 x 1 matrix with respect to `targets`: matrices, made by operations like all others. No target
   * may be made of another.
   */
  function gradients(loss, targets) {
    // Whether a matrix depends on a target.
    const concerned = new Map();
    const depends = (a) => {
      if (!concerned.has(a)) concerned.set(a, targets.includes(a) || a.from.map(depends).some(Boolean));
      return concerned.get(a);
    };
    depends(loss);
    const found = new Map([[loss, matrix(1, 1, [1])]]);
    const waiting = [...concerned.keys()].filter((a) => concerned.get(a)).sort((a, b) => b.order - a.order);
    for (const a of waiting) {
      const g = found.get(a);
      if (!g || !a.pull) continue;
      const wants = a.from.map((each) => concerned.get(each));
      a.pull(g, wants).forEach((part, i) => {
        if (!wants[i]) return;
        const before = found.get(a.from[i]);
        found.set(a.from[i], before ? add(before, part) : part);
      });
    }
    return targets.map(
      (target) => found.get(target) ?? matrix(target.rows, target.columns, new Float32Array(size(target))),
    );
  }

  return {
    make,
    matrix,
    numbers,
    gradients,
    multiply,
    linear,
    columnSums,
    repeat,
    relu,
    combine,
    add,
    scale,
    times,
    shifted,
    clipped,
    softplus,
    sigmoid,
    power,
    exp,
    tanh,
    abs,
    total,
    spread,
    mean,
    reshape,
    adamStep,
    mark: () => top,
    rewind: (mark) => {
      top = mark;
    },
  };
}
