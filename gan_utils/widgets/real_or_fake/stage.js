// The stage of a rating game: one image at a time, in a place of one size, so that nothing jumps.

import { picture } from "../draw/picture.js";
import { button, element } from "../ui/dom.js";

// Pixels of the screen that a side of an image takes, about.
const SIDE = 160;

/**
 * {place, load(pixels, mask), show(phase, told), say(text)}. Phases: "wait", "ready", "cross", "image", "mask",
 * "question", "told", "blank", "done". `told` is {line, big, truth}. Nothing here knows the truth before it is told.
 */
export function makeStage({ size, channels }, start) {
  const image = element("canvas", { className: "gan-rate-image", role: "img" });
  image.setAttribute("aria-label", "the image to judge");
  const mask = element("canvas", { className: "gan-rate-mask", "aria-hidden": "true" });
  const cross = element("span", { className: "gan-rate-cross", textContent: "+", "aria-hidden": "true" });
  const big = element("strong", { className: "gan-rate-big" });
  const line = element("p");
  const go = button("start", "Start", start);
  // What a screen reader hears.
  const heard = element("p", { className: "gan-rate-heard", role: "status", "aria-live": "polite" });
  const frame = element("div", { className: "gan-rate-frame" }, image, mask, cross, big);
  const place = element(
    "div",
    { className: "gan-rate-stage", tabIndex: 0, role: "group", "data-control": "stage" },
    frame,
    line,
    go,
    heard,
  );
  place.setAttribute("aria-label", "Stage. Space or Enter starts; F says fake, J says real.");
  frame.style.setProperty("--side", `${Math.max(1, Math.round(SIDE / size)) * size}px`);
  return {
    place,
    load(pixels, noise) {
      picture(pixels, channels, image);
      picture(noise, channels, mask);
    },
    show(phase, told = {}) {
      place.dataset.phase = phase;
      if (told.truth) place.dataset.truth = told.truth;
      else delete place.dataset.truth;
      big.textContent = told.big ?? (phase === "ready" || phase === "question" ? "?" : "");
      line.textContent = told.line ?? { cross: "Look at the cross.", question: "Real or fake?" }[phase] ?? "";
      go.textContent = phase === "done" ? "Play again" : "Start";
    },
    say(text) {
      heard.textContent = text;
    },
  };
}

/** {row, wait(on)}: the two answers, as buttons that act only while an answer is waited for. */
export function makeAnswers(answer) {
  // Not `disabled`, which would take the keyboard's focus away between two trials.
  const make = (name, text) => button(name, text, () => answer(name));
  const buttons = [make("fake", "Fake (F)"), make("real", "Real (J)")];
  const wait = (on) => buttons.forEach((each) => each.setAttribute("aria-disabled", String(!on)));
  wait(false);
  return { row: element("div", { className: "gan-rate-answers" }, ...buttons), wait };
}

/** The answer that a key gives, "fake" or "real"; undefined for any other, and where the key is meant for a text. */
export function answerOf(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return undefined;
  if (event.target.isContentEditable || event.target.closest?.("input, textarea, select")) return undefined;
  return { f: "fake", j: "real" }[event.key?.toLowerCase()];
}
