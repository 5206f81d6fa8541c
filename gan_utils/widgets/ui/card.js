// What every widget's card has: a root with title and caption, its traits in the page's address, ears for them, and an end.

import { keepAddress } from "./address.js";
import { button, element } from "./dom.js";
import { makeFoot, readoutRows, spoken } from "./foot.js";
import { layOut } from "./layout.js";
import { followTheme } from "./theme.js";
import { listen } from "./traits.js";

/**
 * {root, set, first, address}: the card's element; set(name, value), which changes a trait and tells Python; the traits as
 * first shown, before a link changed them. `checks` are {trait: value => boolean} for what a link may ask of traits whose
 * limits Python does not send; `address` is what keeps them there, or null for a figure that keeps a link of its own.
 */
export function makeCard(model, name, { checks = {}, ownLink = false } = {}) {
  const root = element(
    "section",
    { className: "gan-card" },
    element("h3", { textContent: model.get("title") }),
    element("p", { className: "gan-caption", textContent: model.get("caption") }),
  );
  root.dataset.widget = name;
  root.dataset.name = model.get("name");
  root.setAttribute("aria-label", model.get("title"));
  const address = ownLink ? null : keepAddress(model, checks);
  const set = (trait, value) => {
    model.set(trait, value);
    model.save_changes();
  };
  return { root, set, first: address?.first, address };
}

/** A button for the keyboard, seen only when it has the focus, that leads past the figure. */
const skip = () =>
  button(
    "skip",
    "Skip this figure",
    ({ currentTarget }) => currentTarget.parentElement.querySelector(".gan-end").focus(),
    {
      className: "gan-skip",
    },
  );

/**
 * Puts a card's parts into their places (layOut() names them) and the card into the page, calls begin(), and again
 * refresh() when one of the `traits` changes and redraw() when the page turns dark or light. summary() says in a sentence
 * what happened, numbers() gives rows of cells to copy; without them the read-outs are taken. link() is the address of a
 * figure that keeps its own. Returns a function that ends all that, with what is in `stops`.
 */
export function mount({
  model,
  el,
  card: { root, address },
  parts,
  traits = [],
  begin,
  refresh = begin,
  redraw = () => {},
  stops = [],
  link = address?.link,
  summary = () => spoken(parts.answers),
  numbers = () => readoutRows(root),
}) {
  const places = layOut(model, parts);
  root.append(skip(), ...places);
  const foot = makeFoot(root, { name: model.get("name"), link, summary, numbers });
  root.append(foot.line, foot.row, element("span", { className: "gan-end", tabIndex: -1 }));
  el.append(root);
  begin();
  if (address?.words) foot.line.textContent = address.words;
  const ends = [followTheme(root, redraw), listen(model, traits, refresh), address?.stop ?? (() => {}), ...stops];
  return () => ends.forEach((end) => end());
}
