// The worker of CollapseLab: several runs by number, each message answered by one.

import { makeLab } from "./lab.js";

const labs = new Map();

/** What each kind of message does; the answer is a picture of the run, unless it says otherwise. */
const KINDS = {
  start({ id, settings, changes }) {
    labs.set(id, makeLab(settings, changes));
    return { target: labs.get(id).target() };
  },
  change({ id, settings }) {
    labs.get(id).change(settings);
    return { target: labs.get(id).target() };
  },
  train({ id, steps, milliseconds }) {
    const began = performance.now(), taken = labs.get(id).train(steps, milliseconds);
    return { taken, spent: performance.now() - began };
  },
  stepD: ({ id }) => labs.get(id).stepD(),
  stepG: ({ id }) => labs.get(id).stepG(),
  look() {},
};

self.onmessage = ({ data: message }) => {
  try {
    const extra = KINDS[message.kind](message);
    self.postMessage({ ...extra, picture: labs.get(message.id).picture(message.layers, message.at) });
  } catch (error) {
    self.postMessage({ error: error.message });
  }
};
