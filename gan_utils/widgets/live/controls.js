// The buttons that move a run on, and how fast.

import { button, choice } from "../ui/dom.js";
import { transport } from "../ui/transport.js";

// How often a second to ask for rounds, for how many, and for how long at most after the first.
const SPEEDS = {
  fast: { text: "as fast as it goes", rate: 60, steps: 1e9, milliseconds: 45 },
  frame: { text: "one round a frame", rate: 60, steps: 1, milliseconds: 0 },
  slow: { text: "slow motion", rate: 3, steps: 1, milliseconds: 0 },
};
const FIRST = "fast";
// Steps of D at once, so that it can run ahead of a G that waits.
const MANY = 50;

/**
 * The session's controls: {buttons, alone, speed, pause(), active(), stop()}; `alone` are buttons that move one player, by
 * their names. onAlone(), onRestart(), onReset() and onPause() hear of such a step, of the others, and of each pause.
 */
export function runControls(root, session, { onAlone, onRestart, onReset, onPause }) {
  let speed = FIRST;
  function advance() {
    if (session.busy()) return true;
    const { steps, milliseconds } = SPEEDS[speed];
    session.train(steps, milliseconds).then(() => {
      if (speed === "fast" && moving.active()) advance();
    });
    return !session.run.picture?.failure;
  }
  const moving = transport(root, {
    rate: () => SPEEDS[speed].rate,
    advance,
    step: () => session.train(1, 0),
    restart: onRestart,
    reset() {
      speed = FIRST;
      pace.show(speed);
      onReset();
    },
    onPause,
    settled: session.idle,
  });
  const alone = (name, text, kind, times) =>
    button(name, text, () => {
      moving.pause();
      onAlone();
      session.stepAlone(kind, times);
    });
  const texts = Object.fromEntries(Object.entries(SPEEDS).map(([name, { text }]) => [name, text]));
  const pace = choice("speed", "speed", texts, speed, (value) => {
    speed = value;
  });
  return {
    buttons: moving.buttons,
    alone: {
      d: alone("step-d", "Step D", "stepD", 1),
      manyD: alone(`step-d-${MANY}`, `Step D ×${MANY}`, "stepD", MANY),
      g: alone("step-g", "Step G", "stepG", 1),
    },
    speed: pace.row,
    pause: moving.pause,
    active: moving.active,
    stop: moving.stop,
  };
}
