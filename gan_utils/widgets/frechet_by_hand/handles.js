// The handles of FrechetByHand's Gaussians: buttons over its picture, to drag or to move with the arrow keys.

import { clamp } from "../../page/engine/numbers.js";
import { button } from "../ui/dom.js";
import { draggable } from "../ui/drag.js";
import { axesOf, placed } from "./gaussians.js";

// Handles of the axes stand at so many standard deviations.
export const SIGMAS = 2;
const HALF = 14;

/**
 * Where each handle stands, what becomes of a Gaussian when it is put elsewhere, and when an arrow key is pressed.
 *
 * @param {import("./traits.js").Ranges} ranges
 */
export function handlesWithin(ranges) {
  const tidy = (value, { min, max }) => clamp(Number(value.toFixed(2)), min, max);
  const centred = (gaussian, [x, y]) => ({ ...gaussian, mean: [tidy(x, ranges.mean), tidy(y, ranges.mean)] });
  const stretched = (gaussian, k, std) => ({
    ...gaussian,
    stds: gaussian.stds.map((old, i) => (i === k ? tidy(std, ranges.std) : old)),
  });
  const turned = (gaussian, degrees) => ({
    ...gaussian,
    angle: tidy(degrees - 360 * Math.round(degrees / 360), ranges.angle),
  });
  return {
    centre: {
      says: "centre. The arrow keys move it",
      at: ({ mean }) => mean,
      put: centred,
      nudge: (gaussian, right, up) => centred(gaussian, [gaussian.mean[0] + 0.1 * right, gaussian.mean[1] + 0.1 * up]),
    },
    "axis-1": {
      says: "first axis. Up and down make it longer and shorter, left and right turn it",
      at: (gaussian) => placed(gaussian, [SIGMAS, 0]),
      put(gaussian, [x, y]) {
        const [dx, dy] = [x - gaussian.mean[0], y - gaussian.mean[1]];
        const long = stretched(gaussian, 0, Math.hypot(dx, dy) / SIGMAS);
        return dx || dy ? turned(long, (Math.atan2(dy, dx) * 180) / Math.PI) : long;
      },
      nudge: (gaussian, right, up) =>
        turned(stretched(gaussian, 0, gaussian.stds[0] + 0.05 * up), gaussian.angle - 5 * right),
    },
    "axis-2": {
      says: "second axis. The arrow keys make it longer and shorter",
      at: (gaussian) => placed(gaussian, [0, SIGMAS]),
      put(gaussian, [x, y]) {
        const [gx, gy] = axesOf(gaussian)[1];
        const [dx, dy] = [x - gaussian.mean[0], y - gaussian.mean[1]];
        return stretched(gaussian, 1, Math.abs(dx * gx + dy * gy) / gaussian.stds[1] / SIGMAS);
      },
      nudge: (gaussian, right, up) => stretched(gaussian, 1, gaussian.stds[1] + 0.05 * (right + up)),
    },
  };
}

/**
 * The handles of "real" or "generated": {buttons, place(view)}, which puts them where they belong. get() is the
 * Gaussian, onMove(next) hears what it is to be.
 *
 * @param {"real" | "generated"} which
 * @param {import("./traits.js").Ranges} ranges
 * @param {() => import("./gaussians.js").Gaussian} get
 * @param {(next: import("./gaussians.js").Gaussian) => void} onMove
 */
export function makeHandles(which, ranges, get, onMove) {
  let view = null;
  const made = Object.entries(handlesWithin(ranges)).map(([kind, { says, at, put, nudge }]) => {
    const handle = button(`${which}-${kind}`, "", null, { className: `gan-handle gan-${which}` });
    handle.dataset.kind = kind;
    handle.setAttribute("aria-label", `${which}, ${says}`);
    // Where on the handle the pointer took hold.
    let hold = null;
    draggable(handle, {
      grabs: () => true,
      drag(x, y) {
        hold ??= [x - HALF, y - HALF];
        const across = handle.offsetLeft + x - hold[0];
        const down = handle.offsetTop + y - hold[1];
        onMove(put(get(), [view.fromX(across), view.fromY(down)]));
      },
      nudge: (right, up) => onMove(nudge(get(), right, up)),
      done() {
        hold = null;
      },
    });
    return { handle, at };
  });
  function place(next) {
    view = next;
    const { left, right, top, bottom } = view.box;
    for (const { handle, at } of made) {
      const [x, y] = at(get());
      // What lies outside the picture is to be had at its edge.
      handle.style.left = `${clamp(view.x(x), left, right) - HALF}px`;
      handle.style.top = `${clamp(view.y(y), top, bottom) - HALF}px`;
    }
  }
  return { buttons: made.map(({ handle }) => handle), place };
}
