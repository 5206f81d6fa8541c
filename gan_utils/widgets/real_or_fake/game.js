// The course of a game: an image is dealt, shown and answered, until all are done or the reader stops.

import { hypeStaircase } from "../../page/metrics/human.js";
import { conditionOf, deal, isRight, maskOf, summarise, verdictOn } from "./rating.js";
import { answerOf } from "./stage.js";
import { later, runTrial } from "./trial.js";

// Milliseconds: how long the reader is told whether an answer was right, and the pause where nothing is told.
const TOLD = 900;
const BLANK = 500;
const IN_SHORT = {
  apart: "You tell them apart.",
  worse: "Worse than chance.",
  guess: "A guesser may do as well.",
  none: "No answers that count.",
};

const staircaseOf = (trials) => hypeStaircase(trials.filter(({ counted }) => counted).map(isRight));

/** What the score of a game shows. */
function scoreOf({ opponent, exposure, staircase, feedback, trials, count }) {
  return {
    trials,
    count,
    threshold: staircase ? staircaseOf(trials).threshold : null,
    name: `Against ${opponent}, ${conditionOf({ staircase, wanted_ms: exposure, feedback })}`,
  };
}

/** What a reader is told after an answer. */
function wordsOn(given, feedback) {
  const truth = given.truth === "real" ? "it is real" : "a generator made it";
  const what = feedback ? `${isRight(given) ? "Right" : "Wrong"}: ${truth}.` : "Noted.";
  return given.counted ? what : `${what} The time was not kept, so this one does not count.`;
}

/**
 * Games on one stage, one at a time: {start(), answer(side), finish(), isOn(), progress(), end()}. `settings()` are
 * those of the next game, `imagesNow()` all images or null, `isSeen()` whether the stage can be looked at. onStart()
 * comes before the first image, onImage() with each, onScore(score) when the score may be told, onAnswer() when an
 * answer may be told, onEnd() after the last.
 */
export function makeGame({ settings, sheets, imagesNow, store, stage, answers, isSeen, ...on }) {
  let game = null;
  let trial = null;
  let stopWaiting = () => {};

  function start() {
    if (!imagesNow() || game) return;
    // The keys belong to one game: any other on this page stops.
    document.dispatchEvent(new CustomEvent("gan-rating", { detail: stage }));
    game = { ...settings(), trials: [], number: 1 + Math.max(0, ...store.trials().map((each) => each.game)) };
    document.addEventListener("keydown", onKey, true);
    on.onStart();
    on.onScore(scoreOf(game));
    next();
  }
  function next() {
    const { exposures } = staircaseOf(game.trials);
    const history = store.trials();
    game.wanted = game.staircase ? exposures[exposures.length - 1] : game.exposure;
    game.dealt = deal(game.seed, sheets, game.opponent, history);
    const pixels = imagesNow()[game.dealt.place][game.dealt.image];
    stage.load(pixels, maskOf(game.seed, sheets.length, history.length, pixels.length));
    trial = runTrial(game.wanted, isSeen, enter);
    on.onImage();
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
    const line = wordsOn(given, game.feedback);
    stage.show(game.feedback ? "told" : "blank", { line, truth: game.feedback && truth });
    stage.say(line);
    if (game.feedback) {
      on.onScore(scoreOf(game));
      on.onAnswer();
    }
    stopWaiting = later(game.feedback ? TOLD : BLANK, () => (game.trials.length < game.count ? next() : finish()));
  }
  /** Ends the game, at its end or before; what was answered stays, or one could leave the games that go badly. */
  function finish() {
    stopWaiting();
    trial?.stop();
    document.removeEventListener("keydown", onKey, true);
    const found = summarise(game.trials);
    on.onScore(scoreOf(game));
    [game, trial] = [null, null];
    answers.wait(false);
    const line = IN_SHORT[verdictOn(found).kind];
    stage.show("done", { big: `${found.right}/${found.total}`, line });
    stage.say(`${found.right} of ${found.total} right. ${line}`);
    on.onEnd();
  }
  function onKey(event) {
    const side = answerOf(event);
    if (event.key === " " && event.target === stage.place) event.preventDefault();
    if (!side || !trial?.waits()) return;
    event.preventDefault();
    event.stopPropagation();
    answer(side);
  }
  const onOther = ({ detail }) => {
    if (game && detail !== stage) finish();
  };
  document.addEventListener("gan-rating", onOther);

  return {
    start,
    answer,
    finish,
    isOn: () => Boolean(game),
    /** The image that is asked about, from 1, and how many there will be; null between games. */
    progress: () => game && { image: Math.min(game.trials.length + 1, game.count), count: game.count },
    end() {
      if (game) finish();
      document.removeEventListener("gan-rating", onOther);
    },
  };
}
