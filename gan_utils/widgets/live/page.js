// A run in a worker, as its page follows it.

import { settingsIn } from "../ui/traits.js";
import { runControls } from "./controls.js";
import { makeCourse } from "./course.js";
import { keptControls, wordsOf } from "./kept.js";
import { makeSession } from "./session.js";
import { makeStatus, statusOf } from "./status.js";
import { makeSteering } from "./steering.js";

/**
 * Follows a run of the settings `names` of a model. show(picture, rate) draws it, remark(picture) gives [kind, text] where
 * the figure has something to say; onReset() puts back what the figure itself keeps, as first shown; onFail() hears that
 * nothing could run; `layers` and dataOf as for makeSession, canGoOn and the rest as for makeSteering. A run of at least so
 * many rounds, `worth`, is kept to compare with when another one begins. What is given back is the session's `run` with its
 * controls.
 */
export function followRun({
  model,
  root,
  names,
  canGoOn,
  layers = {},
  dataOf,
  worth = Infinity,
  show,
  remark,
  onReset = () => {},
  onFail = null,
  ...callbacks
}) {
  const traits = settingsIn(model, names, () => steering.open(traits.now(), []));
  const defaults = traits.now();
  const course = makeCourse(model, defaults, canGoOn);
  const { line, say } = makeStatus();
  const session = makeSession(model, { layers, dataOf, gentle: onFail !== null }, take, fail);
  const { run } = session;
  const controls = runControls(root, session, {
    onAlone() {
      steering.marks.byHand = true;
    },
    onRestart: () => steering.restart(),
    onReset() {
      onReset();
      steering.open(defaults, []);
    },
    onPause() {
      if (run.picture) show(run.picture, 0);
    },
  });
  /** What the run that is there is called when it is kept. */
  const words = () => wordsOf(defaults, course.first(), course.changes(), run.picture.now);
  const steering = makeSteering({
    session,
    traits,
    course,
    canGoOn,
    pause: controls.pause,
    onLeave() {
      if (run.picture?.now >= worth) session.keep(words());
    },
    ...callbacks,
  });
  const kept = keptControls({
    onBack: () => steering.back(words()),
    onKeep: () => session.keep(words()),
    onDrop: session.drop,
  });

  function fail(error) {
    controls.pause();
    say("failed", `The training could not run: ${error.message}. Restart begins anew.`);
    onFail?.();
  }
  function take(picture) {
    // A preset or a link changes settings on its way: the controls follow, unless a newer wish is under way.
    const others = JSON.stringify(picture.settings) !== JSON.stringify(traits.now());
    if (others && !session.changing()) steering.follow(picture.settings);
    show(picture, controls.active() ? session.rate() : 0);
    kept.show(run.kept, run.at);
    line.ariaLive = controls.active() ? "off" : "polite";
    say(...statusOf(picture, { at: run.at, ...steering.marks, remark }));
    if (picture.failure) controls.pause();
  }
  function link() {
    course.write();
    return course.address();
  }

  return Object.assign(run, {
    settings: traits.now,
    defaults,
    change: steering.change,
    open: steering.open,
    look: session.look,
    tell: session.tell,
    compare: kept.row,
    fail,
    say,
    pause: controls.pause,
    says: line,
    link,
    buttons: controls.buttons,
    alone: controls.alone,
    speed: controls.speed,
    /** The first run: what a link says, or the usual settings. */
    begin() {
      const { settings = defaults, changes = [], words } = course.linked() ?? {};
      return steering.open(settings, changes, words);
    },
    end: () => [traits, controls, session].forEach((each) => each.stop()),
  });
}
