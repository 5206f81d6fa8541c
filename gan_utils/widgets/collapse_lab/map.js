// The map of collapse: what eight seeds came to at each pair of learning rates. A press on a cell goes there.

import { clamp } from "../../page/engine/numbers.js";
import { figure, ring, stroke, typeface } from "../draw/canvas.js";
import { choice, element } from "../ui/dom.js";
import { KEYS } from "../ui/keys.js";
import { palette } from "../ui/theme.js";
import { grouped, pretty } from "../ui/words.js";

// What a seed may come to, in the order of a cell's counts; the others lie between.
const KINDS = ["hop", "sit", "cover all"];
const MARGINS = { left: 62, right: 6, top: 6, bottom: 44 };
const GAP = 2; // pixels between cells
const PALE = 0.35; // what lies between
const OTHER = "other"; // settings that were not run

/** The method whose runs the map has and which these settings are, if there is one. */
export const methodOf = ({ fixed, methods }, settings) =>
  methods.find((method) => Object.entries({ ...fixed, ...method.settings }).every(([key, at]) => settings[key] === at));

/** Settings in words: the method, if the map knows it, and the rates. */
export function nameOf(map, settings) {
  const [lr, lrD] = [settings.lr, settings.lr_d].map((rate) => Number(rate.toPrecision(3)));
  return `${methodOf(map, settings)?.title ?? "settings that the map does not know"}, G ${lr}, D ${lrD}`;
}

/** The cell of a method at a place [column, row], which is [D's rate, G's rate] by number, if it was run. */
export function cellAt(method, [column, row]) {
  const cell = method?.cells.match(/.{5}/g).find((each) => each.startsWith(`${row}${column}`));
  return cell && [...cell].map(Number);
}

/**
 * Where half of a row's seeds are of a kind, in cells from the left (NaN if none is), and how many rows that stands for;
 * nothing where the method has no cells. As Python's `border` takes it: what hops lies where D is slow, what sits where it is fast.
 */
export function borderOf(method, { rates, seeds }, row, kind) {
  const cells = rates.map((_, column) => cellAt(method, [column, row])).filter(Boolean);
  if (!cells.length) return undefined;
  const [first, last] = [cells[0][1], cells.at(-1)[1]];
  const step = (last - first) / (cells.length - 1);
  const wide = (step * cells.reduce((sum, cell) => sum + cell[2 + kind], 0)) / seeds || Number.NaN;
  return { at: kind ? last + (1 + step) / 2 - wide : first + (1 - step) / 2 + wide, step };
}

/** How many of so many seeds hop, sit and cover, in words. */
export function kindsInWords(counts, seeds) {
  const left = seeds - counts.reduce((sum, count) => sum + count, 0);
  return [...counts, left]
    .map((count, i) => (count ? `${count} ${KINDS[i] ?? "lie between"}` : ""))
    .filter(Boolean)
    .join(", ");
}

/** A cell in words. */
export const wordsOf = ({ rates, seeds, steps }, [g, d, ...counts]) =>
  `G ${rates[g]}, D ${rates[d]}: of ${seeds} seeds ${kindsInWords(counts, seeds)}, after ${grouped(steps)} rounds.`;

/** Where the map's cells lie in a picture so wide and high: {side, corner(place), placeOf(x, y), at(lr_d, lr)}. */
function frameOf(rates, width, height) {
  const count = rates.length;
  const side = Math.min(width - MARGINS.left - MARGINS.right, height - MARGINS.top - MARGINS.bottom) / count;
  const bottom = MARGINS.top + count * side;
  const [low, high] = [rates[0], rates[count - 1]].map(Math.log);
  const along = (rate) => (0.5 + ((Math.log(rate) - low) / (high - low)) * (count - 1)) * side;
  return {
    side,
    bottom,
    corner: ([column, row]) => [MARGINS.left + column * side, bottom - (row + 1) * side],
    placeOf: (x, y) =>
      [(x - MARGINS.left) / side, (bottom - y) / side].map((at) => clamp(Math.floor(at), 0, count - 1)),
    at: (lrD, lr) => [MARGINS.left + along(lrD), bottom - along(lr)],
  };
}

/** The cells, each a row of as many stripes as there are seeds, their borders, the rates, and a ring at those set. */
function drawMap(context, width, height, colours, { map, method, settings, cursor }) {
  const { rates, seeds } = map;
  const between = colours[map.colours[KINDS.length]];
  const { side, bottom, corner, at } = frameOf(rates, width, height);
  const own = side - GAP;
  for (let column = 0; column < rates.length; column++)
    for (let row = 0; row < rates.length; row++) {
      const [x, y] = corner([column, row]);
      const cell = cellAt(method, [column, row]);
      context.fillStyle = cell ? between : colours.raised;
      context.globalAlpha = cell ? PALE : 1;
      context.fillRect(x, y, own, own);
      context.globalAlpha = 1;
      let from = x;
      cell?.slice(2).forEach((count, i) => {
        context.fillStyle = colours[map.colours[i]];
        context.fillRect(from, y, (own * count) / seeds, own);
        from += (own * count) / seeds;
      });
    }
  context.strokeStyle = colours.ink;
  context.lineWidth = 2;
  for (const kind of [0, 1]) {
    const border = rates.flatMap((_, row) => {
      const { at, step } = borderOf(method, map, row, kind) ?? {};
      const ends = step ? [row + (1 - step) / 2, row + (1 + step) / 2] : [];
      const [x] = corner([clamp(at, 0, rates.length), 0]);
      return ends.map((up) => [x - GAP / 2, bottom - GAP / 2 - clamp(up, 0, rates.length) * side]);
    });
    stroke(context, border);
  }
  context.font = typeface(11);
  context.fillStyle = colours.muted;
  rates.forEach((rate, i) => {
    if (i % 2) return;
    const [x, y] = corner([i, i]);
    context.textAlign = "center";
    context.fillText(String(rate), x + own / 2, bottom + 14);
    context.textAlign = "right";
    context.fillText(String(rate), MARGINS.left - 5, y + own / 2 + 4);
  });
  context.fillStyle = colours.ink;
  context.textAlign = "center";
  context.fillText("learning rate of D", MARGINS.left + (rates.length * side) / 2, bottom + 34);
  context.save();
  context.translate(11, MARGINS.top + (rates.length * side) / 2);
  context.rotate(-Math.PI / 2);
  context.fillText("learning rate of G", 0, 0);
  context.restore();
  context.lineWidth = 2.5;
  ring(context, ...at(settings.lr_d, settings.lr), 7);
  if (!cursor) return;
  context.lineWidth = 2;
  context.strokeRect(...corner(cursor), own, own);
}

/**
 * {place, redraw(), stop()}: the map of what settings() are. onCell({lr, lr_d}) hears of a cell that is pressed, onMethod of
 * the settings of a method that is chosen.
 */
export function makeMap(model, root, settings, { onCell, onMethod }) {
  const { map } = model.get("_constants");
  const { rates } = map;
  let cursor = null; // where the keyboard is
  let under = null; // where the mouse is
  // Aloud only while a reader walks from cell to cell.
  const words = element("p", {
    className: "gan-map-words",
    "data-readout": "map-cell",
    role: "status",
    ariaLive: "off",
  });
  const titles = Object.fromEntries(map.methods.map(({ name, title }) => [name, title]));
  const chosen = choice("map-method", "map of", { ...titles, [OTHER]: "other settings: no map" }, OTHER, (name) => {
    const method = map.methods.find((each) => each.name === name);
    if (method) onMethod({ ...map.fixed, ...method.settings });
  });
  const legend = element(
    "ul",
    { className: "gan-lanes" },
    ...[...KINDS, "between"].map((kind, i) => {
      const item = element("li", { "data-lane": kind }, kind);
      item.style.setProperty("--lane", `var(--${map.colours[i]})`);
      if (kind === "between") item.style.setProperty("--pale", PALE);
      return item;
    }),
  );
  const nearest = (rate) => {
    const far = rates.map((each) => Math.abs(Math.log(each / rate)));
    return far.indexOf(Math.min(...far));
  };
  const picture = figure(
    "Map of the learning rates: what became of eight seeds in each cell. Arrow keys choose a cell, Enter goes there.",
    (width) => (width - MARGINS.left - MARGINS.right + MARGINS.top + MARGINS.bottom) / width,
    (context, w, h) => {
      const now = settings();
      const method = methodOf(map, now);
      chosen.show(method?.name ?? OTHER);
      const place = cursor ?? under ?? [nearest(now.lr_d), nearest(now.lr)];
      const cell = cellAt(method, place);
      words.ariaLive = cursor ? "polite" : "off";
      words.textContent = !method
        ? "The map has no runs of these settings."
        : cell
          ? wordsOf(map, cell)
          : `G ${pretty(rates[place[1]])}, D ${pretty(rates[place[0]])}: not run.`;
      drawMap(context, w, h, palette(root), { map, method, settings: now, cursor: cursor ?? under });
    },
    { tabIndex: 0, role: "application", "data-control": "map" },
  );
  const pick = ([column, row]) => onCell({ lr: rates[row], lr_d: rates[column] });
  const placeUnder = ({ clientX, clientY }) => {
    const box = picture.canvas.getBoundingClientRect();
    return frameOf(rates, box.width, box.height).placeOf(clientX - box.left, clientY - box.top);
  };
  picture.canvas.onclick = (event) => {
    cursor = null;
    pick(placeUnder(event));
  };
  // A finger leaves no trace when it goes, so only a mouse is followed.
  picture.canvas.onpointermove = (event) => {
    const place = event.pointerType === "mouse" ? placeUnder(event) : null;
    if (String(place) === String(under)) return;
    under = place;
    picture.redraw();
  };
  picture.canvas.onpointerleave = () => {
    under = null;
    picture.redraw();
  };
  picture.canvas.onkeydown = (event) => {
    const way = KEYS[event.key];
    const goes = event.key === "Enter" || event.key === " ";
    if (!way && !goes) return;
    event.preventDefault();
    event.stopPropagation();
    const now = settings();
    cursor ??= [nearest(now.lr_d), nearest(now.lr)];
    if (way) cursor = cursor.map((at, i) => clamp(at + way[i] * way[2], 0, rates.length - 1));
    else pick(cursor);
    picture.redraw();
  };
  picture.canvas.onblur = () => {
    cursor = null;
    picture.redraw();
  };
  return {
    place: element("div", { className: "gan-map" }, chosen.row, picture.place, legend, words),
    redraw: picture.redraw,
    stop: picture.stop,
  };
}
