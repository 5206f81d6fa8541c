// A tray and the wall: groups of faces to choose from, each face a button.

import { button, choice, element } from "../ui/dom.js";
import { oneStop } from "./roving.js";

const SIGNS = { a: "A", b: "− B", c: "+ C" };
const nameOf = (tray) => tray.toUpperCase();

/** A face to press: a button with a canvas, which is painted later, a mark in its corner, and tell(words), which names it. */
function faceButton(control, label, mark, onClick) {
  const canvas = element("canvas", { width: 1, height: 1 });
  const made = button(control, "", onClick, { className: "gan-face" });
  made.setAttribute("aria-label", label);
  made.dataset.in = mark;
  made.append(canvas);
  function tell(words) {
    made.setAttribute("aria-label", `${label}: ${words}`);
    made.title = words;
  }
  return { made, canvas, tell };
}

/**
 * A tray: {row, average, thumbs, show(indices, active, recipe, words)}. `thumbs` are [index, canvas, tell] of each face. The
 * reader makes it the tray that the wall fills: onChoose(); takes a face out: onRemove(index); or fills it: onFill(recipe).
 */
export function makeTray(tray, recipes, { onChoose, onRemove, onFill }) {
  const radio = element("input", {
    type: "radio",
    name: "tray",
    value: tray,
    onchange: onChoose,
    "data-control": `tray-${tray}`,
  });
  const average = element("canvas", { width: 1, height: 1, role: "img", className: "gan-average" });
  average.setAttribute("aria-label", `The average face of tray ${nameOf(tray)}`);
  const holds = element("output", { "data-readout": `holds-${tray}`, "aria-live": "off" });
  const faces = element("div", {
    className: "gan-faces",
    role: "group",
    ariaLabel: `The faces of tray ${nameOf(tray)}`,
  });
  const stop = oneStop(faces);
  const kinds = Object.fromEntries(recipes.map((name) => [name, name]));
  const filling = choice(
    `fill-${tray}`,
    `fill tray ${nameOf(tray)} with`,
    { "": "choose …", ...kinds },
    "",
    (recipe) => {
      if (recipe) onFill(recipe);
    },
  );
  let shown = null;
  const row = element(
    "div",
    { className: "gan-tray" },
    element("label", { className: "gan-tray-name" }, radio, element("span", { textContent: SIGNS[tray] })),
    filling.row,
    average,
    element("div", {}, faces, holds),
  );
  const made = {
    row,
    average,
    thumbs: [],
    show(indices, active, recipe, words) {
      radio.checked = active;
      row.dataset.active = active;
      if (!indices.length) {
        // an empty frame, so that nothing jumps
        average.width = 1;
        delete average.dataset.key;
      }
      holds.textContent = words;
      holds.dataset.value = JSON.stringify(indices);
      holds.hidden = words === recipe; // the menu says it
      filling.show(recipe);
      if (shown === String(indices)) return;
      shown = String(indices);
      const pairs = indices.map((index, i) =>
        faceButton(`remove-${tray}`, `Take out of tray ${nameOf(tray)}: face ${index + 1}`, "×", () => {
          onRemove(index);
          (faces.children[Math.min(i, faces.children.length - 1)] ?? radio).focus(); // what was pressed is gone
        }),
      );
      faces.replaceChildren(...pairs.map((pair) => pair.made));
      made.thumbs = pairs.map(({ canvas, tell }, i) => [indices[i], canvas, tell]);
      stop.again();
    },
  };
  return made;
}

/** The wall: {row, thumbs, show(active, trays)}, where trays are {tray: indices}. onPress(index) hears of a face that is pressed. */
export function makeWall(count, onPress) {
  const faces = Array.from({ length: count }, (_, index) =>
    faceButton("wall", `Face ${index + 1}`, "", () => onPress(index)),
  );
  const row = element("div", { className: "gan-wall", role: "group" }, ...faces.map(({ made }) => made));
  oneStop(row).again();
  return {
    row,
    thumbs: faces.map(({ canvas, tell }, index) => [index, canvas, tell]),
    show(active, trays) {
      faces.forEach(({ made }, index) => {
        const inside = Object.keys(trays).filter((tray) => trays[tray].includes(index));
        made.dataset.in = inside.map(nameOf).join(" ");
        made.setAttribute("aria-pressed", inside.includes(active));
      });
      row.ariaLabel = `The wall of faces: press one to put it into tray ${nameOf(active)}, or take it out`;
    },
  };
}
