// The rating game's clock, its keys, and where the answers are kept.

import assert from "node:assert/strict";
import test from "node:test";
import { source } from "../../page/shared.mjs";

const { answerOf } = await source("widgets/real_or_fake/stage.js");
const { csvOf, openStore } = await source("widgets/real_or_fake/store.js");
const { later, runTrial } = await source("widgets/real_or_fake/trial.js");

const TRIAL = {
  game: 1,
  opponent: "GAN",
  truth: "real",
  answer: "fake",
  wanted_ms: 500,
  shown_ms: 499.5,
  answer_ms: 700.25,
  staircase: false,
  feedback: true,
  counted: true,
  image: 3,
};

// The clock.

/** A page whose frames come when we say so: pass(ms, length) lets frames of that length come. */
function makePage() {
  const page = { now: 1000, hidden: false, queue: new Map(), last: 0, ears: new Set() };
  const give = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  give("requestAnimationFrame", (callback) => {
    page.queue.set((page.last += 1), callback);
    return page.last;
  });
  give("cancelAnimationFrame", (number) => page.queue.delete(number));
  give("performance", { now: () => page.now });
  give("document", {
    get hidden() {
      return page.hidden;
    },
    addEventListener: (_, ear) => page.ears.add(ear),
    removeEventListener: (_, ear) => page.ears.delete(ear),
  });
  page.frame = (length) => {
    page.now += length;
    const due = [...page.queue.values()];
    page.queue.clear();
    due.forEach((callback) => callback(page.now));
  };
  page.pass = (milliseconds, length) => {
    for (let left = milliseconds; left > 0.001; left -= length) page.frame(length);
  };
  return page;
}

/** Runs a trial until a phase, with frames of one length; `phases` tells when each began. */
function until(phase, page, wanted, length, seen = () => true) {
  const phases = [];
  const trial = runTrial(wanted, seen, (next) => phases.push([next, page.now]));
  for (let i = 0; i < 1000 && phases.at(-1)[0] !== phase; i++) page.frame(length);
  assert.equal(phases.at(-1)[0], phase);
  return { trial, phases };
}

for (const length of [1000 / 144, 1000 / 60, 1000 / 30]) {
  for (const wanted of [100, 125, 333, 475, 1000]) {
    test(`${wanted} ms in frames of ${length.toFixed(1)} ms`, () => {
      const page = makePage();
      const { trial, phases } = until("question", page, wanted, length);
      assert.deepEqual(
        phases.map(([name]) => name),
        ["cross", "image", "mask", "question"],
      );
      const [cross, image, mask, question] = phases.map(([, at]) => at);
      const shown = mask - image;
      assert.ok(Math.abs(shown - wanted) <= length / 2 + 1e-6, `shown for ${shown}`);
      assert.ok(image - cross >= 500 && question - mask >= 300);
      page.now += 50;
      const { shown_ms, answer_ms, counted } = trial.answer();
      assert.equal(shown_ms, shown);
      assert.equal(answer_ms, page.now - image);
      assert.equal(counted, true);
      assert.equal(page.queue.size, 0);
      assert.equal(page.ears.size, 0);
    });
  }
}

test("an answer is waited for from the image on, and may come while it is shown", () => {
  const page = makePage();
  const { trial } = until("image", page, 1000, 10);
  assert.ok(trial.waits());
  page.pass(200, 10);
  page.now += 3;
  assert.deepEqual(trial.answer(), { shown_ms: 203, answer_ms: 203, counted: true });
  const { trial: early } = until("cross", page, 1000, 10);
  page.pass(400, 10);
  assert.ok(!early.waits());
  early.stop();
  assert.equal(page.queue.size + page.ears.size, 0);
});

test("without a limit the image stays until the answer, and every answer counts", () => {
  const page = makePage();
  const { trial, phases } = until("image", page, 0, 20);
  page.pass(60_000, 20);
  assert.equal(phases.length, 2);
  const { shown_ms, counted } = trial.answer();
  assert.ok(Math.abs(shown_ms - 60_000) < 1e-6 && counted);
});

test("a trial does not count when a frame came late by more than a frame", () => {
  for (const [late, counts] of [
    [10, true],
    [16, true],
    [40, false],
    [500, false],
  ]) {
    const page = makePage();
    const { trial, phases } = until("image", page, 200, 10);
    page.pass(190, 10);
    page.frame(10 + late);
    const stayed = phases.at(-1)[1] - phases[1][1];
    assert.equal(phases.at(-1)[0], "mask");
    const { shown_ms, counted } = trial.answer();
    assert.equal(shown_ms, stayed);
    assert.equal(counted, counts && stayed <= 211, `late by ${late}: ${stayed}`);
  }
});

test("an answer that comes before a late frame does not count either", () => {
  const page = makePage();
  const { trial } = until("image", page, 100, 10);
  page.now += 300;
  assert.deepEqual(trial.answer(), { shown_ms: 300, answer_ms: 300, counted: false });
});

test("slow frames before the image excuse nothing", () => {
  const page = makePage();
  const { shown_ms, counted } = until("mask", page, 125, 90).trial.answer();
  assert.ok(Math.abs(shown_ms - 180) < 1e-6);
  assert.equal(counted, false);
});

test("a trial does not count when its image was out of sight for a while", () => {
  let page = makePage();
  let on = true;
  let { trial } = until("image", page, 500, 10, () => on);
  on = false;
  page.pass(100, 10);
  on = true;
  page.pass(600, 10);
  assert.equal(trial.answer().counted, false);
  page = makePage();
  ({ trial } = until("image", page, 500, 10));
  page.hidden = true;
  page.ears.forEach((ear) => ear());
  page.hidden = false;
  page.pass(600, 10);
  assert.equal(trial.answer().counted, false);
  page = makePage();
  ({ trial } = until("question", page, 500, 10));
  page.hidden = true;
  page.ears.forEach((ear) => ear());
  assert.equal(trial.answer().counted, true, "the image was gone by then");
});

test("it waits with the cross until the reader can see it", () => {
  const page = makePage();
  const phases = [];
  let on = false;
  runTrial(
    200,
    () => on,
    (phase) => phases.push(phase),
  );
  page.pass(5000, 10);
  assert.deepEqual(phases, ["cross"]);
  on = true;
  page.pass(490, 10);
  assert.deepEqual(phases, ["cross"]);
  page.pass(30, 10);
  assert.deepEqual(phases, ["cross", "image"]);
});

test("later comes once, and can be stopped", () => {
  const page = makePage();
  const heard = [];
  later(200, () => heard.push(page.now));
  const stop = later(100, () => heard.push("stopped"));
  page.pass(50, 10);
  stop();
  page.pass(500, 10);
  assert.deepEqual(heard, [1210]);
});

// Keys.

test("keys that answer, and keys that do not", () => {
  const key = (key, rest = {}) => answerOf({ key, target: { closest: () => null }, ...rest });
  assert.deepEqual(
    ["f", "F", "j", "J", "g", "Enter", " ", undefined].map((each) => key(each)),
    ["fake", "fake", "real", "real", undefined, undefined, undefined, undefined],
  );
  for (const held of ["ctrlKey", "metaKey", "altKey", "repeat"]) assert.equal(key("f", { [held]: true }), undefined);
  assert.equal(key("f", { target: { closest: () => ({}) } }), undefined);
  assert.equal(key("f", { target: { isContentEditable: true } }), undefined);
  assert.equal(key("f", { target: {} }), "fake");
});

// The store.

/** A browser's store: `rules` may hold get, set and remove that throw. */
function makeStorage(rules = {}) {
  const held = new Map();
  const obey = (name) => {
    if (rules[name]) throw new Error(name);
  };
  const storage = {
    getItem(key) {
      obey("get");
      return held.get(key) ?? null;
    },
    setItem(key, value) {
      obey("set");
      held.set(key, value);
    },
    removeItem(key) {
      obey("remove");
      held.delete(key);
    },
  };
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    get() {
      obey("all");
      return storage;
    },
  });
  return held;
}
const KEY = "gan_utils.real-or-fake.digits";
const HERE = "Kept in this browser only.";

test("answers are kept under the name of the store, with a version", () => {
  const held = makeStorage();
  const store = openStore("digits");
  assert.deepEqual([store.trials(), store.note()], [[], HERE]);
  store.add(TRIAL);
  store.add({ ...TRIAL, image: 4 });
  assert.deepEqual([...held.keys()], [KEY]);
  assert.deepEqual(JSON.parse(held.get(KEY)), { version: 1, trials: [TRIAL, { ...TRIAL, image: 4 }] });
  assert.deepEqual(openStore("digits").trials(), store.trials());
  assert.deepEqual(openStore("faces").trials(), []);
  store.forget();
  assert.deepEqual([held.size, store.trials(), openStore("digits").trials()], [0, [], []]);
});

test("two figures of one name lose nothing of each other", () => {
  makeStorage();
  const [one, two] = [openStore("digits"), openStore("digits")];
  one.add(TRIAL);
  two.add({ ...TRIAL, image: 4 });
  one.add({ ...TRIAL, image: 5 });
  assert.deepEqual(
    openStore("digits")
      .trials()
      .map(({ image }) => image),
    [3, 4, 5],
  );
  two.forget();
  one.add(TRIAL);
  assert.deepEqual(one.trials(), [TRIAL]);
});

const kept = (trials, version = 1) => JSON.stringify({ version, trials });
const DAMAGED = {
  "no JSON": "{",
  null: "null",
  "a number": "3",
  "no trials": '{"version":1}',
  "another version": kept([TRIAL], 2),
  "no version": JSON.stringify({ trials: [TRIAL] }),
  "a trial that is null": kept([null]),
  "trials that are text": kept("ab"),
  "a text for a number": kept([TRIAL, { ...TRIAL, shown_ms: "499" }]),
  "a truth of its own": kept([{ ...TRIAL, truth: "both" }]),
  "an answer of its own": kept([{ ...TRIAL, answer: "<b>" }]),
  "a number that was NaN": kept([{ ...TRIAL, answer_ms: NaN }]),
  "a trial with a part missing": kept([{ ...TRIAL, counted: undefined }]),
};
for (const [what, text] of Object.entries(DAMAGED)) {
  test(`what is damaged is left out and said: ${what}`, () => {
    const held = makeStorage();
    held.set(KEY, text);
    const store = openStore("digits");
    assert.deepEqual(store.trials(), []);
    assert.match(store.note(), /could not be read/);
    store.add(TRIAL);
    assert.deepEqual(openStore("digits").trials(), [TRIAL]);
    held.set(KEY, text);
    const other = openStore("digits");
    other.forget();
    assert.deepEqual([held.size, other.note()], [0, HERE]);
  });
}

for (const rules of [{ all: true }, { get: true, set: true, remove: true }, { set: true }]) {
  test(`where the browser forbids it, answers last until the page is left: ${Object.keys(rules)}`, () => {
    makeStorage(rules);
    const store = openStore("digits");
    store.add(TRIAL);
    store.add({ ...TRIAL, image: 4 });
    assert.deepEqual(store.trials(), [TRIAL, { ...TRIAL, image: 4 }]);
    assert.match(store.note(), /keep nothing: your results last until you leave/);
    assert.deepEqual(openStore("digits").trials(), []);
    store.forget();
    assert.deepEqual(store.trials(), []);
  });
}

test("a table of comma-separated values, whatever an opponent is called", () => {
  const odd = { ...TRIAL, opponent: 'a "good", one\nof two', truth: "fake" };
  assert.equal(
    csvOf([TRIAL, odd]),
    "game,opponent,truth,answer,wanted_ms,shown_ms,answer_ms,staircase,feedback,counted,image,correct\r\n" +
      "1,GAN,real,fake,500,499.5,700.25,false,true,true,3,false\r\n" +
      '1,"a ""good"", one\nof two",fake,fake,500,499.5,700.25,false,true,true,3,true\r\n',
  );
});
