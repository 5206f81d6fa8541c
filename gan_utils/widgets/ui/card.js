// What every widget's card has: a root with title and caption, ears for its traits, and an end.

import { element } from "./dom.js";
import { followTheme } from "./theme.js";

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

/**
 * Puts a card's parts into it and the card into the page, calls begin(), and again refresh() when one of the `traits`
 * changes and redraw() when the page turns dark or light. Returns a function that ends all that, with what is in `stops`.
 */
export function mount(
  { model, el, root, traits = [], begin, refresh = begin, redraw = () => {}, stops = [] },
  ...parts
) {
  root.append(...parts);
  el.append(root);
  begin();
  const ends = [followTheme(root, redraw), listen(model, traits, refresh), ...stops];
  return () => ends.forEach((end) => end());
}
