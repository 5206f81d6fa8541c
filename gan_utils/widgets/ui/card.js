// What every widget's card has: a root with title and caption, and ears for its traits.

import { element } from "./dom.js";

/** {root, set}: the card's element, and set(name, value), which changes a trait and tells Python. */
export function makeCard(model, name) {
  const root = element(
    "section",
    { className: "gan-card" },
    element("h4", { textContent: model.get("title") }),
    element("p", { textContent: model.get("caption") }),
  );
  root.dataset.widget = name;
  root.setAttribute("aria-label", model.get("title"));
  const set = (trait, value) => {
    model.set(trait, value);
    model.save_changes();
  };
  return { root, set };
}

/** Calls refresh() when one of the traits changes. Returns a function that stops it. */
export function listen(model, traits, refresh) {
  for (const trait of traits) model.on(`change:${trait}`, refresh);
  return () => {
    for (const trait of traits) model.off(`change:${trait}`, refresh);
  };
}
