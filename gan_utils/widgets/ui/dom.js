// Elements, labelled controls and read-outs.

import { clamp } from "../../page/engine/numbers.js";

/** An element: attributes and properties in `options`, then its children. */
export function element(tag, options = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (name in made && name !== "list") made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** A button; `data-control` names it for tests and style. */
export function button(name, text, onClick, options = {}) {
  return element("button", { type: "button", textContent: text, onclick: onClick, "data-control": name, ...options });
}

/** What may be typed, in small letters. */
const limits = ({ min, max }) => element("small", { textContent: `${min} to ${max}`.replace(/-/g, "−") });

/**
 * A box to type a number into: {box, show(value)}. What is typed out of range is clamped, what is no number is undone, and
 * what is being typed stays while something else is shown.
 */
function typing(name, { min, max, step, value }, onTyped) {
  const box = element("input", { type: "number", min, max, step, value, "data-control": name });
  const whole = Number.isInteger(step) && Number.isInteger(min);
  let current = value;
  let busy = false;
  const show = (next) => {
    current = next;
    // No 0.35000000000000003.
    if (!busy) box.value = Number(next.toFixed(6));
  };
  const leave = () => {
    busy = false;
    show(current);
  };
  box.oninput = () => {
    busy = true;
  };
  box.onblur = leave;
  box.onchange = () => {
    const next = box.value === "" ? Number.NaN : Number(box.value);
    if (!Number.isFinite(next)) return leave();
    busy = false;
    show(clamp(whole ? Math.round(next) : next, min, max));
    onTyped(current);
  };
  return { box, show };
}

/** A number by slider and by typing: {row, show(value)}. */
export function slider(name, label, { min, max, step, value = min }, onInput) {
  const range = element("input", { type: "range", min, max, step, value, "data-control": name });
  const typed = typing(`${name}-number`, { min, max, step, value }, (next) => take(next));
  typed.box.setAttribute("aria-label", `${label}, typed`);
  let current = value;
  const show = (next) => {
    current = next;
    range.value = next;
    typed.show(next);
  };
  const take = (next) => {
    show(next);
    onInput(next);
  };
  range.oninput = () => take(Number(range.value));
  // A finger that scrolls the page over a slider has set it at its first touch: that is taken back.
  let before = null;
  range.onpointerdown = () => {
    before = current;
  };
  range.onpointercancel = () => take(before);
  const row = element(
    "div",
    { className: "gan-field" },
    element("label", {}, element("span", { textContent: label }), range),
    element("div", {}, limits({ min, max }), typed.box),
  );
  return { row, show };
}

/** A number by typing alone: {row, show(value)}. */
export function numberBox(name, label, { min, max, step, value = min }, onInput) {
  const { box, show } = typing(name, { min, max, step, value }, onInput);
  const words = element("span", {}, `${label} `, limits({ min, max }));
  return { row: element("label", { className: "gan-field" }, words, box), show };
}

/** A choice from {value: text}. Returns {row, show(value)}. */
export function choice(name, label, texts, value, onChange) {
  const select = element(
    "select",
    { "data-control": name },
    ...Object.entries(texts).map(([key, text]) => element("option", { value: key, textContent: text })),
  );
  select.value = value;
  select.onchange = () => onChange(select.value);
  const row = element("label", { className: "gan-field" }, element("span", { textContent: label }), select);
  return {
    row,
    show: (next) => {
      select.value = next;
    },
  };
}

/**
 * A named number or sentence, which changes in silence: the card says what happened when it is asked or pauses.
 * show(text, exact) also keeps the exact value where tests read it.
 */
export function readout(name, label) {
  const output = element("output", { "data-readout": name, "aria-live": "off" });
  const term = element("dt", { textContent: label });
  const row = element("div", {}, term, element("dd", {}, output));
  return {
    row,
    show(text, exact = text) {
      output.textContent = text;
      output.dataset.value = exact;
    },
    rename(next) {
      term.textContent = next;
    },
    hide(hidden) {
      row.hidden = hidden;
    },
  };
}

/** A box to tick. Returns {row, show(on)}. */
export function tick(name, label, on, onChange) {
  const box = element("input", { type: "checkbox", checked: on, "data-control": name });
  box.onchange = () => onChange(box.checked);
  return {
    row: element("label", { className: "gan-tick" }, box, label),
    show: (next) => {
      box.checked = next;
    },
  };
}
