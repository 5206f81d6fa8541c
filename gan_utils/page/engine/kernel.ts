// The engine's inner loops in WebAssembly SIMD, written in AssemblyScript. `make kernel` builds kernel_bytes.js from
// this file. Addresses and strides are in bytes, numbers are float32, matrices lie row by row.
// Each output is summed in the order in which kernel.js sums it, so that both give the same bits.

/**
 * out (m x n) = a (m x k) times b (k x n), or out += that when `keep` is 1. The strides of a are those between its rows
 * and between its columns: with the two exchanged, a is read as its transpose.
 */
export function multiply(
  a: usize, rowStride: usize, columnStride: usize, b: usize, out: usize, m: i32, n: i32, k: i32, keep: i32
): void {
  if (n < 8) {
    narrow(a, rowStride, columnStride, b, out, m, n, k, keep);
    return;
  }
  const width: usize = <usize>n << 2;
  let i = 0;
  for (; i + 4 <= m; i += 4) {
    const a0 = a + <usize>i * rowStride;
    const o0 = out + <usize>i * width, o1 = o0 + width, o2 = o1 + width, o3 = o2 + width;
    let j: usize = 0;
    for (; j + 32 <= width; j += 32) {
      let s00 = start(o0 + j, keep), s01 = start(o0 + j + 16, keep);
      let s10 = start(o1 + j, keep), s11 = start(o1 + j + 16, keep);
      let s20 = start(o2 + j, keep), s21 = start(o2 + j + 16, keep);
      let s30 = start(o3 + j, keep), s31 = start(o3 + j + 16, keep);
      let x = a0, y = b + j;
      for (let p = 0; p < k; p++) {
        const y0 = v128.load(y), y1 = v128.load(y, 16);
        const x0 = v128.load32_splat(x), x1 = v128.load32_splat(x + rowStride);
        s00 = f32x4.add(s00, f32x4.mul(x0, y0));
        s01 = f32x4.add(s01, f32x4.mul(x0, y1));
        s10 = f32x4.add(s10, f32x4.mul(x1, y0));
        s11 = f32x4.add(s11, f32x4.mul(x1, y1));
        const x2 = v128.load32_splat(x + 2 * rowStride), x3 = v128.load32_splat(x + 3 * rowStride);
        s20 = f32x4.add(s20, f32x4.mul(x2, y0));
        s21 = f32x4.add(s21, f32x4.mul(x2, y1));
        s30 = f32x4.add(s30, f32x4.mul(x3, y0));
        s31 = f32x4.add(s31, f32x4.mul(x3, y1));
        x += columnStride;
        y += width;
      }
      v128.store(o0 + j, s00); v128.store(o0 + j, s01, 16);
      v128.store(o1 + j, s10); v128.store(o1 + j, s11, 16);
      v128.store(o2 + j, s20); v128.store(o2 + j, s21, 16);
      v128.store(o3 + j, s30); v128.store(o3 + j, s31, 16);
    }
    for (; j < width; j += 4) {
      let s0 = begin(o0 + j, keep), s1 = begin(o1 + j, keep), s2 = begin(o2 + j, keep), s3 = begin(o3 + j, keep);
      let x = a0, y = b + j;
      for (let p = 0; p < k; p++) {
        const y0 = load<f32>(y);
        s0 += load<f32>(x) * y0;
        s1 += load<f32>(x + rowStride) * y0;
        s2 += load<f32>(x + 2 * rowStride) * y0;
        s3 += load<f32>(x + 3 * rowStride) * y0;
        x += columnStride;
        y += width;
      }
      store<f32>(o0 + j, s0); store<f32>(o1 + j, s1); store<f32>(o2 + j, s2); store<f32>(o3 + j, s3);
    }
  }
  for (; i < m; i++) {
    const a0 = a + <usize>i * rowStride, o0 = out + <usize>i * width;
    let j: usize = 0;
    for (; j + 32 <= width; j += 32) {
      let s0 = start(o0 + j, keep), s1 = start(o0 + j + 16, keep);
      let x = a0, y = b + j;
      for (let p = 0; p < k; p++) {
        const x0 = v128.load32_splat(x);
        s0 = f32x4.add(s0, f32x4.mul(x0, v128.load(y)));
        s1 = f32x4.add(s1, f32x4.mul(x0, v128.load(y, 16)));
        x += columnStride;
        y += width;
      }
      v128.store(o0 + j, s0); v128.store(o0 + j, s1, 16);
    }
    for (; j < width; j += 4) {
      let s0 = begin(o0 + j, keep);
      let x = a0, y = b + j;
      for (let p = 0; p < k; p++) {
        s0 += load<f32>(x) * load<f32>(y);
        x += columnStride;
        y += width;
      }
      store<f32>(o0 + j, s0);
    }
  }
}

/** The same for results of few columns: sixteen rows at once, four in a vector. */
function narrow(
  a: usize, rowStride: usize, columnStride: usize, b: usize, out: usize, m: i32, n: i32, k: i32, keep: i32
): void {
  const width: usize = <usize>n << 2;
  let i = 0;
  for (; i + 16 <= m; i += 16) {
    const a0 = a + <usize>i * rowStride, a4 = a0 + 4 * rowStride, a8 = a4 + 4 * rowStride, a12 = a8 + 4 * rowStride;
    const o = out + <usize>i * width;
    for (let j: usize = 0; j < width; j += 4) {
      let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
      if (keep) {
        s0 = gather(o + j, width);
        s1 = gather(o + 4 * width + j, width);
        s2 = gather(o + 8 * width + j, width);
        s3 = gather(o + 12 * width + j, width);
      }
      let y = b + j, x: usize = 0;
      if (rowStride == 4) { // the rows lie next to each other
        for (let p = 0; p < k; p++) {
          const y0 = v128.load32_splat(y);
          s0 = f32x4.add(s0, f32x4.mul(v128.load(a0 + x), y0));
          s1 = f32x4.add(s1, f32x4.mul(v128.load(a4 + x), y0));
          s2 = f32x4.add(s2, f32x4.mul(v128.load(a8 + x), y0));
          s3 = f32x4.add(s3, f32x4.mul(v128.load(a12 + x), y0));
          x += columnStride;
          y += width;
        }
      } else {
        for (let p = 0; p < k; p++) {
          const y0 = v128.load32_splat(y);
          s0 = f32x4.add(s0, f32x4.mul(gather(a0 + x, rowStride), y0));
          s1 = f32x4.add(s1, f32x4.mul(gather(a4 + x, rowStride), y0));
          s2 = f32x4.add(s2, f32x4.mul(gather(a8 + x, rowStride), y0));
          s3 = f32x4.add(s3, f32x4.mul(gather(a12 + x, rowStride), y0));
          x += columnStride;
          y += width;
        }
      }
      scatter(o + j, width, s0);
      scatter(o + 4 * width + j, width, s1);
      scatter(o + 8 * width + j, width, s2);
      scatter(o + 12 * width + j, width, s3);
    }
  }
  for (; i < m; i++) for (let j: usize = 0; j < width; j += 4) {
    const o = out + <usize>i * width + j;
    let s0 = begin(o, keep), x = a + <usize>i * rowStride, y = b + j;
    for (let p = 0; p < k; p++) {
      s0 += load<f32>(x) * load<f32>(y);
      x += columnStride;
      y += width;
    }
    store<f32>(o, s0);
  }
}

/** Four numbers that lie `stride` apart. */
// @ts-ignore: decorator
@inline
function gather(place: usize, stride: usize): v128 {
  const two = v128.load_lane<f32>(place + stride, v128.load32_zero(place), 1);
  return v128.load_lane<f32>(place + 3 * stride, v128.load_lane<f32>(place + 2 * stride, two, 2), 3);
}

// @ts-ignore: decorator
@inline
function scatter(place: usize, stride: usize, s: v128): void {
  v128.store_lane<f32>(place, s, 0);
  v128.store_lane<f32>(place + stride, s, 1);
  v128.store_lane<f32>(place + 2 * stride, s, 2);
  v128.store_lane<f32>(place + 3 * stride, s, 3);
}

// @ts-ignore: decorator
@inline
function start(place: usize, keep: i32): v128 {
  return keep ? v128.load(place) : f32x4.splat(0);
}

// @ts-ignore: decorator
@inline
function begin(place: usize, keep: i32): f32 {
  return keep ? load<f32>(place) : 0;
}

/** out (columns x rows) = the transpose of a (rows x columns). */
export function transpose(a: usize, out: usize, rows: i32, columns: i32): void {
  const width: usize = <usize>columns << 2, height: usize = <usize>rows << 2;
  let i = 0;
  for (; i + 4 <= rows; i += 4) {
    let x = a + <usize>i * width, to = out + (<usize>i << 2), j = 0;
    for (; j + 4 <= columns; j += 4, x += 16, to += 4 * height) {
      const r0 = v128.load(x), r1 = v128.load(x + width), r2 = v128.load(x + 2 * width), r3 = v128.load(x + 3 * width);
      const p0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), p1 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const q0 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), q1 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<f32>(p0, q0, 0, 1, 4, 5));
      v128.store(to + height, v128.shuffle<f32>(p0, q0, 2, 3, 6, 7));
      v128.store(to + 2 * height, v128.shuffle<f32>(p1, q1, 0, 1, 4, 5));
      v128.store(to + 3 * height, v128.shuffle<f32>(p1, q1, 2, 3, 6, 7));
    }
    for (; j < columns; j++, x += 4, to += height)
      for (let r: usize = 0; r < 4; r++) store<f32>(to + 4 * r, load<f32>(x + r * width));
  }
  for (; i < rows; i++) for (let j = 0; j < columns; j++)
    store<f32>(out + ((<usize>j * <usize>rows + <usize>i) << 2), load<f32>(a + ((<usize>i * <usize>columns + <usize>j) << 2)));
}

/** Each of `rows` rows of out = row. */
export function repeat(row: usize, out: usize, rows: i32, columns: i32): void {
  const width: usize = <usize>columns << 2;
  for (let i = 0; i < rows; i++, out += width) memory.copy(out, row, width);
}

/** out = the sum of the rows of a. */
export function columnSums(a: usize, out: usize, rows: i32, columns: i32): void {
  const width: usize = <usize>columns << 2;
  let j: usize = 0;
  for (; j + 16 <= width; j += 16) {
    let sum = f32x4.splat(0);
    for (let i = 0, x = a + j; i < rows; i++, x += width) sum = f32x4.add(sum, v128.load(x));
    v128.store(out + j, sum);
  }
  for (; j < width; j += 4) {
    let sum: f32 = 0;
    for (let i = 0, x = a + j; i < rows; i++, x += width) sum += load<f32>(x);
    store<f32>(out + j, sum);
  }
}

/** out = x, but 0 where x <= 0; what is not a number stays so. */
export function relu(x: usize, out: usize, count: i32): void {
  gate(x, x, out, count);
}

/** out = g, but 0 where x <= 0. */
export function gate(g: usize, x: usize, out: usize, count: i32): void {
  const end = g + (<usize>count << 2);
  for (; g + 16 <= end; g += 16, x += 16, out += 16)
    v128.store(out, v128.andnot(v128.load(g), f32x4.le(v128.load(x), f32x4.splat(0))));
  for (; g < end; g += 4, x += 4, out += 4) store<f32>(out, load<f32>(x) <= 0 ? 0 : load<f32>(g));
}

/** out = alpha a + beta b. */
export function combine(alpha: f32, a: usize, beta: f32, b: usize, out: usize, count: i32): void {
  const end = a + (<usize>count << 2), alphas = f32x4.splat(alpha), betas = f32x4.splat(beta);
  for (; a + 16 <= end; a += 16, b += 16, out += 16)
    v128.store(out, f32x4.add(f32x4.mul(alphas, v128.load(a)), f32x4.mul(betas, v128.load(b))));
  for (; a < end; a += 4, b += 4, out += 4) store<f32>(out, alpha * load<f32>(a) + beta * load<f32>(b));
}

/** out = a times b, number by number. */
export function product(a: usize, b: usize, out: usize, count: i32): void {
  const end = a + (<usize>count << 2);
  for (; a + 16 <= end; a += 16, b += 16, out += 16) v128.store(out, f32x4.mul(v128.load(a), v128.load(b)));
  for (; a < end; a += 4, b += 4, out += 4) store<f32>(out, load<f32>(a) * load<f32>(b));
}

/**
 * The step of Adam (arXiv:1412.6980, algorithm 1): out = x - rate * m / (sqrt(v) / correction + epsilon), where
 * rate and correction hold what the two moments, m and v, are corrected by.
 */
export function adamStep(
  x: usize, m: usize, v: usize, out: usize, rate: f32, correction: f32, epsilon: f32, count: i32
): void {
  const end = x + (<usize>count << 2);
  const rates = f32x4.splat(rate), corrections = f32x4.splat(correction), epsilons = f32x4.splat(epsilon);
  for (; x + 16 <= end; x += 16, m += 16, v += 16, out += 16) {
    const below = f32x4.add(f32x4.div(f32x4.sqrt(v128.load(v)), corrections), epsilons);
    v128.store(out, f32x4.sub(v128.load(x), f32x4.mul(rates, f32x4.div(v128.load(m), below))));
  }
  for (; x < end; x += 4, m += 4, v += 4, out += 4) {
    const below = sqrt<f32>(load<f32>(v)) / correction + epsilon;
    store<f32>(out, load<f32>(x) - rate * (load<f32>(m) / below));
  }
}
