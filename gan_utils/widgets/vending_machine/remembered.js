// What is computed from traits, once for each of their values.

/** A function that computes anew only when one of these traits has changed. */
export function remembered(model, traits, compute) {
  let key = null;
  let value;
  return () => {
    const next = traits.map((name) => model.get(name)).join();
    if (next !== key) [key, value] = [next, compute()];
    return value;
  };
}
