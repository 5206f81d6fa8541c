// One trial: a cross, the image for so many frames, a mask, the question. All by the clock of the page's frames.

import { median } from "../../page/metrics/human.js";

// Milliseconds. Clocks of pages are rounded, in some browsers to whole ones.
const CROSS = 500;
const MASKED = 300;
const SLOWEST_FRAME = 1000 / 30;
const CLOCK = 1;

/**
 * Runs a trial. The image stays for `wanted` milliseconds to the nearest frame; 0: until the answer. seen() tells
 * whether the reader can see it: the trial begins only then. enter(phase) shows "cross", "image", "mask", "question".
 * {waits(), answer(), stop()}: answer() ends it and gives {shown_ms, answer_ms, counted}. A trial does not count when
 * its image was out of sight for a while, or stayed longer than wanted by more than a frame.
 */
export function runTrial(wanted, seen, enter) {
  const gaps = [];
  let phase = "";
  let began = null;
  let last = null;
  let frame = SLOWEST_FRAME;
  let onset = 0;
  let shown = null;
  let unseen = false;
  let request = 0;
  function go(next, now) {
    [phase, began] = [next, now];
    enter(next);
  }
  function tick(now) {
    request = requestAnimationFrame(tick);
    began ??= now;
    if (phase === "cross") {
      if (last !== null) gaps.push(now - last);
      last = now;
      if (!seen()) began = now;
      if (now - began < CROSS) return;
      frame = Math.min(median(gaps), SLOWEST_FRAME);
      onset = now;
      go("image", now);
    } else if (phase === "image" && wanted) {
      unseen ||= !seen();
      if (now - onset < wanted - frame / 2) return;
      shown = now - onset;
      go("mask", now);
    } else if (phase === "mask" && now - began >= MASKED) go("question", now);
  }
  const hide = () => {
    unseen ||= phase === "image" && document.hidden;
  };
  const stop = () => {
    cancelAnimationFrame(request);
    document.removeEventListener("visibilitychange", hide);
  };
  document.addEventListener("visibilitychange", hide);
  go("cross", null);
  request = requestAnimationFrame(tick);
  return {
    waits: () => phase !== "cross",
    answer() {
      stop();
      const answered = performance.now() - onset;
      const stayed = shown ?? answered;
      return {
        shown_ms: stayed,
        answer_ms: answered,
        counted: !wanted || (!unseen && stayed <= wanted + frame + CLOCK),
      };
    },
    stop,
  };
}

/** Calls back once, so many milliseconds of frames later. Returns a function that stops it. */
export function later(milliseconds, callback) {
  let began = null;
  let request = requestAnimationFrame(function look(now) {
    began ??= now;
    if (now - began >= milliseconds) callback();
    else request = requestAnimationFrame(look);
  });
  return () => cancelAnimationFrame(request);
}
