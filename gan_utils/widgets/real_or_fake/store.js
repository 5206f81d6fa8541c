// Where a reader's answers are kept: in this browser, or, where it forbids that, until the page is left.

import { csvLine, download } from "../ui/save.js";

const VERSION = 1;
const KINDS = {
  game: "number",
  opponent: "string",
  truth: "string",
  answer: "string",
  wanted_ms: "number",
  shown_ms: "number",
  answer_ms: "number",
  staircase: "boolean",
  feedback: "boolean",
  counted: "boolean",
  image: "number",
};
const SIDES = ["real", "fake"];

const isTrial = (trial) =>
  Object.entries(KINDS).every(([name, kind]) => typeof trial[name] === kind) &&
  SIDES.includes(trial.truth) &&
  SIDES.includes(trial.answer);

/** The trials of a text that add() wrote. Throws for any other. */
function trialsOf(text) {
  const { version, trials } = JSON.parse(text);
  if (version !== VERSION || !trials.every(isTrial)) throw new TypeError("no trials of this version");
  return trials;
}

/** {trials(), add(trial), forget(), note()} of a name. note() says where the trials are, and what went wrong. */
export function openStore(name) {
  const key = `gan_utils.real-or-fake.${name}`;
  let trials = [];
  let damaged = false;
  let allowed = true;
  /** Does something that a browser may forbid. */
  function attempt(action) {
    if (!allowed) return;
    try {
      action();
    } catch {
      allowed = false;
    }
  }
  function read() {
    let text = null;
    attempt(() => {
      text = localStorage.getItem(key);
    });
    if (!allowed) return;
    trials = [];
    if (text === null) return;
    try {
      trials = trialsOf(text);
    } catch {
      damaged = true;
    }
  }
  read();
  return {
    trials: () => trials,
    add(trial) {
      // Another figure or tab may have added some.
      read();
      trials = [...trials, trial];
      attempt(() => localStorage.setItem(key, JSON.stringify({ version: VERSION, trials })));
    },
    forget() {
      [trials, damaged] = [[], false];
      attempt(() => localStorage.removeItem(key));
    },
    note() {
      if (!allowed) return "This browser lets the page keep nothing: your results last until you leave it.";
      return damaged ? "Results that were kept here could not be read and are left out." : "Kept in this browser only.";
    },
  };
}

/** All trials as a table of comma-separated values, as RFC 4180 has it. */
export function csvOf(trials) {
  const columns = [...Object.keys(KINDS), "correct"];
  const rows = trials.map((trial) => ({ ...trial, correct: trial.truth === trial.answer }));
  return [columns, ...rows.map((row) => columns.map((name) => row[name]))].map((row) => `${csvLine(row)}\r\n`).join("");
}

/** Hands a table to the reader as a file. */
export function downloadTable(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  download(name, address);
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
