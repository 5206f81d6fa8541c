// Numbers from Python's bytes.

import { bytesOf } from "./bytes.js";

/**
 * @param {Parameters<typeof bytesOf>[0]} value half-precision numbers, little-endian
 * @returns {Float32Array}
 */
export function halvesOf(value) {
  const bytes = bytesOf(value);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const numbers = new Float32Array(bytes.byteLength / 2);
  for (let i = 0; i < numbers.length; i++) {
    const bits = view.getUint16(2 * i, true);
    const sign = bits >> 15 ? -1 : 1;
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    if (exponent === 31) numbers[i] = fraction ? NaN : sign * Infinity;
    else if (exponent === 0) numbers[i] = sign * fraction * 2 ** -24;
    else numbers[i] = sign * (1024 + fraction) * 2 ** (exponent - 25);
  }
  return numbers;
}

/**
 * @param {Parameters<typeof bytesOf>[0]} value single-precision numbers, little-endian
 * @returns {Float32Array}
 */
export function singlesOf(value) {
  const bytes = bytesOf(value).slice(); // a copy starts where 4-byte numbers may start
  return new Float32Array(bytes.buffer);
}
