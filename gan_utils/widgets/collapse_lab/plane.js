// The plane of CollapseLab, and the modes that a reader adds there, by a click or by keyboard.

import { clamp } from "../../page/engine/numbers.js";
import { figure, stroke } from "../draw/canvas.js";
import { element } from "../ui/dom.js";
import { KEYS } from "../ui/keys.js";
import { palette } from "../ui/theme.js";
import { counted } from "../ui/words.js";
import { drawPlane, pixelOf } from "./figures.js";

const NUDGE = 0.1; // by an arrow key

const tidy = (value) => Number(value.toFixed(2));

/** Where the next mode would be added by keyboard. */
function drawCross(context, [across, down], ink) {
  context.strokeStyle = ink;
  context.lineWidth = 1.5;
  stroke(context, [
    [across - 8, down],
    [across + 8, down],
  ]);
  stroke(context, [
    [across, down - 8],
    [across, down + 8],
  ]);
}

/**
 * The plane, which shows [-reach, reach]: {place, redraw(), stop()}. scene() gives what is drawn, {picture, target, layers};
 * onMode(point) hears of a mode that is wanted there, while adding() says that the target is the reader's own.
 */
export function makePlane(root, reach, { scene, adding, onMode }) {
  let cursor = [0, 0];
  let typing = false;
  const { canvas, ...plane } = figure(
    "Samples of the generator over the target; a ring marks each mode that is captured",
    1,
    (context, width) => {
      const colours = palette(root);
      live(adding());
      if (!scene().picture) return;
      drawPlane(context, width, colours, { ...scene(), reach });
      if (typing) drawCross(context, pixelOf(width, reach)(...cursor), colours.ink);
    },
    { "data-control": "plane" },
  );
  /** It takes clicks and keys only where they add something. */
  function live(on) {
    if (on === canvas.hasAttribute("tabindex")) return;
    canvas.toggleAttribute("tabindex", on);
    if (on) canvas.tabIndex = 0;
    canvas.setAttribute("role", on ? "application" : "img");
    canvas.setAttribute(
      "aria-description",
      on ? "Tap to add a mode; or move a cross by arrow keys, and press Enter." : "",
    );
  }
  canvas.onclick = ({ clientX, clientY }) => {
    if (!adding()) return;
    const box = canvas.getBoundingClientRect();
    const shares = [(2 * (clientX - box.left)) / box.width - 1, 1 - (2 * (clientY - box.top)) / box.height];
    onMode(shares.map((share) => tidy(reach * share)));
  };
  // The same without a mouse: arrows move a cross, Enter adds a mode there.
  canvas.onkeydown = (event) => {
    const adds = event.key === "Enter" || event.key === " ";
    if (!adds && !KEYS[event.key]) return;
    // The theme turns pages by these keys.
    event.stopPropagation();
    if (!adding()) return;
    event.preventDefault();
    typing = true;
    if (adds) onMode(cursor);
    else {
      const [right, up, times] = KEYS[event.key];
      cursor = [right, up].map((way, i) => clamp(tidy(cursor[i] + NUDGE * times * way), -reach, reach));
    }
    plane.redraw();
  };
  canvas.onblur = () => {
    typing = false;
    plane.redraw();
  };
  return plane;
}

/** A kept run at the round of the current one, small: {place, show(beside), redraw(), stop()}; `beside` may be null. */
export function besidePlane(root, reach, target) {
  let shown = null;
  const words = element("p", { className: "gan-beside", "data-readout": "beside" });
  const { place, ...plane } = figure("The run that was kept, at the same round", 1, (context, width) => {
    if (!shown) return;
    const layers = { samples: true, target: true };
    drawPlane(context, width, palette(root), { picture: shown, target: target(), layers, reach });
  });
  const both = element("div", { className: "gan-lab-beside", hidden: true }, words, place);
  return {
    ...plane,
    place: both,
    show(beside) {
      shown = beside;
      both.hidden = !beside;
      if (!beside) return;
      const held = beside.captured === null ? "" : `: ${counted(beside.captured, "mode")} captured`;
      words.textContent = `The run that was kept, at round ${beside.step}${held}`;
      plane.redraw();
    },
  };
}
