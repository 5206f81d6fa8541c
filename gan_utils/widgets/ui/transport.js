// Buttons that set a figure in motion.

import { button } from "./dom.js";
import { player } from "./player.js";

/**
 * Play, step and reset: {buttons, pause(), active(), stop()}. step() and reset() pause first; onPause() hears of each pause,
 * and so does the card, by an event.
 */
export function transport(root, { rate, advance, step = advance, reset, onPause = () => {} }) {
  let wasOn = false;
  const play = button("play", "Play", () => playing.play(!playing.playing()));
  const playing = player(
    root,
    rate,
    () => {
      if (advance() === false) playing.play(false);
    },
    (on) => {
      play.textContent = on ? "Pause" : "Play";
      play.dataset.playing = on;
      if (on) wasOn = true;
      else onPause();
      // Only what was playing has something to sum up.
      if (!on && wasOn) {
        wasOn = false;
        root.dispatchEvent(new Event("pause"));
      }
    },
  );
  const after = (action) => () => {
    playing.play(false);
    action();
  };
  return {
    buttons: [play, button("step", "Step", after(step)), button("reset", "Reset", after(reset))],
    pause: () => playing.play(false),
    active: playing.active,
    stop: playing.stop,
  };
}
