// A card's traits: setting several, hearing of changes, and settings that stand in them.

/** Sets several traits at once. */
export function setAll(model, values) {
  for (const [name, value] of Object.entries(values)) model.set(name, value);
  model.save_changes();
}

/** Calls refresh() when one of the traits changes. Returns a function that stops it. */
export function listen(model, traits, refresh) {
  for (const trait of traits) model.on(`change:${trait}`, refresh);
  return () => {
    for (const trait of traits) model.off(`change:${trait}`, refresh);
  };
}

/**
 * The settings of these names: {now(), put(settings), stop()}. onOutside() hears of changes that put() did not make: a
 * figure that changes them itself need not hear of it.
 */
export function settingsIn(model, names, onOutside) {
  let putting = false;
  return {
    now: () => Object.fromEntries(names.map((name) => [name, model.get(name)])),
    put(settings) {
      putting = true;
      setAll(model, settings);
      putting = false;
    },
    stop: listen(model, names, () => {
      if (!putting) onOutside();
    }),
  };
}
