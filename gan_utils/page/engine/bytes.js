// Bytes from Python, however the host hands them over.

/** A Uint8Array of a DataView, ArrayBuffer, typed array or base64 text: hosts differ. */
export function bytesOf(value) {
  if (typeof value === "string") return Uint8Array.from(atob(value), (letter) => letter.charCodeAt(0));
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  throw new TypeError("expected bytes as DataView, ArrayBuffer or base64 text");
}

/** Half-precision numbers (little-endian) as a Float32Array. */
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

/** Single-precision numbers (little-endian) as a Float32Array. */
export function singlesOf(value) {
  const bytes = bytesOf(value).slice(); // a copy starts where 4-byte numbers may start
  return new Float32Array(bytes.buffer);
}
