// A canvas to drag on.

/**
 * A canvas to drag on, with the pointer and with the arrow keys. drag(x, y, dx, dy) gets the place within the canvas
 * and the way since the last call; nudge(right, up) gets -1, 0 or 1; done() is called when the pointer lets go.
 */
export function draggable(canvas, { drag, nudge, done = () => {} }) {
  let last = null;
  const move = (event) => {
    const place = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - place.left, event.clientY - place.top];
    const [dx, dy] = last ? [x - last[0], y - last[1]] : [0, 0];
    last = [x, y];
    drag(x, y, dx, dy);
  };
  canvas.onpointerdown = (event) => {
    canvas.setPointerCapture(event.pointerId);
    move(event);
  };
  canvas.onpointermove = (event) => {
    if (last) move(event);
  };
  canvas.onpointerup = canvas.onpointercancel = () => {
    last = null;
    done();
  };
  canvas.onkeydown = (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation(); // the theme would turn the page
    nudge(...way);
  };
}
