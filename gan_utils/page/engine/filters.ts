// The inner loops of convolutions and batch normalisation in WebAssembly SIMD, written in AssemblyScript. `make kernel`
// builds filters_bytes.js from this file. Addresses are in bytes, numbers are float32, matrices lie row by row; an
// image is so many rows, one a pixel. Each output is summed in the order in which filters.js sums it: the same bits.

// @ts-ignore: decorator
@inline
function copy(from: usize, to: usize, bytes: usize): void {
  const end = from + bytes;
  for (; from + 16 <= end; from += 16, to += 16) v128.store(to, v128.load(from));
  for (; from < end; from += 4, to += 4) store<f32>(to, load<f32>(from));
}

// @ts-ignore: decorator
@inline
function clear(to: usize, bytes: usize): void {
  const end = to + bytes;
  for (; to + 16 <= end; to += 16) v128.store(to, f32x4.splat(0));
  for (; to < end; to += 4) store<f32>(to, 0);
}

// @ts-ignore: decorator
@inline
function join(from: usize, to: usize, bytes: usize): void {
  const end = from + bytes;
  for (; from + 16 <= end; from += 16, to += 16) v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
  for (; from < end; from += 4, to += 4) store<f32>(to, load<f32>(to) + load<f32>(from));
}

/**
 * A row of out for each place of a filter: the pixels that it covers there, 0 beyond the image. The images are
 * side x side pixels, the places small x small.
 */
export function unfold(
  x: usize, out: usize, images: i32, side: i32, small: i32, channels: i32, filter: i32, stride: i32, padding: i32
): void {
  const pixel: usize = <usize>channels << 2, row: usize = pixel * <usize>side, image: usize = row * <usize>side;
  for (let n = 0; n < images; n++, x += image)
    for (let r = 0; r < small; r++) for (let c = 0; c < small; c++)
      for (let k = 0; k < filter; k++) {
        const line = stride * r + k - padding, first = stride * c - padding;
        if (line < 0 || line >= side) {
          clear(out, pixel * <usize>filter);
          out += pixel * <usize>filter;
          continue;
        }
        const low = max(first, 0), high = min(first + filter, side);
        clear(out, pixel * <usize>(low - first));
        out += pixel * <usize>(low - first);
        copy(x + <usize>line * row + <usize>low * pixel, out, pixel * <usize>(high - low));
        out += pixel * <usize>(high - low);
        clear(out, pixel * <usize>(first + filter - high));
        out += pixel * <usize>(first + filter - high);
      }
}

/** The transpose of unfold: each place's row of a is added to the pixels that the filter covers there. */
export function fold(
  a: usize, out: usize, images: i32, side: i32, small: i32, channels: i32, filter: i32, stride: i32, padding: i32
): void {
  const pixel: usize = <usize>channels << 2, row: usize = pixel * <usize>side, image: usize = row * <usize>side;
  clear(out, image * <usize>images);
  for (let n = 0; n < images; n++, out += image)
    for (let r = 0; r < small; r++) for (let c = 0; c < small; c++)
      for (let k = 0; k < filter; k++, a += pixel * <usize>filter) {
        const line = stride * r + k - padding, first = stride * c - padding;
        if (line < 0 || line >= side) continue;
        const low = max(first, 0), high = min(first + filter, side);
        join(
          a + pixel * <usize>(low - first), out + <usize>line * row + <usize>low * pixel, pixel * <usize>(high - low)
        );
      }
}

/** out = the sum, down each column, of a times b. */
export function columnDots(a: usize, b: usize, out: usize, rows: i32, columns: i32): void {
  const width: usize = <usize>columns << 2;
  let j: usize = 0;
  for (; j + 64 <= width; j += 64) {
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    for (let i = 0, x = a + j, y = b + j; i < rows; i++, x += width, y += width) {
      s0 = f32x4.add(s0, f32x4.mul(v128.load(x), v128.load(y)));
      s1 = f32x4.add(s1, f32x4.mul(v128.load(x, 16), v128.load(y, 16)));
      s2 = f32x4.add(s2, f32x4.mul(v128.load(x, 32), v128.load(y, 32)));
      s3 = f32x4.add(s3, f32x4.mul(v128.load(x, 48), v128.load(y, 48)));
    }
    v128.store(out + j, s0); v128.store(out + j, s1, 16); v128.store(out + j, s2, 32); v128.store(out + j, s3, 48);
  }
  for (; j + 16 <= width; j += 16) {
    let sum = f32x4.splat(0);
    for (let i = 0, x = a + j, y = b + j; i < rows; i++, x += width, y += width)
      sum = f32x4.add(sum, f32x4.mul(v128.load(x), v128.load(y)));
    v128.store(out + j, sum);
  }
  for (; j < width; j += 4) {
    let sum: f32 = 0;
    for (let i = 0, x = a + j, y = b + j; i < rows; i++, x += width, y += width) sum += load<f32>(x) * load<f32>(y);
    store<f32>(out + j, sum);
  }
}

/** out = x, each column times its number in scale, plus its number in shift. */
export function affine(x: usize, scale: usize, shift: usize, out: usize, rows: i32, columns: i32): void {
  const width: usize = <usize>columns << 2;
  for (let i = 0; i < rows; i++, x += width, out += width) {
    let j: usize = 0;
    for (; j + 16 <= width; j += 16)
      v128.store(
        out + j, f32x4.add(f32x4.mul(v128.load(x + j), v128.load(scale + j)), v128.load(shift + j))
      );
    for (; j < width; j += 4) store<f32>(out + j, load<f32>(x + j) * load<f32>(scale + j) + load<f32>(shift + j));
  }
}

/** out = g where x > 0, slope times g elsewhere. */
export function leakyGate(g: usize, x: usize, slope: f32, out: usize, count: i32): void {
  const end = g + (<usize>count << 2), slopes = f32x4.splat(slope);
  for (; g + 16 <= end; g += 16, x += 16, out += 16) {
    const value = v128.load(g);
    v128.store(out, v128.bitselect(value, f32x4.mul(value, slopes), f32x4.gt(v128.load(x), f32x4.splat(0))));
  }
  for (; g < end; g += 4, x += 4, out += 4) {
    const value = load<f32>(g);
    store<f32>(out, load<f32>(x) > 0 ? value : slope * value);
  }
}
