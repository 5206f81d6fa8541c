// The board: three trays and the wall, from which the reader fills one of them.

import { element } from "../ui/dom.js";
import { TRAYS } from "./selection.js";
import { makeTray, makeWall } from "./trays.js";

/** {form, parts, trays, wall, show(), reset()}. onChange() hears of what the model does not tell. */
export function makeBoard(model, selection, onChange) {
  const { wall: onWall, most } = model.get("_constants");
  const says = element("p", { className: "gan-says", role: "status", "data-readout": "says" });
  const words = element("p", { className: "gan-wall-words" });
  let active = TRAYS[0];

  function put(tray, indices) {
    says.textContent = "";
    selection.put(tray, indices);
  }
  const takeOut = (tray, index) =>
    put(
      tray,
      selection.held(tray).filter((other) => other !== index),
    );
  function toggle(index) {
    const held = selection.held(active);
    if (held.includes(index)) takeOut(active, index);
    else if (held.length < most) put(active, [...held, index]);
    else says.textContent = `Tray ${active.toUpperCase()} is full: it has ${most} faces.`;
  }
  const trayFor = (tray) =>
    makeTray(tray, selection.recipes, {
      onChoose() {
        active = tray;
        onChange();
      },
      onRemove: (index) => takeOut(tray, index),
      onFill(recipe) {
        selection.want({ [tray]: recipe });
        onChange();
      },
    });
  const trays = Object.fromEntries(TRAYS.map((tray) => [tray, trayFor(tray)]));
  const wall = makeWall(onWall, toggle);

  return {
    // A form, so that radio buttons of another figure are no part of this group.
    form: element("form", { className: "gan-trays", onsubmit: () => false }, ...TRAYS.map((tray) => trays[tray].row)),
    parts: [says, words, wall.row],
    trays,
    wall,
    show() {
      for (const tray of TRAYS)
        trays[tray].show(selection.held(tray), tray === active, selection.recipeOf(tray), selection.wordsOf(tray));
      wall.show(active, Object.fromEntries(TRAYS.map((tray) => [tray, selection.held(tray)])));
      words.textContent = `The wall: press a face to put it into tray ${active.toUpperCase()}, once more to take it out.`;
    },
    reset() {
      active = TRAYS[0];
      says.textContent = "";
    },
  };
}
