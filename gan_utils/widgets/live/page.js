// A run in a worker, as its page follows it: settings and links, playing, and what is said when it cannot go on.

import { listen } from "../ui/card.js";
import { copyText } from "../ui/copy.js";
import { button, choice, element } from "../ui/dom.js";
import { transport } from "../ui/transport.js";
import { startWorker } from "./client.js";
import { partOfHash, readLink, withPart, writeLink } from "./link.js";

const SPEEDS = { fast: "as fast as it goes", frame: "one round a frame", slow: "slow motion" };
// Steps of D at once, so that it can run ahead of a G that waits.
const MANY = 50;
const GOES_ON = ["goes-on", "The run goes on with the networks that it has. Reset begins anew with these settings."];
const BUDGETS = { fast: [1e9, 45], frame: [1, 0], slow: [1, 0] };

/** The parts of a link that cannot be read, each once; those that hold nothing have no name. */
function named(faults) {
  const told = [...new Set(faults.filter((each) => each.trim()))].join(", ");
  return told && ` (${told.slice(0, 80)})`;
}

/**
 * Follows a run of the settings `names` of a model. `kinds` says what each may be, canGoOn(before, after) whether a run can
 * go on after a change, `layers` goes to the worker with each message. show(picture, rate) draws, told(settings) shows what
 * is set, opened(words, settings, later) hears of a new run that no control began, changed() of a reader's change, and
 * remark(picture) gives [kind, text] where there is something to say. `at` is the record that is looked back on.
 */
export function followRun({ model, root, names, kinds, canGoOn, layers, show, told, opened, changed: heard, remark }) {
  const settingsOf = () => Object.fromEntries(names.map((name) => [name, model.get(name)]));
  const defaults = settingsOf();
  const linkName = model.get("name");
  const inBook = Boolean(window.bookWidgetHost);
  // What the run began with, what changes when, what was asked last.
  let first = defaults;
  let changes = [];
  let latest = defaults;
  let busy = null;
  let speed = "fast";
  let byHand = false;
  let runs = 0;
  let rate = 0;
  let taken = 0;
  let spent = 0;
  let ignore = false;
  let changing = 0;
  let changed = false;
  let goesOn = false;
  const run = { at: null, picture: null, target: null };
  const says = element("p", { className: "gan-says", role: "status", "data-readout": "says" });
  const worker = startWorker(model.get("_worker"), fail);

  function fail(error) {
    moving.pause();
    say("failed", `The training could not run: ${error.message}. Reset starts it anew.`);
  }
  function say(kind, text) {
    says.dataset.kind = kind;
    says.textContent = text;
  }
  /** Sends a message when those before it are answered, and shows the picture that comes back. */
  function ask(message) {
    const before = busy ?? Promise.resolve();
    const mine = before
      .then(() => worker.ask({ id: 0, layers, at: run.at, ...message }))
      .then((answer) => {
        if (answer.target) run.target = answer.target;
        if (answer.taken) {
          taken += answer.taken;
          spent += answer.spent;
          rate = (1000 * taken) / spent;
          if (spent > 1000) [taken, spent] = [taken / 2, spent / 2];
        }
        run.picture = answer.picture;
        // A preset or a link changes settings on its way: the controls follow, unless a newer wish is under way.
        const { settings } = run.picture;
        if (!changing && JSON.stringify(settings) !== JSON.stringify(settingsOf())) tell((latest = settings));
        look();
      })
      .catch(fail)
      .finally(() => {
        if (busy === mine) busy = null;
      });
    busy = mine;
    return mine;
  }
  function look() {
    const { picture, at } = run;
    show(picture, moving.active() ? rate : 0);
    if (picture.failure)
      say("failed", `The run has diverged: ${picture.failure}. Try a smaller learning rate; Reset starts anew.`);
    else if (at !== null) say("past", `Looking back at round ${picture.step}. The run itself stands at its end.`);
    else if (byHand) say("by-hand", "Some steps were taken by hand. A link repeats the settings, not those steps.");
    else say(...(remark(picture) ?? (goesOn ? GOES_ON : ["fine", ""])));
    if (picture.failure) moving.pause();
  }
  /** A new run of what the model's traits and `changes` say. */
  function start() {
    [run.at, taken, spent, rate, latest, runs] = [null, 0, 0, 0, first, runs + 1];
    byHand = goesOn = false;
    write();
    return send({ kind: "start", settings: first, changes });
  }
  function write() {
    const text = writeLink(defaults, first, changes);
    // A link to a section is left alone.
    const ours = text !== "" || partOfHash(location.hash, linkName) !== null;
    if (inBook && ours) history.replaceState(null, "", withPart(location.hash, linkName, text));
    return text;
  }
  /** Puts settings into the traits without hearing of it. */
  function tell(settings) {
    ignore = true;
    for (const [name, value] of Object.entries(settings)) model.set(name, value);
    model.save_changes();
    ignore = false;
    told(settingsOf());
  }
  function send(message) {
    changing += 1;
    return ask(message).finally(() => {
      changing -= 1;
    });
  }
  /** A reader's change: the run goes on with it where its networks allow that, and begins anew where not. */
  async function change(part) {
    tell(part);
    const settings = settingsOf();
    const before = latest;
    const { picture } = run;
    latest = settings;
    changed = true;
    heard();
    if (!picture || (picture.now === 0 && !byHand) || picture.failure || !canGoOn(before, settings)) {
      [first, changes] = [settings, []];
      return start();
    }
    run.at = null;
    goesOn = true;
    const mine = runs;
    await send({ kind: "change", settings });
    // Another run may have begun since.
    if (mine !== runs) return write();
    // Changes that a link or a preset had in store for later are dropped.
    const { now } = run.picture;
    changes = [...changes.filter(([step]) => step < now), [now, settings]];
    return write();
  }
  function open(settings, later, words = "") {
    moving.pause();
    [first, changes, changed] = [settings, later, false];
    tell(settings);
    opened(words, settings, later);
    return start();
  }
  function advance() {
    if (busy) return true;
    run.at = null;
    const [steps, milliseconds] = BUDGETS[speed];
    ask({ kind: "train", steps, milliseconds }).then(() => {
      if (speed === "fast" && moving.active()) advance();
    });
    return !run.picture?.failure;
  }
  const one =
    (kind, extra = {}) =>
    () => {
      moving.pause();
      run.at = null;
      if (kind !== "train") byHand = true;
      ask({ kind, ...extra });
    };
  const moving = transport(root, {
    rate: () => (speed === "slow" ? 3 : 60),
    advance,
    step: one("train", { steps: 1, milliseconds: 0 }),
    // A preset or a link begins again as it was; after a reader's change, with what is set now.
    reset() {
      if (changed) [first, changes, changed] = [settingsOf(), [], false];
      tell(first);
      start();
    },
    onPause: () => {
      if (run.picture) show(run.picture, 0);
    },
  });
  const pace = choice("speed", "speed", SPEEDS, speed, (value) => {
    speed = value;
  });
  const copy = button("copy", "Copy link", (event) =>
    copyText(location.href.split("#")[0] + withPart(location.hash, linkName, write()), event.currentTarget),
  );
  const stop = listen(model, names, () => {
    if (!ignore) open(settingsOf(), []);
  });

  return Object.assign(run, {
    settingsOf,
    defaults,
    ask,
    change,
    open,
    fail,
    say,
    says,
    copy,
    pause: moving.pause,
    buttons: [
      ...moving.buttons,
      button("step-d", "Step D", one("stepD")),
      button(`step-d-${MANY}`, `Step D ×${MANY}`, one("stepD", { times: MANY })),
      button("step-g", "Step G", one("stepG")),
    ],
    pace: pace.row,
    /** The first run: what a link says, or the usual settings. */
    begin() {
      const linked = inBook ? partOfHash(location.hash, linkName) : null;
      if (linked === null) return open(defaults, []);
      const { settings, changes: later, faults } = readLink(linked, defaults, kinds, canGoOn);
      return open(
        settings,
        later,
        faults.length ? `This link cannot be read in full${named(faults)}: the rest has its usual values.` : "",
      );
    },
    end: () => [stop, moving.stop, worker.stop].forEach((each) => each()),
  });
}
