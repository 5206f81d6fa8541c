// RealOrFake: is this image real, or did a generator make it? A timed game with an honest verdict.

import { bytesOf } from "../../page/engine/bytes.js";
import { unpackImages } from "../packed/images.js";
import { rangeOf } from "../ui/allowed.js";
import { makeCard, mount } from "../ui/card.js";
import { button, element, readout } from "../ui/dom.js";
import { inRow } from "../ui/layout.js";
import { makeControls, makeExamples, makeExplanation } from "./controls.js";
import { makeGame } from "./game.js";
import { maskOf, orderOf } from "./rating.js";
import { makeKept, makeScore } from "./results.js";
import { makeAnswers, makeStage } from "./stage.js";
import { csvOf, downloadTable, openStore } from "./store.js";

const TRAITS = ["opponent", "exposure", "staircase", "count", "feedback", "seed"];

/** Whether enough of an element is on the screen to be looked at; and a function that stops watching. */
function watch(place) {
  let seen = true;
  const observer = new IntersectionObserver(
    (entries) => {
      seen = entries[entries.length - 1].intersectionRatio >= 0.6;
    },
    { threshold: 0.6 },
  );
  observer.observe(place);
  return { seen: () => seen && !document.hidden, stop: () => observer.disconnect() };
}

/** All images: those of each set, the real ones first. */
function unpackAll(model, sheets) {
  const made = bytesOf(model.get("_made"));
  let from = 0;
  return Promise.all(
    sheets.map((sheet, i) => unpackImages(sheet, i ? made.subarray(from, (from += sheet.bytes)) : model.get("_real"))),
  );
}

/** Space and Enter on the stage begin a game, Escape ends it; arrow keys would turn the theme's page. */
function listenOn(stage, game) {
  stage.place.onkeydown = (event) => {
    if (event.key.startsWith("Arrow")) event.stopPropagation();
    if (event.key === "Escape" && game.isOn()) game.finish();
    if (game.isOn() || event.target !== stage.place || ![" ", "Enter"].includes(event.key)) return;
    event.preventDefault();
    game.start();
  };
}

function render({ model, el }) {
  const sheets = [model.get("_real_sheet"), ...model.get("_made_sheets")];
  const opponents = sheets.slice(1).map(({ name }) => name);
  const { min, max } = rangeOf(model, "exposure");
  // Another's images are not here; and a time is 0, which is for ever, or within the slider's limits.
  const checks = {
    opponent: (value) => opponents.includes(value),
    exposure: (value) => value === 0 || (Number.isFinite(value) && value >= min && value <= max),
  };
  const card = makeCard(model, "real-or-fake", { checks });
  const { root, set } = card;
  const store = openStore(model.get("store"));
  let images = null;
  const imagesNow = () => images;

  const stage = makeStage(sheets[0], () => game.start());
  const answers = makeAnswers((side) => game.answer(side));
  const eye = watch(stage.place);
  const score = makeScore();
  const kept = makeKept();
  const progress = readout("progress", "image");
  const settings = () => Object.fromEntries(TRAITS.map((trait) => [trait, model.get(trait)]));
  const controls = makeControls(model, set, opponents, () => refresh());
  const examples = makeExamples(model, sheets, imagesNow);
  const showKept = () => kept.show(store.trials(), store.note());
  const game = makeGame({
    settings,
    sheets,
    imagesNow,
    store,
    stage,
    answers,
    isSeen: eye.seen,
    onStart() {
      examples.close();
      stage.place.focus({ preventScroll: true });
      stage.place.scrollIntoView({ block: "nearest" });
      showState();
    },
    onImage: showProgress,
    onScore: score.show,
    onAnswer: showKept,
    onEnd() {
      // The buttons of a game that is over take no keys.
      const lost = course.contains(document.activeElement) || answers.row.contains(document.activeElement);
      showState();
      if (lost) stage.place.focus({ preventScroll: true });
    },
  });
  listenOn(stage, game);

  const stop = button("stop", "Stop", () => game.finish());
  const save = button("export", "Export CSV", () => downloadTable(`${model.get("store")}.csv`, csvOf(store.trials())));
  const forget = button("forget", "Forget my results", () => {
    store.forget();
    showState();
    refresh();
  });

  const course = element(
    "div",
    { className: "gan-row gan-rate-course" },
    element("dl", { className: "gan-rate-progress" }, progress.row),
    stop,
  );

  function showProgress() {
    const now = game.progress();
    progress.show(now ? `${now.image} of ${now.count}` : "", String(now ? now.image : 0));
    progress.hide(!now);
  }
  /** What hangs on whether a game is on. */
  function showState() {
    const on = game.isOn();
    controls.enable(!on);
    examples.enable(!on);
    stop.disabled = !on;
    forget.hidden = save.hidden = on || !store.trials().length;
    showProgress();
    showKept();
  }
  function refresh() {
    controls.show();
    if (game.isOn() || !images) return;
    const { seed, count, opponent } = settings();
    const last = orderOf(seed, 0, sheets[0].count).pop();
    stage.load(images[0][last], maskOf(seed, sheets.length, 0, images[0][last].length));
    stage.show("ready", { line: `${count} images, some real, some by: ${opponent}` });
    examples.show();
  }
  function begin() {
    score.show({ trials: [], count: model.get("count"), threshold: null, name: "Your result" });
    stage.show("wait", { line: "The images are being unpacked." });
    refresh();
    showState();
    unpackAll(model, sheets)
      .then(
        (all) => {
          images = all;
          refresh();
        },
        (error) => stage.show("wait", { line: `The images could not be read: ${error.message}` }),
      )
      .finally(() => root.setAttribute("aria-busy", "false"));
  }

  root.dataset.lmSuppressShortcuts = "true";
  root.setAttribute("aria-busy", "true");
  return mount({
    model,
    el,
    card,
    parts: {
      story: [controls.opponent],
      stage: [stage.place, answers.row, course],
      side: [score.place],
      below: [kept.place, inRow(save, forget), ...examples.parts, ...makeExplanation()],
      settings: [controls.place],
    },
    traits: TRAITS,
    begin,
    refresh,
    stops: [eye.stop, game.end],
    // What is not to be told yet is told by neither.
    summary: () => `${game.isOn() ? `Image ${progress.row.querySelector("output").textContent}. ` : ""}${score.tell()}`,
    numbers: kept.table,
  });
}

export default { render };
