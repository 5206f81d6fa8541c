// Pictures that are dragged on.

import { KEYS } from "./keys.js";

const SIDEWAYS = 6; // pixels after which a finger drags

/**
 * Lets an element be dragged, with the pointer and with the arrow keys; Home, End, Page Up and Page Down take ten of their
 * steps. drag(x, y, dx, dy) gets the place within it and the way since the last call; nudge(right, up) gets -1, 0 or 1;
 * done() is called when the pointer lets go.
 *
 * A mouse takes hold everywhere. A finger takes hold where grabs(x, y) says that there is a handle; elsewhere, and where a
 * figure has no handles (`grabs` left out), what moves sideways drags, what moves up or down scrolls the page, and a tap sets.
 */
export function draggable(target, { drag, nudge, grabs = () => false, done = () => {} }) {
  let last = null;
  let waiting = null; // a finger's first touch, which may come to be a scroll
  const placeOf = (event) => {
    const box = target.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  function move(event) {
    const [x, y] = placeOf(event);
    const [dx, dy] = last ? [x - last[0], y - last[1]] : [0, 0];
    last = [x, y];
    drag(x, y, dx, dy);
  }
  function end() {
    if (last) done();
    last = waiting = null;
  }
  target.addEventListener(
    "touchstart",
    (event) => {
      if (grabs(...placeOf(event.touches[0])) && event.cancelable) event.preventDefault();
    },
    { passive: false },
  );
  target.onpointerdown = (event) => {
    target.setPointerCapture(event.pointerId);
    if (event.pointerType === "touch" && !grabs(...placeOf(event))) waiting = event;
    else move(event);
  };
  target.onpointermove = (event) => {
    if (waiting) {
      const [across, down] = [event.clientX - waiting.clientX, event.clientY - waiting.clientY].map(Math.abs);
      // The first move comes also where the browser then takes the finger for a scroll.
      if (across <= Math.max(down, SIDEWAYS)) return;
      move(waiting);
      waiting = null;
    }
    if (last) move(event);
  };
  target.onpointerup = () => {
    if (waiting) move(waiting);
    end();
  };
  target.onpointercancel = end;
  target.onkeydown = (event) => {
    const way = KEYS[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation(); // the theme would turn the page
    const [right, up, times] = way;
    for (let i = 0; i < times; i++) nudge(right, up);
    target.dispatchEvent(new Event("nudged", { bubbles: true }));
  };
}
