// The worker's side of the messages: several runs by number, each message answered by one.

/**
 * Answers messages about runs that makeRun(settings, changes, constants) begins: {target, picture, change, train, stepD,
 * stepG}. The constants are the card's, which a worker does not see.
 */
export function serve(makeRun) {
  const runs = new Map();
  /** What each kind of message does; the answer is a picture of the run, unless it says otherwise. */
  const kinds = {
    start({ id, settings, changes, constants }) {
      runs.set(id, makeRun(settings, changes, constants));
      return { target: runs.get(id).target() };
    },
    change({ id, settings }) {
      runs.get(id).change(settings);
      return { target: runs.get(id).target() };
    },
    train({ id, steps, milliseconds }) {
      const began = performance.now();
      const taken = runs.get(id).train(steps, milliseconds);
      return { taken, spent: performance.now() - began };
    },
    stepD: ({ id, times }) => runs.get(id).stepD(times),
    stepG: ({ id }) => runs.get(id).stepG(),
    look() {},
  };
  self.onmessage = ({ data: message }) => {
    try {
      const extra = kinds[message.kind](message);
      self.postMessage({ ...extra, picture: runs.get(message.id).picture(message.layers, message.at) });
    } catch (error) {
      self.postMessage({ error: error.message });
    }
  };
}
