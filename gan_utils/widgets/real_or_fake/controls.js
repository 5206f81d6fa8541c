// RealOrFake's settings, and what lies folded below the stage: examples, and how the test works.

import { picture } from "../draw/picture.js";
import { choiceFor, numberFor, sliderFor } from "../ui/allowed.js";
import { button, choice, element, tick } from "../ui/dom.js";
import { orderOf } from "./rating.js";

const MODES = { fixed: "a set time", unlimited: "as long as you like", staircase: "staircase: by your answers" };
// The time that is offered first where the card begins without one, in milliseconds.
const USUAL = 500;
const EXAMPLES = 5;
const HOW = [
  "For each image a fair coin is tossed: a real one, or one of the generator's. None comes twice before all of its set " +
    "have been shown. The time is kept to the nearest frame of your screen; an image that was out of sight meanwhile, or " +
    "stayed too long, does not count. Nothing flashes more than three times a second.",
  "The staircase makes the time 25 ms shorter after a right answer and 75 ms longer after a wrong one. So it hovers " +
    "where you are right three times in four, and your share of right answers says little: the threshold, the mean time " +
    "over the second half, is the result. Its steps are our choice; the idea is HYPE's.",
  "Being told right or wrong teaches you, and so do the examples: play with and without.",
];

/**
 * The settings: {opponent, place, show(), enable(on)}, the first apart, as it is the story. `opponents` are names; onMode()
 * follows a change of how long images are shown.
 */
export function makeControls(model, set, opponents, onMode) {
  let lastFixed = model.get("exposure") || USUAL;
  const mode = () => (model.get("staircase") ? "staircase" : model.get("exposure") ? "fixed" : "unlimited");
  const texts = Object.fromEntries(opponents.map((name) => [name, name]));
  const controls = {
    opponent: choice("opponent", "your opponent", texts, "", (value) => set("opponent", value)),
    mode: choice("mode", "each image is shown", MODES, "", (value) => {
      set("staircase", value === "staircase");
      set("exposure", value === "unlimited" ? 0 : lastFixed);
      onMode();
    }),
    exposure: sliderFor(model, "exposure", "milliseconds", 10, (value) => set("exposure", value)),
    count: choiceFor(model, "count", "images in a game", String, (value) => set("count", value)),
    seed: numberFor(model, "seed", "seed", 1, (value) => set("seed", value)),
    feedback: tick("feedback", "tell me after each answer", true, (on) => set("feedback", on)),
  };
  const { opponent: story, ...rest } = controls;
  const group = (rows, className) => element("fieldset", { className }, ...rows.map(({ row }) => row));
  const opponent = group([story], "gan-rate-opponent");
  // Where there is one, there is nothing to choose.
  opponent.hidden = opponents.length < 2;
  const place = group(Object.values(rest), "gan-settings");
  return {
    opponent,
    place,
    show() {
      if (model.get("exposure")) lastFixed = model.get("exposure");
      for (const name of ["opponent", "count", "seed", "feedback"]) controls[name].show(model.get(name));
      controls.mode.show(mode());
      controls.exposure.show(lastFixed);
      controls.exposure.row.hidden = mode() !== "fixed";
    },
    enable(on) {
      opponent.disabled = place.disabled = !on;
    },
  };
}

/** What a button shows and hides: {parts, isOpen(), open(on)}; onOpen() is called before it is shown. */
function folded(name, title, onOpen, ...inside) {
  const content = element("div", { hidden: true }, ...inside);
  const toggle = button(name, title, () => open(content.hidden), { className: "gan-fold" });
  function open(on) {
    if (on) onOpen();
    content.hidden = !on;
    toggle.setAttribute("aria-expanded", String(on));
  }
  open(false);
  return { parts: [toggle, content], isOpen: () => !content.hidden, open };
}

/** How the test works, in words. */
export const makeExplanation = () =>
  folded("how", "How this test works", () => {}, ...HOW.map((text) => element("p", { textContent: text }))).parts;

/** Images that come last in a game, so that few of them will be asked about: {parts, show(), close(), enable(on)}. */
export function makeExamples(model, sheets, imagesNow) {
  const rows = element("div", { className: "gan-rate-examples" });
  function paint() {
    const images = imagesNow();
    if (!images) return;
    const opponent = model.get("opponent");
    const made = sheets.findIndex((sheet, i) => i && sheet.name === opponent);
    const groups = [
      ["real", 0],
      [`generated: ${opponent}`, made],
    ];
    rows.replaceChildren(
      ...groups.map(([text, which]) => {
        const last = orderOf(model.get("seed"), which, sheets[which].count).slice(-EXAMPLES);
        return element(
          "figure",
          { className: which ? "gan-rate-made" : "" },
          element("figcaption", { textContent: text }),
          ...last.map((i) => picture(images[which][i], sheets[0].channels)),
        );
      }),
    );
  }
  const fold = folded("examples", "Show me examples", paint, rows);
  return {
    parts: fold.parts,
    show() {
      if (fold.isOpen()) paint();
    },
    close: () => fold.open(false),
    enable(on) {
      fold.parts[0].disabled = !on;
    },
  };
}
