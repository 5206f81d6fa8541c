// All pictures of the card, drawn one after the other, with a pause after each, the most important first.

import { clamp } from "../../page/engine/numbers.js";
import { arithmetic, mean } from "../../page/latent.js";
import { picture } from "../draw/picture.js";
import { neighboursOf, resultOf } from "./arithmetic.js";
import { describe } from "./description.js";
import { TRAYS } from "./selection.js";

/** A function from faces to the work of drawing: the trays' averages, the result, the faces of trays and wall. */
export function makeDrawing(model, { generate, read, channels }, selection, { trays, wall }, result) {
  const { noise } = model.get("_constants");
  const inPixels = () => model.get("baseline") === "pixels";

  /** Paints a canvas, and pauses, unless it shows just that already; `key` names it. */
  function* paint(canvas, key, make) {
    if (canvas.dataset.key === key) return;
    picture(make(), channels, canvas);
    canvas.dataset.key = key;
    yield;
  }
  function* paintFaces(faces, thumbs) {
    for (const [index, canvas] of thumbs) yield* paint(canvas, `${faces.seed} ${index}`, () => faces.pixels(index));
  }
  function* nameFaces(faces, thumbs) {
    for (const [index, , tell] of thumbs) yield tell(describe(faces.answers(index)));
  }
  const meanPoint = (faces, tray) => mean(selection.held(tray).map(faces.point));
  const meanPixels = (faces, tray) => mean(selection.held(tray).map(faces.pixels));

  function* paintAverage(faces, tray) {
    yield* paint(trays[tray].average, `${faces.seed} ${selection.held(tray)} ${inPixels()}`, () =>
      inPixels() ? meanPixels(faces, tray) : generate(meanPoint(faces, tray)),
    );
  }
  /** The latent point that is the result; null where the sum is one of pixels. */
  function pointOf(faces) {
    if (inPixels()) return null;
    const [baseline, rescale] = [model.get("baseline"), model.get("rescale")];
    const means = TRAYS.map((tray) => meanPoint(faces, tray));
    return resultOf(means, { seed: faces.seed, baseline, rescale });
  }
  function* paintResult(faces) {
    const shown = [...TRAYS, "baseline", "rescale"].map((name) => model.get(name));
    const key = JSON.stringify([faces.seed, ...shown]);
    const z = pointOf(faces);
    yield* paint(result.middle, key, () => {
      const pixels = z
        ? generate(z)
        : arithmetic(TRAYS.map((tray) => meanPixels(faces, tray))).map((value) => clamp(value, -1, 1));
      result.read(z, read(pixels));
      return pixels;
    });
    const around = z ? neighboursOf(z, faces.seed, noise) : [];
    for (const [i, point] of around.entries()) yield* paint(result.around[i], key, () => generate(point));
  }

  return function* drawAll(faces) {
    const ready = selection.ready();
    for (const tray of ready) yield* paintAverage(faces, tray);
    if (ready.length === TRAYS.length) yield* paintResult(faces);
    for (const tray of ready) yield* paintFaces(faces, trays[tray].thumbs);
    yield* paintFaces(faces, wall.thumbs);
    for (const tray of ready) yield* nameFaces(faces, trays[tray].thumbs);
    yield* nameFaces(faces, wall.thumbs);
  };
}
