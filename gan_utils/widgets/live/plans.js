// Runs to open by name: settings to begin with, and what changes later.

/**
 * {planOf(name, defaults, seed), presetOf(defaults, settings, changes)}: a preset's first settings and later changes for a seed,
 * and the name of the preset whose plan this is, if there is one. `presets` are {settings, changes}, in what they differ
 * from `plain`.
 */
export function plansOf(plain, presets) {
  function planOf(name, defaults, seed) {
    const { settings = {}, changes = [] } = presets[name];
    let latest = { ...defaults, ...plain, ...settings, seed };
    return [latest, changes.map(([step, part]) => [step, (latest = { ...latest, ...part })])];
  }
  return {
    planOf,
    presetOf: (defaults, settings, changes) =>
      Object.keys(presets).find(
        (name) => JSON.stringify(planOf(name, defaults, settings.seed)) === JSON.stringify([settings, changes]),
      ),
  };
}
