// Bytes from Python, however the host hands them over.

/**
 * @param {DataView | ArrayBuffer | ArrayBufferView | string} value hosts differ; a text is base64
 * @returns {Uint8Array}
 */
export function bytesOf(value) {
  if (typeof value === "string") return Uint8Array.from(atob(value), (letter) => letter.charCodeAt(0));
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  throw new TypeError("expected bytes as DataView, ArrayBuffer or base64 text");
}
