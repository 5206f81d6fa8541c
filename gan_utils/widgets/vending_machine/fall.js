// The fall of the newest samples.

import { clamp } from "../../page/engine/numbers.js";

const FALL = 450; // milliseconds

/** {now(), begin(batch, still), forget()}: how many of the newest samples are falling, and how far they are, from 0 to 1. */
export function makeFall(root, redraw) {
  let batch = 0;
  let fall = 1;
  let started = 0;
  function drop(now) {
    fall = clamp((now - started) / FALL, 0, 1);
    redraw();
    if (fall < 1 && root.isConnected) requestAnimationFrame(drop);
  }
  return {
    now: () => ({ batch, fall }),
    begin(count, still) {
      [batch, fall, started] = [count, still ? 1 : 0, performance.now()];
      if (!still) requestAnimationFrame(drop);
    },
    forget() {
      batch = 0;
    },
  };
}
