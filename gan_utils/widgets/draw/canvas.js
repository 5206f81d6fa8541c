// Canvases that stay sharp, and what is drawn on them.

import { element } from "../ui/dom.js";

// The interface's typeface, as style.css has it: a canvas knows no variables.
const FAMILY = "Inter, system-ui, sans-serif";

/**
 * A canvas's font.
 *
 * @param {number} size in pixels
 * @param {number} weight
 * @returns {string}
 */
export const typeface = (size, weight = 400) => `${weight} ${size}px ${FAMILY}`;

/**
 * A canvas as wide as its place, `ratio(width)` times as high, or `ratio` times where that is a number. draw() is called,
 * at most once a frame, after redraw(), whenever the place changes its width, and when the typeface has come. What it draws
 * with stands in the canvas's `drawing`, from which a card's picture is saved.
 *
 * @param {string} label
 * @param {number | ((width: number) => number)} ratio
 * @param {(context: CanvasRenderingContext2D, width: number, height: number) => void} draw
 * @param {object} options attributes and properties of the canvas
 * @returns {{place: HTMLElement, canvas: HTMLCanvasElement, redraw: () => void, stop: () => void}}
 */
export function figure(label, ratio, draw, options = {}) {
  const canvas = element("canvas", { role: "img", ...options });
  canvas.setAttribute("aria-label", label);
  const place = element("div", { className: "gan-figure" }, canvas);
  let waiting = false;
  function paint() {
    waiting = false;
    const width = place.clientWidth;
    if (!width) return;
    const height = Math.round(width * (typeof ratio === "function" ? ratio(width) : ratio));
    const density = window.devicePixelRatio || 1;
    canvas.style.height = `${height}px`;
    canvas.width = Math.round(width * density);
    canvas.height = Math.round(height * density);
    const context = canvas.getContext("2d");
    context.scale(density, density);
    canvas.drawing = { draw, width, height };
    draw(context, width, height);
  }
  const redraw = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(paint);
  };
  const observer = new ResizeObserver(redraw);
  observer.observe(place);
  document.fonts.addEventListener("loadingdone", redraw);
  function stop() {
    observer.disconnect();
    document.fonts.removeEventListener("loadingdone", redraw);
  }
  return { place, canvas, redraw, stop };
}

/**
 * A line through pixels, in the context's stroke style. Points that are not finite break it.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number[][]} pixels
 */
export function stroke(context, pixels) {
  context.beginPath();
  let down = false;
  for (const [x, y] of pixels) {
    if (!Number.isFinite(x + y) || Math.abs(x) + Math.abs(y) > 1e7) down = false;
    else if (down) context.lineTo(x, y);
    else {
      context.moveTo(x, y);
      down = true;
    }
  }
  context.stroke();
}

/**
 * A disc, in the context's fill style.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 */
export function dot(context, x, y, radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

/**
 * A circle, in the context's stroke style.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 */
export function ring(context, x, y, radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
}

/**
 * Draws with everything outside the axes' box cut off.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {import("./axes.js").View["box"]} box
 * @param {() => void} draw
 */
export function inside(context, box, draw) {
  context.save();
  context.beginPath();
  context.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
  context.clip();
  draw();
  context.restore();
}
