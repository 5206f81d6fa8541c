// Settings that stand in a card's traits: a figure that changes them itself need not hear of it.

import { listen } from "./card.js";

/** The settings of these names: {now(), put(settings), stop()}. onOutside() hears of changes that put() did not make. */
export function settingsIn(model, names, onOutside) {
  let putting = false;
  return {
    now: () => Object.fromEntries(names.map((name) => [name, model.get(name)])),
    put(settings) {
      putting = true;
      for (const [name, value] of Object.entries(settings)) model.set(name, value);
      model.save_changes();
      putting = false;
    },
    stop: listen(model, names, () => {
      if (!putting) onOutside();
    }),
  };
}
