// The engine's inner loops over one block of float32 memory: in WebAssembly SIMD (kernel.ts), or here in JavaScript
// where a page may not run WebAssembly. Both sum in the same order and round after each operation: the same bits.

import { bytesOf } from "./bytes.js";
import { KERNEL } from "./kernel_bytes.js";

// Bytes; WebAssembly's memory grows in these.
const PAGE = 65536;
const FIRST_PAGES = 64;
// Half a gigabyte.
const MOST_PAGES = 8192;

/**
 * Addresses and strides are in bytes.
 *
 * @typedef {object} Kernel and all the loops of kernel.ts
 * @property {string} name
 * @property {() => Float32Array} heap the memory
 * @property {(bytes: number) => void} reserve makes it hold so many bytes, and may replace it
 * @property {(a: number, rowStride: number, columnStride: number, b: number, out: number, m: number, n: number, k:
 *   number, keep: number) => void} multiply
 * @property {(...numbers: number[]) => void} transpose
 * @property {(...numbers: number[]) => void} repeat
 * @property {(...numbers: number[]) => void} columnSums
 * @property {(...numbers: number[]) => void} relu
 * @property {(...numbers: number[]) => void} gate
 * @property {(...numbers: number[]) => void} combine
 * @property {(...numbers: number[]) => void} product
 * @property {(...numbers: number[]) => void} adamStep
 * @property {(program: string) => Record<string, (...numbers: number[]) => void> | null} load further loops over the same
 *   memory, from their bytes; null where there is no WebAssembly
 */

/**
 * @param {boolean} [wasm] whether it may be WebAssembly
 * @returns {Kernel}
 */
export function makeKernel(wasm = true) {
  // Some browsers and modes have none.
  if (wasm && typeof WebAssembly === "object") {
    try {
      return compiled();
    } catch (error) {
      // Refused by the page's rules, or a browser without SIMD. An engine that is merely slower is no fault.
      if (!(error instanceof EvalError || error instanceof WebAssembly.CompileError)) throw error;
    }
  }
  return interpreted();
}

function compiled() {
  const memory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: MOST_PAGES });
  const load = (program) =>
    new WebAssembly.Instance(new WebAssembly.Module(bytesOf(program)), { env: { memory } }).exports;
  let heap = new Float32Array(memory.buffer);
  return {
    name: "WebAssembly SIMD",
    ...load(KERNEL),
    load,
    heap: () => heap,
    reserve(bytes) {
      const pages = pagesFor(bytes, memory.buffer.byteLength);
      if (!pages) return;
      memory.grow(pages - memory.buffer.byteLength / PAGE);
      heap = new Float32Array(memory.buffer);
    },
  };
}

/** How many pages the memory should have to hold so many bytes; 0 when it has enough. Doubles, so that it seldom grows. */
function pagesFor(bytes, now) {
  if (bytes <= now) return 0;
  if (bytes > MOST_PAGES * PAGE) throw new RangeError("this network and batch need more memory than a page may take");
  return Math.min(MOST_PAGES, Math.max(Math.ceil(bytes / PAGE), (2 * now) / PAGE));
}

function interpreted() {
  let heap = new Float32Array((FIRST_PAGES * PAGE) / 4);
  const kernel = {
    name: "JavaScript",
    load: () => null,
    heap: () => heap,
    reserve(bytes) {
      const pages = pagesFor(bytes, heap.byteLength);
      if (!pages) return;
      const larger = new Float32Array((pages * PAGE) / 4);
      larger.set(heap);
      heap = larger;
    },
    multiply(a, rowStride, columnStride, b, out, m, n, k, keep) {
      // A local name is read much faster.
      const h = heap;
      const [first, down, across, right, to] = [a >> 2, rowStride >> 2, columnStride >> 2, b >> 2, out >> 2];
      for (let i = 0; i < m; i++) {
        const row = to + i * n;
        let j = 0;
        // Four sums at once, which run side by side in the processor.
        for (; j + 4 <= n; j += 4) {
          let [s0, s1, s2, s3] = [0, 0, 0, 0];
          if (keep) [s0, s1, s2, s3] = [h[row + j], h[row + j + 1], h[row + j + 2], h[row + j + 3]];
          for (let p = 0, x = first + i * down, y = right + j; p < k; p++, x += across, y += n) {
            s0 = Math.fround(s0 + Math.fround(h[x] * h[y]));
            s1 = Math.fround(s1 + Math.fround(h[x] * h[y + 1]));
            s2 = Math.fround(s2 + Math.fround(h[x] * h[y + 2]));
            s3 = Math.fround(s3 + Math.fround(h[x] * h[y + 3]));
          }
          h[row + j] = s0;
          h[row + j + 1] = s1;
          h[row + j + 2] = s2;
          h[row + j + 3] = s3;
        }
        for (; j < n; j++) {
          let sum = keep ? h[row + j] : 0;
          for (let p = 0, x = first + i * down, y = right + j; p < k; p++, x += across, y += n)
            sum = Math.fround(sum + Math.fround(h[x] * h[y]));
          h[row + j] = sum;
        }
      }
    },
    transpose(a, out, rows, columns) {
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++) heap[(out >> 2) + j * rows + i] = heap[(a >> 2) + i * columns + j];
    },
    repeat(row, out, rows, columns) {
      for (let i = 0; i < rows; i++) heap.copyWithin((out >> 2) + i * columns, row >> 2, (row >> 2) + columns);
    },
    columnSums(a, out, rows, columns) {
      heap.fill(0, out >> 2, (out >> 2) + columns);
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++)
          heap[(out >> 2) + j] = Math.fround(heap[(out >> 2) + j] + heap[(a >> 2) + i * columns + j]);
    },
    relu: (x, out, count) => kernel.gate(x, x, out, count),
    gate(g, x, out, count) {
      for (let i = 0; i < count; i++) heap[(out >> 2) + i] = heap[(x >> 2) + i] <= 0 ? 0 : heap[(g >> 2) + i];
    },
    combine(alpha, a, beta, b, out, count) {
      const [p, q] = [Math.fround(alpha), Math.fround(beta)];
      for (let i = 0; i < count; i++)
        heap[(out >> 2) + i] = Math.fround(Math.fround(p * heap[(a >> 2) + i]) + Math.fround(q * heap[(b >> 2) + i]));
    },
    product(a, b, out, count) {
      for (let i = 0; i < count; i++) heap[(out >> 2) + i] = heap[(a >> 2) + i] * heap[(b >> 2) + i];
    },
    adamStep(x, m, v, out, rate, correction, epsilon, count) {
      const [r, c, e] = [Math.fround(rate), Math.fround(correction), Math.fround(epsilon)];
      for (let i = 0; i < count; i++) {
        const below = Math.fround(Math.fround(Math.fround(Math.sqrt(heap[(v >> 2) + i])) / c) + e);
        heap[(out >> 2) + i] = heap[(x >> 2) + i] - Math.fround(r * Math.fround(heap[(m >> 2) + i] / below));
      }
    },
  };
  return kernel;
}
