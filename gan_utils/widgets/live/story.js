// A chapter's story: a choice of presets, and what to predict of the one that is open.

import { choice, element } from "../ui/dom.js";
import { followRun } from "./page.js";
import { plansOf } from "./plans.js";
import { makeTimeline } from "./timeline.js";

const OWN = "own"; // none of the presets

/**
 * {row, predict, opened(), showOpened(words, settings, later), showOwn()}: onPreset(plan, words) hears of what is chosen among
 * `presets`, {text, predict, settings, changes}; opened() is the name of the one that is open, or null.
 */
function makeStory({ label, presets, plain }, defaults, seed, onPreset) {
  const { planOf, presetOf } = plansOf(plain, presets);
  const texts = {
    [OWN]: "settings of your own",
    ...Object.fromEntries(Object.entries(presets).map(([name, { text }]) => [name, text])),
  };
  let opened = null;
  const preset = choice("preset", label, texts, OWN, (name) => {
    if (name !== OWN) onPreset(planOf(name, defaults, seed()), presets[name].predict);
  });
  const predict = element("p", { className: "gan-predict", "data-readout": "predict", hidden: true });
  function show(name) {
    opened = name;
    preset.show(name ?? OWN);
  }
  return {
    row: preset.row,
    predict,
    opened: () => opened,
    showOpened(words, settings, later) {
      show(presetOf(defaults, settings, later) ?? null);
      predict.hidden = !words;
      predict.textContent = words;
    },
    /** A reader has gone another way. */
    showOwn() {
      show(null);
      predict.hidden = true;
    },
  };
}

/**
 * {run, story, timeline} of a card: followRun()'s run, with the same options; `told` are makeStory()'s label, presets and plain
 * settings. onTurn() hears of each run that begins and of each change.
 */
export function followStory(told, { model, onTurn = () => {}, ...options }) {
  const run = followRun({
    model,
    ...options,
    onOpen(words, settings, later) {
      onTurn();
      story.showOpened(words, settings, later);
    },
    onChange(anew) {
      onTurn();
      // What begins anew may be a preset again.
      if (anew) story.showOpened("", run.settings(), []);
      else story.showOwn();
    },
  });
  const story = makeStory(
    told,
    run.defaults,
    () => model.get("seed"),
    ([settings, later], words) => run.open(settings, later, words),
  );
  const timeline = makeTimeline((at) => {
    // Before pausing, which shows the picture as it was.
    run.at = at;
    run.pause();
    run.look();
  });
  return { run, story, timeline };
}
