// What plain numbers need.

/** The number of [low, high] that is nearest to `value`. */
export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
