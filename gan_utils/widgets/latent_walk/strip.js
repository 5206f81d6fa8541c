// The strip: the whole path in twelve pictures, and under them how long its latent points are.

import { dot, figure, stroke, typeface } from "../draw/canvas.js";
import { element } from "../ui/dom.js";
import { draggable } from "../ui/drag.js";
import { download } from "../ui/save.js";
import { palette } from "../ui/theme.js";

const FRAMES = 12;
const LENGTHS = 73; // points of the curve
const SIDE = 64; // pixels of a picture in the file
const ROOM = 64; // pixels under the pictures
const LOW = 0.25; // of the typical length, where the curve's axis begins
const HIGH = 1.3;

/**
 * A figure, with fill(), the work of drawing its pictures by paint(share), measure(), which takes the curve anew, and
 * save(). `typical` is the length of most latent points. onScrub(share) hears of the place that the reader drags to.
 */
export function makeStrip(root, walk, typical, { paint, onScrub }) {
  let pictures = [];
  let lengths = [];
  const cell = (width) => width / FRAMES;
  const xOf = (share, width) => cell(width) * (0.5 + share * (FRAMES - 1));
  const shareOf = (x, width) => Math.min(1, Math.max(0, (x / cell(width) - 0.5) / (FRAMES - 1)));

  function draw(context, width, height) {
    const ink = palette(root);
    const side = cell(width);
    context.imageSmoothingEnabled = true;
    pictures.forEach((each, i) => context.drawImage(each, i * side + 1, 0, side - 2, side - 2));

    const y = (length) => height - 4 - ((length / typical - LOW) / (HIGH - LOW)) * (ROOM - 10);
    context.lineWidth = 1;
    context.strokeStyle = ink.muted;
    context.setLineDash([4, 4]);
    stroke(context, [
      [side / 2, y(typical)],
      [width - side / 2, y(typical)],
    ]);
    context.setLineDash([]);
    context.strokeStyle = ink.ink;
    context.lineWidth = 2;
    const curve = lengths.map((length, i) => [xOf(i / (LENGTHS - 1), width), y(length)]);
    stroke(context, curve);
    context.font = typeface(11);
    context.fillStyle = ink.muted;
    context.textBaseline = "alphabetic";
    context.textAlign = "left";
    context.fillText("‖z‖ on the way; dashed: typical", side / 2, height - 4);
    if (walk.onPath()) mark(context, ink.generated, walk.share(), { width, side, curve });
  }
  /** Where the walk is: the picture that is nearest in a frame, and a dot on the curve. */
  function mark(context, colour, share, { width, side, curve }) {
    const x = xOf(share, width);
    context.strokeStyle = colour;
    context.lineWidth = 3;
    context.strokeRect(Math.round(share * (FRAMES - 1)) * side + 2, 1.5, side - 4, side - 5);
    const [, at] = curve[Math.round(share * (LENGTHS - 1))];
    context.lineWidth = 1;
    stroke(context, [
      [x, side],
      [x, at],
    ]);
    context.fillStyle = colour;
    dot(context, x, at, 5);
  }
  const made = figure(
    "The path in twelve pictures, and the length of its latent points",
    (width) => (cell(width) + ROOM) / width,
    draw,
    { "data-control": "strip" },
  );
  const scrub = (x) => onScrub(shareOf(x, made.canvas.clientWidth));
  draggable(made.canvas, { drag: (x) => scrub(x), nudge() {} });
  return {
    ...made,
    measure() {
      lengths = walk.lengths(LENGTHS);
      made.redraw();
    },
    *fill() {
      pictures = [];
      for (let i = 0; i < FRAMES; i++) yield pictures.push(paint(i / (FRAMES - 1)));
    },
    save: () => save(pictures),
  };
}

/** Hands the reader the pictures as one PNG. */
function save(pictures) {
  const sheet = element("canvas", { width: SIDE * FRAMES, height: SIDE });
  const context = sheet.getContext("2d");
  context.imageSmoothingEnabled = false;
  pictures.forEach((each, i) => context.drawImage(each, i * SIDE, 0, SIDE, SIDE));
  download("latent-walk.png", sheet.toDataURL("image/png"));
}
