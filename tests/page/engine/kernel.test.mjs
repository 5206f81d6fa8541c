// The kernel: WebAssembly and JavaScript bit for bit, both against plain loops in double precision, memory, and when
// the page falls back from one to the other.

import assert from "node:assert/strict";
import test from "node:test";
import { assertSameBits, source } from "../shared.mjs";

const { makeKernel } = await source("page/engine/kernel.js");

const SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 32, 33, 64, 65, 66];
const ROUNDING = 2 ** -24; // of one float32 operation
const AWKWARD = [
  NaN,
  Infinity,
  -Infinity,
  -0,
  0,
  2 ** -149,
  -(2 ** -140),
  2 ** -126,
  3.4e38,
  -3.4e38,
  2 ** -75,
  1 + 2 ** -23,
];
const kernels = [makeKernel(true), makeKernel(false)];

/** Numbers about 1 of either sign; every third of them awkward when asked. */
function someNumbers(count, awkward) {
  let state = 12345;
  return Float32Array.from({ length: count }, (_, i) => {
    state = (Math.imul(state, 1103515245) + 12345) | 0;
    return awkward && i % 3 === 0 ? AWKWARD[(state >>> 16) % AWKWARD.length] : (state >> 8) / 2 ** 23;
  });
}
const USUAL = someNumbers(30000, false);
const UNUSUAL = someNumbers(30000, true);

/** Places for lists of these lengths, each at an odd multiple of 4 bytes, with a number between two of them. */
function places(...counts) {
  let top = 4;
  return [
    ...counts.map((count) => {
      const at = top;
      top += 4 * (count + 1 + (count % 2));
      return at;
    }),
    top,
  ];
}

/**
 * Calls a function of both kernels on the same memory; the whole memory must then be the same. Returns it before and
 * after. `positive` is a place from which on no number is negative.
 */
function onBoth(what, bytes, awkward, call, positive = Infinity) {
  let before = (awkward ? UNUSUAL : USUAL).subarray(0, bytes / 4 + 8);
  if (positive < bytes) before = before.map((value, i) => (4 * i < positive ? value : Math.abs(value)));
  const [fast, plain] = kernels.map((kernel) => {
    kernel.heap().set(before);
    call(kernel);
    return kernel.heap().subarray(0, before.length);
  });
  assertSameBits(fast, plain, what);
  return { before, after: fast };
}

const slice = (numbers, at, count) => numbers.subarray(at / 4, at / 4 + count);

/** Fails unless each number is within the rounding of the sum of term(i, 0), ..., term(i, count - 1). */
function assertSums(found, count, term, what) {
  for (let i = 0; i < found.length; i++) {
    let sum = 0;
    let size = 0;
    for (let p = 0; p < count; p++) {
      const part = term(i, p);
      sum += part;
      size += Math.abs(part);
    }
    if (!(Math.abs(found[i] - sum) <= (count + 1) * ROUNDING * size))
      assert.fail(`${what}: number ${i} is ${found[i]}, not ${sum}`);
  }
}

/** Fails unless everything outside of a list is as it was. */
function assertRestKept({ before, after }, at, count, what) {
  assertSameBits(after.subarray(0, at / 4), before.subarray(0, at / 4), `${what}, before the result`);
  const [kept, was] = [after, before].map((numbers) => numbers.subarray(at / 4 + count));
  assertSameBits(kept, was, `${what}, behind the result`);
}

for (const across of [false, true]) {
  test(`multiply, ${across ? "left factor read as its transpose" : "rows times columns"}, all sizes, new and added`, () => {
    for (const m of SIZES)
      for (const n of SIZES)
        for (const k of SIZES)
          for (const keep of [0, 1]) {
            const what = `${m} x ${k} times ${k} x ${n}, keep ${keep}`;
            const [a, b, out, top] = places(m * k, k * n, m * n);
            const strides = across ? [4, 4 * m] : [4 * k, 4];
            const memory = onBoth(what, top, false, (kernel) => kernel.multiply(a, ...strides, b, out, m, n, k, keep));
            const [x, y, old] = [
              [a, m * k],
              [b, k * n],
              [out, m * n],
            ].map((part) => slice(memory.before, ...part));
            if (m * n * k < 20000)
              assertSums(
                slice(memory.after, out, m * n),
                k + keep,
                (at, p) => {
                  if (p === k) return old[at];
                  const i = Math.floor(at / n);
                  return (across ? x[p * m + i] : x[i * k + p]) * y[p * n + at - i * n];
                },
                what,
              );
            assertRestKept(memory, out, m * n, what);
          }
  });
}

test("multiply is the same bits for NaN, infinities, -0 and subnormal numbers", () => {
  for (const m of [1, 4, 5, 9])
    for (const n of [1, 7, 8, 17])
      for (const k of [0, 1, 2, 5])
        for (const keep of [0, 1]) {
          const [a, b, out, top] = places(m * k, k * n, m * n);
          const what = `${m} x ${k} times ${k} x ${n}, keep ${keep}`;
          onBoth(what, top, true, (kernel) => kernel.multiply(a, 4 * k, 4, b, out, m, n, k, keep));
          onBoth(`${what}, across`, top, true, (kernel) => kernel.multiply(a, 4, 4 * m, b, out, m, n, k, keep));
        }
});

test("transpose, repeat and columnSums, all sizes", () => {
  for (const rows of SIZES)
    for (const columns of SIZES)
      for (const awkward of [false, true]) {
        const what = `${rows} x ${columns}`;
        const count = rows * columns;
        const [a, out, top] = places(count, count);

        const turned = onBoth(`transpose ${what}`, top, awkward, (kernel) => kernel.transpose(a, out, rows, columns));
        const from = slice(turned.before, a, count);
        const expected = Float32Array.from(from, (_, at) => from[(at % rows) * columns + Math.floor(at / rows)]);
        assertSameBits(slice(turned.after, out, count), expected, `transpose ${what}`);
        assertRestKept(turned, out, count, `transpose ${what}`);

        const repeated = onBoth(`repeat ${what}`, top, awkward, (kernel) => kernel.repeat(a, out, rows, columns));
        const row = slice(repeated.before, a, columns);
        const rowsOf = Float32Array.from(from, (_, at) => row[at % columns]);
        assertSameBits(slice(repeated.after, out, count), rowsOf, `repeat ${what}`);
        assertRestKept(repeated, out, count, `repeat ${what}`);

        const summed = onBoth(`columnSums ${what}`, top, awkward, (kernel) => kernel.columnSums(a, out, rows, columns));
        assertRestKept(summed, out, columns, `columnSums ${what}`);
        if (!awkward)
          assertSums(slice(summed.after, out, columns), rows, (j, i) => from[i * columns + j], `columnSums ${what}`);
      }
});

/** name -> how to call it on lists a, b, c and out, and its result in double precision. */
const EACH = {
  relu: { call: (kernel, { a, out, count }) => kernel.relu(a, out, count), plain: (a) => (a > 0 ? a : 0) },
  gate: { call: (kernel, { a, b, out, count }) => kernel.gate(a, b, out, count), plain: (a, b) => (b > 0 ? a : 0) },
  product: { call: (kernel, { a, b, out, count }) => kernel.product(a, b, out, count), plain: (a, b) => a * b },
  combine: {
    call: (kernel, { a, b, out, count }) => kernel.combine(-0.7, a, 1.3, b, out, count),
    plain: (a, b) => -0.7 * a + 1.3 * b,
    size: (a, b) => Math.abs(a) + 2 * Math.abs(b),
  },
  "combine of one list": {
    // as a scaled matrix is made
    call: (kernel, { a, out, count }) => kernel.combine(-2.5, a, 0, a, out, count),
    plain: (a) => -2.5 * a,
  },
  adamStep: {
    call: (kernel, { a, b, c, out, count }) => kernel.adamStep(a, b, c, out, 0.02, 0.3, 1e-3, count),
    plain: (a, b, c) => a - (0.02 * b) / (Math.sqrt(c) / 0.3 + 1e-3),
    size: (a, b, c) => 2 * Math.abs(a) + (0.1 * Math.abs(b)) / (Math.sqrt(c) / 0.3 + 1e-3),
  },
};

for (const [name, { call, plain, size = (...all) => Math.abs(plain(...all)) }] of Object.entries(EACH)) {
  test(`${name}, all sizes`, () => {
    for (const count of [...SIZES, 1000])
      for (const awkward of [false, true]) {
        const what = `${name} of ${count}`;
        const [a, b, c, out, top] = places(count, count, count, count);
        const memory = onBoth(what, top, awkward, (kernel) => call(kernel, { a, b, c, out, count }), c);
        const [x, y, z] = [a, b, c].map((at) => slice(memory.before, at, count));
        if (!awkward)
          slice(memory.after, out, count).forEach((value, i) => {
            const expected = plain(x[i], y[i], z[i]);
            const tolerance = 4 * ROUNDING * size(x[i], y[i], z[i]) + 2 ** -149;
            assert.ok(Math.abs(value - expected) <= tolerance, `${what}: ${value}, not ${expected}`);
          });
        assertRestKept(memory, out, count, what);
      }
  });
}

test("relu and gate let nothing through at 0 and -0, and hand on what they let through as it is", () => {
  const x = [0, -0, 2 ** -149, Infinity, -Infinity, -(2 ** -149), 1, -1, 3, 0, 2, 5];
  const g = [1, NaN, -0, NaN, NaN, Infinity, -Infinity, 4, 2 ** -149, -1, -5, NaN];
  for (const kernel of kernels)
    for (const count of [5, 11, 12]) {
      const [atG, atX, out] = places(count, count, count);
      const heap = kernel.heap();
      slice(heap, atX, count).set(x.slice(0, count));
      slice(heap, atG, count).set(g.slice(0, count));
      for (const [what, from] of [
        ["gate", g],
        ["relu", x],
      ]) {
        if (what === "gate") kernel.gate(atG, atX, out, count);
        else kernel.relu(atX, out, count);
        const expected = Float32Array.from({ length: count }, (_, i) => (x[i] > 0 ? from[i] : 0));
        assertSameBits(slice(heap, out, count), expected, `${kernel.name}, ${what}`);
      }
    }
});

test("a result may take the place of an argument", () => {
  const count = 21;
  const [a, b, top] = places(count, count);
  const ways = {
    combine: { call: (kernel) => kernel.combine(1, a, 1, b, b, count), plain: (x, y) => x + y, out: b },
    product: { call: (kernel) => kernel.product(a, b, a, count), plain: (x, y) => x * y, out: a },
    gate: { call: (kernel) => kernel.gate(a, b, a, count), plain: (x, y) => (y > 0 ? x : 0), out: a },
    relu: { call: (kernel) => kernel.relu(a, a, count), plain: (x) => Math.max(x, 0), out: a },
    adamStep: {
      call: (kernel) => kernel.adamStep(a, b, b, a, 0.1, 1, 1, count),
      plain: (x, y) => x - (0.1 * y) / (Math.sqrt(y) + 1),
      out: a,
    },
  };
  for (const [what, { call, plain, out }] of Object.entries(ways)) {
    const memory = onBoth(what, top, false, call, b);
    const [x, y] = [a, b].map((at) => slice(memory.before, at, count));
    slice(memory.after, out, count).forEach((value, i) =>
      assert.ok(Math.abs(value - plain(x[i], y[i])) < 3e-7, `${what}: ${value}, not ${plain(x[i], y[i])}`),
    );
  }
});

// Memory.

for (const wasm of [true, false]) {
  const name = wasm ? "WebAssembly" : "JavaScript";

  test(`${name}: memory that grows keeps its numbers, and results go into the new memory`, () => {
    const kernel = makeKernel(wasm);
    const first = kernel.heap();
    kernel.reserve(first.byteLength);
    assert.equal(kernel.heap(), first, "what is there need not grow");
    first.set(USUAL);
    const before = Float32Array.from(first);
    kernel.reserve(first.byteLength + 1);
    const grown = kernel.heap();
    const size = before.byteLength;
    assert.equal(grown.byteLength, 2 * size, "it doubles, so that it seldom grows");
    assertSameBits(grown.subarray(0, before.length), before, "what it held");
    assert.ok(
      grown.subarray(before.length).every((value) => Object.is(value, 0)),
      "the new part is 0",
    );
    kernel.product(4, 8, size, 1000);
    const products = before.slice(1, 1001).map((value, i) => value * before[i + 2]);
    assertSameBits(slice(kernel.heap(), size, 1000), products, "products in the new part");
    kernel.multiply(4, 12, 4, 40, size, 3, 3, 3, 1);
    kernel.repeat(4, size + 4000, 2, 10);
    assertSameBits(slice(kernel.heap(), size + 4040, 10), before.subarray(1, 11), "a row repeated there");
    kernel.reserve(5 * size + 3);
    assert.equal(kernel.heap().byteLength, 5 * size + 65536, "as much as is asked for, when that is more than twice");
    assertSameBits(kernel.heap().subarray(0, before.length), before, "what it held, twice grown");
  });

  test(`${name}: more memory than a page may take is refused and leaves the kernel as it was`, () => {
    const kernel = makeKernel(wasm);
    const before = kernel.heap();
    for (const bytes of [2 ** 29 + 1, 2 ** 33, Infinity])
      assert.throws(() => kernel.reserve(bytes), { name: "RangeError", message: /more memory than a page may take/ });
    assert.equal(kernel.heap(), before);
  });
}

// Which of the two a page gets.

/** Calls `look` while `WebAssembly` is `stand_in`, or is not there at all. */
function withWebAssembly(standIn, look) {
  const real = Object.getOwnPropertyDescriptor(globalThis, "WebAssembly");
  delete globalThis.WebAssembly;
  if (standIn) Object.defineProperty(globalThis, "WebAssembly", { value: standIn, configurable: true, writable: true });
  try {
    return look();
  } finally {
    Object.defineProperty(globalThis, "WebAssembly", real);
  }
}

/** WebAssembly whose `part` throws this. */
function throwing(part, error) {
  class Refused {
    constructor() {
      throw error;
    }
  }
  return Object.create(WebAssembly, { [part]: { value: Refused } });
}

test("WebAssembly is taken where it is there, and JavaScript when asked for", () => {
  assert.equal(makeKernel().name, "WebAssembly SIMD");
  assert.equal(makeKernel(false).name, "JavaScript");
  const functions = (kernel) =>
    Object.keys(kernel)
      .filter((key) => typeof kernel[key] === "function")
      .sort();
  assert.deepEqual(functions(makeKernel()), functions(makeKernel(false)));
});

test("a page that refuses WebAssembly, or a browser that does not know SIMD, gets JavaScript", () => {
  const { CompileError } = WebAssembly;
  for (const error of [
    new CompileError("Wasm code generation disallowed by embedder"),
    new EvalError("blocked by CSP"),
  ])
    assert.equal(
      withWebAssembly(throwing("Module", error), () => makeKernel().name),
      "JavaScript",
      error.name,
    );
});

test("a browser without WebAssembly gets JavaScript", () => {
  assert.equal(
    withWebAssembly(null, () => makeKernel().name),
    "JavaScript",
  );
});

test("JavaScript that was asked for does not touch WebAssembly", () => {
  assert.equal(
    withWebAssembly(null, () => makeKernel(false).name),
    "JavaScript",
  );
});

test("other errors are not swallowed", () => {
  const errors = [TypeError, RangeError, WebAssembly.LinkError, Error].map((Kind) => new Kind("a slip"));
  for (const part of ["Memory", "Module", "Instance"])
    for (const error of errors) {
      const make = () => withWebAssembly(throwing(part, error), () => makeKernel());
      assert.throws(make, (thrown) => thrown === error, `${part}: ${error.name}`);
    }
});
