// The worker's side of the messages: several runs by number, each message answered by one.

// Runs that are kept to compare the current one with.
const MOST_KEPT = 3;

/**
 * Answers messages about runs that makeRun(settings, changes, constants, data) begins: {target, picture, change, train, back,
 * film, stepD, stepG}, or what of it the figure offers, and what else it asks of them by name. The constants are the card's, which a worker does not
 * see; the data are what the page sent last.
 */
export function serve(makeRun) {
  const runs = new Map();
  let kept = [];
  let data;
  const told = () => ({ kept: kept.map(({ words, curves }) => ({ words, curves })) });
  /** What each kind of message does; the answer is a picture of the run, unless it says otherwise. */
  const kinds = {
    start({ id, settings, changes, constants, data: fresh }) {
      data = fresh ?? data;
      runs.set(id, makeRun(settings, changes, constants, data));
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
    back: ({ id, place }) => runs.get(id).back(place),
    keep({ id, words }) {
      kept = [...kept, { words, ...runs.get(id).film() }].slice(-MOST_KEPT);
      return told();
    },
    drop({ place }) {
      kept = kept.filter((_, i) => i !== place);
      return told();
    },
    stepD: ({ id, times }) => runs.get(id).stepD(times),
    stepG: ({ id }) => runs.get(id).stepG(),
    look() {},
  };
  function answerTo(message) {
    const { id, kind, layers, at, milliseconds, name, value } = message;
    if (kind === "ask") return { told: runs.get(id)[name](value) };
    const extra = kinds[kind](message);
    // Beside it, what was kept last was like at the same round.
    const beside = kept[kept.length - 1]?.records ?? null;
    return { ...extra, picture: runs.get(id).picture(layers, at, { beside, playing: milliseconds > 0 }) };
  }
  self.onmessage = ({ data: message }) => {
    try {
      self.postMessage(answerTo(message));
    } catch (error) {
      self.postMessage({ error: error.message });
    }
  };
}
