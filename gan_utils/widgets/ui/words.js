// Numbers as people read them.

/** A number for people: `digits` significant figures, a true minus sign. */
export function pretty(value, digits = 4) {
  if (!Number.isFinite(value)) return "beyond the range of numbers";
  const size = Math.abs(value);
  const text =
    size !== 0 && (size < 1e-3 || size >= 1e6)
      ? value.toExponential(digits - 1)
      : String(Number(value.toPrecision(digits)));
  return text.replace(/-/g, "−").replace("e+", "e");
}

/** A number for people; what is very little is 0. */
export const prettyOrZero = (value, digits) => pretty(Math.abs(value) < 1e-12 ? 0 : value, digits);

/** A whole number for people, its thousands apart. */
export const grouped = (count) => count.toLocaleString("en");

/** How many there are of what one is called: 1 round, 2,000 rounds. */
export const counted = (count, one) => `${grouped(count)} ${one}${count === 1 ? "" : "s"}`;
