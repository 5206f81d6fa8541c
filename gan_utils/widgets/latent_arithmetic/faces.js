// The faces of a seed's stream of latent points. Each is made and read when it is first wanted.

import { normals } from "../../page/seeded.js";

/** {seed, point(index), pixels(index), answers(index)} of the stream's faces. `read` gives what is read off pixels. */
export function makeFaces(seed, { generate, width, read }) {
  const images = new Map();
  const answers = new Map();
  const remembered = (store, make) => (index) => {
    if (!store.has(index)) store.set(index, make(index));
    return store.get(index);
  };
  const point = (index) => normals(seed, width, index * width);
  return {
    seed,
    point,
    pixels: remembered(images, (index) => generate(point(index))),
    // Most faces that are read are never shown: their images are not kept.
    answers: remembered(answers, (index) => read(images.get(index) ?? generate(point(index)))),
  };
}
