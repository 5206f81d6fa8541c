// The faces of a seed's stream of latent points. Each is made and read when it is first wanted.

import { normals } from "../../page/seeded.js";

/** {point(place), pixels(place), answers(place)}: face number `place` of the stream. `network` is {generate, width}. */
export function makeFaces(seed, { generate, width }, read) {
  const images = new Map();
  const answers = new Map();
  const remembered = (store, make) => (place) => {
    if (!store.has(place)) store.set(place, make(place));
    return store.get(place);
  };
  const point = (place) => normals(seed, width, place * width);
  return {
    point,
    pixels: remembered(images, (place) => generate(point(place))),
    // Most faces that are read are never shown: their images are not kept.
    answers: remembered(answers, (place) => read(images.get(place) ?? generate(point(place)))),
  };
}
