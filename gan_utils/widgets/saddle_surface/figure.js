// The saddle in space, with the line along which each player can move alone.

import { dot, stroke, typeface } from "../draw/canvas.js";
import { project, SURFACES } from "./surfaces.js";

const CELLS = 24; // a side
const LIFT = 0.55; // how high V = 1 is drawn
const GAP = 15; // pixels from the surface to a letter's middle

/** The places of a grid over [-1, 1]. */
const places = Array.from({ length: CELLS + 1 }, (_, i) => (2 * i) / CELLS - 1);

/** How a surface lies in a picture: at(x, y) gives the pixel and the depth of its point. However it is turned, all is seen. */
export function makeView(name, { turn, tilt }, width, height) {
  const { value } = SURFACES[name];
  const tall = LIFT * Math.cos(tilt) + Math.SQRT2 * Math.sin(tilt);
  const scale = Math.min(0.31 * width, (height / 2 - 2 * GAP) / tall);
  const centre = [width / 2, height / 2];
  return (x, y) => project([x, y, LIFT * value(x, y)], { turn, tilt }, scale, centre);
}

/**
 * Where the letters x and y stand: beside one end of each line, off the surface and apart from each other. Each is {end,
 * place}, two points in pixels.
 */
export function letterPlaces(at) {
  const middle = at(0, 0);
  const corners = places.flatMap((x) => places.map((y) => at(x, y)));
  const beside = (end) => {
    const way = [end.x - middle.x, end.y - middle.y];
    const length = Math.hypot(...way);
    // A line that points at the reader has its letter above.
    const [across, down] = length < 1 ? [0, -1] : way.map((each) => each / length);
    const out = Math.max(...corners.map(({ x, y }) => (x - middle.x) * across + (y - middle.y) * down)) + GAP;
    return { end, place: { x: middle.x + out * across, y: middle.y + out * down }, far: out - length };
  };
  const [ofX, ofY] = [
    [at(1, 0), at(-1, 0)],
    [at(0, 1), at(0, -1)],
  ].map((ends) => ends.map(beside));
  return [ofX, ofY].map(([one, other]) => (other.far < one.far ? other : one));
}

/** Tiles from the farthest to the nearest, so that what is near covers it: their corners, and V in their middles. */
function tilesOf(name, at) {
  const { value } = SURFACES[name];
  const tiles = [];
  for (let i = 0; i < CELLS; i++)
    for (let j = 0; j < CELLS; j++) {
      const corners = [
        [i, j],
        [i + 1, j],
        [i + 1, j + 1],
        [i, j + 1],
      ].map(([a, b]) => at(places[a], places[b]));
      const middle = value((places[i] + places[i + 1]) / 2, (places[j] + places[j + 1]) / 2);
      tiles.push({ corners, middle, depth: corners.reduce((sum, corner) => sum + corner.depth, 0) });
    }
  return tiles.sort((a, b) => b.depth - a.depth);
}

/** How much ink a place has by V there, which lies in [-1, 1]. */
const shade = (value) => 0.23 + 0.19 * value;

/** Says in a corner what the shades mean. */
function drawScale(context, ink) {
  context.fillStyle = ink;
  for (let i = 0; i < 5; i++) {
    context.globalAlpha = shade(i / 2 - 1);
    context.fillRect(38 + 9 * i, 5, 9, 9);
  }
  context.globalAlpha = 1;
  context.font = typeface(11);
  context.textAlign = "left";
  context.fillText("low V", 2, 13);
  context.fillText("high V", 89, 13);
}

/** Draws the surface `name`: the higher V, the more ink; x's line whole, y's dashed. */
export function drawSurface(context, width, height, colours, name, view) {
  const at = makeView(name, view, width, height);
  for (const { corners, middle } of tilesOf(name, at)) {
    context.beginPath();
    corners.forEach(({ x, y }, i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
    context.closePath();
    context.fillStyle = colours.paper;
    context.fill();
    context.globalAlpha = shade(middle);
    context.fillStyle = colours.ink;
    context.fill();
    context.globalAlpha = 0.35;
    context.strokeStyle = colours.muted;
    context.lineWidth = 0.5;
    context.stroke();
    context.globalAlpha = 1;
  }
  const lines = [
    ["x", colours.real, [], (t) => at(t, 0)],
    ["y", colours.generated, [9, 5], (t) => at(0, t)],
  ];
  const letters = letterPlaces(at);
  context.textAlign = "center";
  lines.forEach(([letter, line, dashes, point], i) => {
    const { end, place } = letters[i];
    const pixels = places.map((t) => [point(t).x, point(t).y]);
    context.strokeStyle = colours.paper;
    context.lineWidth = 6;
    stroke(context, pixels);
    context.setLineDash(dashes);
    context.strokeStyle = line;
    context.lineWidth = 3;
    stroke(context, pixels);
    context.lineWidth = 1;
    context.setLineDash([2, 3]);
    stroke(context, [
      [end.x, end.y],
      [place.x, place.y],
    ]);
    context.setLineDash([]);
    context.font = typeface(16, 700);
    context.fillStyle = colours.paper;
    dot(context, place.x, place.y, 9);
    context.fillStyle = colours.ink;
    context.fillText(letter, place.x, place.y + 5);
  });
  context.fillStyle = colours.ink;
  const { x, y } = at(0, 0);
  dot(context, x, y, 5);
  drawScale(context, colours.ink);
}
