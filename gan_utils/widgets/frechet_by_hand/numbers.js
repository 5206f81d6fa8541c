// Boxes for the numbers of FrechetByHand's Gaussians.

import { element, numberBox } from "../ui/dom.js";

/**
 * Boxes for the five numbers of "real" or "generated": {place, show()}. get() is the Gaussian, onChange(next) hears what
 * it is to be.
 *
 * @param {"real" | "generated"} which
 * @param {import("./traits.js").Ranges} ranges
 * @param {() => import("./gaussians.js").Gaussian} get
 * @param {(next: import("./gaussians.js").Gaussian) => void} onChange
 */
export function makeNumbers(which, ranges, get, onChange) {
  const within = (list, k, value) => list.map((old, i) => (i === k ? value : old));
  const field = (name, label, part, k, range, step) => ({
    ...numberBox(`${which}-${name}`, label, { ...range, step, value: 0 }, (value) =>
      onChange({ ...get(), [part]: k === null ? value : within(get()[part], k, value) }),
    ),
    now: () => (k === null ? get()[part] : get()[part][k]),
  });
  const fields = [
    field("mean-x", "mean x", "mean", 0, ranges.mean, 0.05),
    field("mean-y", "mean y", "mean", 1, ranges.mean, 0.05),
    field("sigma-1", "σ₁", "stds", 0, ranges.std, 0.05),
    field("sigma-2", "σ₂", "stds", 1, ranges.std, 0.05),
    field("angle", "angle, °", "angle", null, ranges.angle, 1),
  ];
  const place = element(
    "div",
    { className: `gan-numbers gan-${which}`, role: "group" },
    element("h4", { textContent: which }),
    ...fields.map(({ row }) => row),
  );
  place.setAttribute("aria-label", `${which}, in numbers`);
  return { place, show: () => fields.forEach(({ show, now }) => show(Number(now().toFixed(4)))) };
}
