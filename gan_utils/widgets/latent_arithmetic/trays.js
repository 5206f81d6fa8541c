// A tray and the wall: groups of faces to choose from, each face a button.

import { button, choice, element } from "../ui/dom.js";

const SIGNS = { a: "A", b: "− B", c: "+ C" };
const nameOf = (tray) => tray.toUpperCase();

/** A face to press: a button with a canvas, which is painted later, and a mark in its corner. */
function faceButton(control, label, mark, onClick) {
  const canvas = element("canvas", { width: 1, height: 1 });
  const made = button(control, "", onClick, { className: "gan-face" });
  made.setAttribute("aria-label", label);
  made.dataset.in = mark;
  made.append(canvas);
  return { made, canvas };
}

/**
 * A tray: {row, average, thumbs, show(indices, active, recipe, words)}. `thumbs` are [index, canvas] of each face. The
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
  const holds = element("output", { "data-readout": `holds-${tray}` });
  const faces = element("div", { className: "gan-faces" });
  const kinds = Object.fromEntries(recipes.map((name) => [name, name]));
  const filling = choice(`fill-${tray}`, "fill with", { "": "choose …", ...kinds }, "", (recipe) => {
    if (recipe) onFill(recipe);
  });
  let shown = null;
  const row = element(
    "div",
    { className: "gan-tray" },
    element("label", { className: "gan-tray-name" }, radio, element("span", { textContent: SIGNS[tray] })),
    average,
    element("p", {}, holds),
    faces,
    filling.row,
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
      filling.show(recipe);
      if (shown === String(indices)) return;
      shown = String(indices);
      const pairs = indices.map((index, i) =>
        faceButton(`remove-${tray}`, `Take face ${index + 1} out of tray ${nameOf(tray)}`, "×", () => {
          onRemove(index);
          (faces.children[Math.min(i, faces.children.length - 1)] ?? radio).focus(); // what was pressed is gone
        }),
      );
      faces.replaceChildren(...pairs.map((pair) => pair.made));
      made.thumbs = pairs.map(({ canvas }, i) => [indices[i], canvas]);
    },
  };
  return made;
}

/** The wall: {row, thumbs, show(active, trays)}, where trays are {tray: indices}. onPress(index) hears of a face that is pressed. */
export function makeWall(count, onPress) {
  const faces = Array.from({ length: count }, (_, index) => faceButton("wall", "", "", () => onPress(index)));
  return {
    row: element(
      "div",
      { className: "gan-wall", role: "group", ariaLabel: "The wall of faces" },
      ...faces.map(({ made }) => made),
    ),
    thumbs: faces.map(({ canvas }, index) => [index, canvas]),
    show(active, trays) {
      faces.forEach(({ made }, index) => {
        const inside = Object.keys(trays).filter((tray) => trays[tray].includes(index));
        made.dataset.in = inside.map(nameOf).join(" ");
        made.setAttribute("aria-pressed", inside.includes(active));
        made.setAttribute("aria-label", `Face ${index + 1} in tray ${nameOf(active)}`);
      });
    },
  };
}
