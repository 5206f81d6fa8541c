// Buttons that set a figure in motion.

import { button } from "./dom.js";
import { player } from "./player.js";

/**
 * Play (or another `name` for it), step, restart where there is one, and reset: {buttons, pause(), active(), stop()}. step(), restart(), from the
 * beginning with what is set, and reset(), as first shown, pause first; onPause() hears of each pause, and so does the card,
 * by an event, once what settled() waits for has come.
 */
export function transport(
  root,
  { name = "Play", rate, advance, step = advance, restart, reset, onPause = () => {}, settled = () => {} },
) {
  let wasOn = false;
  const play = button("play", name, () => playing.play(!playing.playing()));
  const playing = player(
    root,
    rate,
    () => {
      if (advance() === false) playing.play(false);
    },
    (on) => {
      play.textContent = on ? "Pause" : name;
      play.dataset.playing = on;
      if (on) wasOn = true;
      else onPause();
      // Only what was playing has something to sum up.
      if (!on && wasOn) {
        wasOn = false;
        Promise.resolve(settled()).then(() => root.dispatchEvent(new Event("pause")));
      }
    },
  );
  const after = (action) => () => {
    playing.play(false);
    action();
  };
  return {
    buttons: [
      play,
      button("step", "Step", after(step)),
      ...(restart ? [button("restart", "Restart", after(restart))] : []),
      button("reset", "Reset", after(reset)),
    ],
    pause: () => playing.play(false),
    active: playing.active,
    stop: playing.stop,
  };
}
