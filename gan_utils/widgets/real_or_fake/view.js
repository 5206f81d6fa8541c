// RealOrFake: is this image real, or did a generator make it? A timed game with an honest verdict.

import { bytesOf } from "../../page/engine/bytes.js";
import { clamp } from "../../page/engine/numbers.js";
import { hypeStaircase } from "../../page/metrics/human.js";
import { picture } from "../draw/picture.js";
import { unpackImages } from "../packed/images.js";
import { listen, makeCard } from "../ui/card.js";
import { button, choice, element, numberBox, readout, slider, tick } from "../ui/dom.js";
import { followTheme } from "../ui/theme.js";
import { conditionOf, deal, isRight, maskOf, orderOf, summarise, verdictOn } from "./rating.js";
import { makeKept, makeScore } from "./results.js";
import { answerOf, makeAnswers, makeStage } from "./stage.js";
import { csvOf, download, openStore } from "./store.js";
import { later, runTrial } from "./trial.js";

const TRAITS = ["opponent", "exposure", "staircase", "count", "feedback", "seed"];
const MODES = { fixed: "a set time", unlimited: "as long as you like", staircase: "staircase: by your answers" };
// Milliseconds: how long the reader is told whether an answer was right, and the pause where nothing is told.
const TOLD = 900;
const BLANK = 500;
const EXAMPLES = 5;
const IN_SHORT = {
  apart: "You tell them apart.",
  worse: "Worse than chance.",
  guess: "A guesser may do as well.",
  none: "No answers that count.",
};
const HOW = [
  "For each image a fair coin is tossed: a real one, or one of the generator's. None comes twice before all of its set " +
    "have been shown. The time is kept to the nearest frame of your screen; an image that was out of sight meanwhile, or " +
    "stayed too long, does not count. Nothing flashes more than three times a second.",
  "The staircase makes the time 25 ms shorter after a right answer and 75 ms longer after a wrong one. So it hovers " +
    "where you are right three times in four, and your share of right answers says little: the threshold, the mean time " +
    "over the second half, is the result. Its steps are our choice; the idea is HYPE's.",
  "Being told right or wrong teaches you, and so do the examples: play with and without.",
];

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

function render({ model, el }) {
  const { root, set } = makeCard(model, "real-or-fake");
  const sheets = [model.get("_real_sheet"), ...model.get("_made_sheets")];
  const store = openStore(model.get("store"));
  let images = null;
  let game = null;
  let trial = null;
  let stopWaiting = () => {};
  let lastFixed = model.get("exposure") || 500;

  const stage = makeStage(sheets[0], () => start());
  const answers = makeAnswers((side) => answer(side));
  const eye = watch(stage.place);
  const score = makeScore();
  const kept = makeKept();
  const progress = readout("progress", "image");
  const traits = () => Object.fromEntries(TRAITS.map((trait) => [trait, model.get(trait)]));
  const mode = () => (model.get("staircase") ? "staircase" : model.get("exposure") ? "fixed" : "unlimited");

  // The game.

  function start() {
    if (!images || game) return;
    // The keys belong to one game: any other on this page stops.
    document.dispatchEvent(new CustomEvent("gan-rating", { detail: stage }));
    game = { ...traits(), trials: [], number: 1 + Math.max(0, ...store.trials().map((each) => each.game)) };
    document.addEventListener("keydown", onKey, true);
    examples.open(false);
    stage.place.focus({ preventScroll: true });
    stage.place.scrollIntoView({ block: "nearest" });
    showScore();
    showState();
    next();
  }
  const staircaseOf = (trials) => hypeStaircase(trials.filter(({ counted }) => counted).map(isRight));
  function next() {
    const { exposures } = staircaseOf(game.trials);
    const history = store.trials();
    game.wanted = game.staircase ? exposures[exposures.length - 1] : game.exposure;
    game.dealt = deal(game.seed, sheets, game.opponent, history);
    const pixels = images[game.dealt.place][game.dealt.image];
    stage.load(pixels, maskOf(game.seed, sheets.length, history.length, pixels.length));
    trial = runTrial(game.wanted, eye.seen, enter);
    showProgress();
  }
  function enter(phase) {
    stage.show(phase);
    answers.wait(phase !== "cross");
    if (phase === "image") stage.say(game.wanted ? "Image shown." : "Image shown. Answer now: F for fake, J for real.");
    if (phase === "mask") stage.say("Answer now: F for fake, J for real.");
  }
  function answer(side) {
    if (!trial?.waits()) return;
    const { real, image } = game.dealt;
    const truth = real ? "real" : "fake";
    const given = {
      game: game.number,
      opponent: game.opponent,
      truth,
      answer: side,
      wanted_ms: game.wanted,
      ...trial.answer(),
      staircase: game.staircase,
      feedback: game.feedback,
      image,
    };
    trial = null;
    answers.wait(false);
    store.add(given);
    game.trials.push(given);
    const what = game.feedback
      ? `${isRight(given) ? "Right" : "Wrong"}: ${real ? "it is real" : "a generator made it"}.`
      : "Noted.";
    const line = given.counted ? what : `${what} The time was not kept, so this one does not count.`;
    stage.show(game.feedback ? "told" : "blank", { line, truth: game.feedback && truth });
    stage.say(line);
    if (game.feedback) {
      showScore();
      kept.show(store.trials(), store.note());
    }
    stopWaiting = later(game.feedback ? TOLD : BLANK, () => (game.trials.length < game.count ? next() : finish()));
  }
  /** Ends the game, at its end or before; what was answered stays, or one could leave the games that go badly. */
  function finish() {
    stopWaiting();
    trial?.stop();
    document.removeEventListener("keydown", onKey, true);
    const found = summarise(game.trials);
    showScore();
    [game, trial] = [null, null];
    answers.wait(false);
    const line = IN_SHORT[verdictOn(found).kind];
    stage.show("done", { big: `${found.right}/${found.total}`, line });
    stage.say(`${found.right} of ${found.total} right. ${line}`);
    showState();
  }
  function onKey(event) {
    const side = answerOf(event);
    if (event.key === " " && event.target === stage.place) event.preventDefault();
    if (!side || !trial?.waits()) return;
    event.preventDefault();
    event.stopPropagation();
    answer(side);
  }
  stage.place.onkeydown = (event) => {
    // The theme would turn the page.
    if (event.key.startsWith("Arrow")) event.stopPropagation();
    if (game || event.target !== stage.place || ![" ", "Enter"].includes(event.key)) return;
    event.preventDefault();
    start();
  };
  const yieldTo = ({ detail }) => {
    if (game && detail !== stage) finish();
  };
  document.addEventListener("gan-rating", yieldTo);

  // What is shown.

  function showScore() {
    const { opponent, exposure, staircase, feedback, trials, count } = game;
    score.show({
      trials,
      count,
      threshold: staircase ? staircaseOf(trials).threshold : null,
      name: `Against ${opponent}, ${conditionOf({ staircase, wanted_ms: exposure, feedback })}`,
    });
  }
  function showProgress() {
    const done = game ? Math.min(game.trials.length + 1, game.count) : 0;
    progress.show(game ? `${done} of ${game.count}` : "", String(done));
    progress.hide(!game);
  }
  /** What hangs on whether a game is on. */
  function showState() {
    settings.disabled = Boolean(game);
    stop.disabled = !game;
    examples.parts[0].disabled = Boolean(game);
    forget.disabled = save.disabled = Boolean(game) || !store.trials().length;
    showProgress();
    kept.show(store.trials(), store.note());
  }
  function refresh() {
    const now = traits();
    if (now.exposure) lastFixed = now.exposure;
    for (const [trait, control] of Object.entries(controls)) control.show(trait === "mode" ? mode() : now[trait]);
    controls.exposure.show(lastFixed);
    controls.exposure.row.hidden = mode() !== "fixed";
    if (game || !images) return;
    const last = orderOf(now.seed, 0, sheets[0].count).pop();
    stage.load(images[0][last], maskOf(now.seed, sheets.length, 0, images[0][last].length));
    stage.show("ready", { line: `${now.count} images, some real, some by: ${now.opponent}` });
    if (examples.isOpen()) showExamples();
  }
  /** Images that come last in a game, so that few of them will be asked about. */
  function showExamples() {
    const opponent = model.get("opponent");
    const place = sheets.findIndex((sheet, i) => i && sheet.name === opponent);
    rows.replaceChildren(
      ...[
        ["real", 0],
        [`generated: ${opponent}`, place],
      ].map(([text, which]) => {
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

  const names = Object.fromEntries(sheets.slice(1).map((sheet) => [sheet.name, sheet.name]));
  const controls = {
    opponent: choice("opponent", "the opponent", names, "", (value) => set("opponent", value)),
    mode: choice("mode", "each image is shown", MODES, "", (value) => {
      set("staircase", value === "staircase");
      set("exposure", value === "unlimited" ? 0 : lastFixed);
      refresh();
    }),
    exposure: slider("exposure", "milliseconds", { min: 100, max: 1000, step: 10, value: lastFixed }, (value) =>
      set("exposure", clamp(value, 100, 1000)),
    ),
    count: choice("count", "images in a game", { 20: "20", 40: "40", 100: "100" }, "", (value) =>
      set("count", Number(value)),
    ),
    seed: numberBox("seed", "seed", { min: 0, max: 4294967295, step: 1, value: 0 }, (value) => set("seed", value)),
    feedback: tick("feedback", "tell me after each answer", true, (on) => set("feedback", on)),
  };
  const settings = element("fieldset", { className: "gan-settings" }, ...Object.values(controls).map(({ row }) => row));
  const stop = button("stop", "Stop", finish);
  const save = button("export", "Export CSV", () => download(`${model.get("store")}.csv`, csvOf(store.trials())));
  const forget = button("forget", "Forget my results", () => {
    store.forget();
    showState();
    refresh();
  });
  const rows = element("div", { className: "gan-rate-examples" });
  const examples = folded(
    "examples",
    "Show me examples",
    () => {
      if (images) showExamples();
    },
    rows,
  );

  root.dataset.lmSuppressShortcuts = "true";
  root.setAttribute("aria-busy", "true");
  root.append(
    stage.place,
    answers.row,
    element("div", { className: "gan-row" }, stop, element("dl", { className: "gan-rate-progress" }, progress.row)),
    settings,
    ...examples.parts,
    score.place,
    kept.place,
    element("div", { className: "gan-row" }, save, forget),
    ...folded("how", "How this test works", () => {}, ...HOW.map((text) => element("p", { textContent: text }))).parts,
  );
  el.append(root);
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
      (error) => {
        stage.show("wait", { line: `The images could not be read: ${error.message}` });
      },
    )
    .finally(() => root.setAttribute("aria-busy", "false"));
  const stops = [
    followTheme(root, () => {}),
    listen(model, TRAITS, refresh),
    eye.stop,
    () => {
      if (game) finish();
    },
    () => document.removeEventListener("gan-rating", yieldTo),
  ];
  return () => stops.forEach((each) => each());
}

export default { render };
