// Real and spoilt digits as the digit classifier sees them: each image once for each way in which it is distorted.

import { chosen, copied, distorted } from "../../page/data/spoil.js";
import { makeFeatureTable } from "../../page/metrics/feature_sets.js";
import { makeScores } from "./scores.js";

/**
 * {set(settings), samples(count), waiting(), work(), scores()}: `real` and `images` are arrays of pixels, `labels` the
 * digit of each image. set() takes all that data.spoil takes. work() classifies an image a turn, first those that are
 * wanted, then the others; when waiting() is 0, scores() gives the scores, with so many `neighbours`.
 */
export function makeClassified(classify, real, images, labels, neighbours) {
  const count = real.length;
  const probabilities = [];
  const all = [...Array(count + images.length).keys()];
  const table = makeFeatureTable(all.length, classify(real[0]).features.length);
  let settings = null;
  let distortion = "";
  let sampled = [];
  let wanted = all;
  let scores = null;
  /** Of an image by its number: the real ones come first, then the others. */
  const pixels = (image) => (image < count ? real[image] : distorted(images[image - count], image - count, settings));
  return {
    set(next) {
      settings = next;
      const { blur, noise, shift, seed } = settings;
      const now = JSON.stringify([blur, shift, noise, noise > 0 ? seed : 0]);
      if (now !== distortion) table.forget(count);
      distortion = now;
      const copies = copied(count, settings);
      sampled = chosen(labels, count, settings).map((image, slot) => (copies.has(slot) ? slot : count + image));
      wanted = [...new Set([...all.slice(0, count), ...sampled])];
    },
    samples: (most) => sampled.slice(0, most).map(pixels),
    waiting: () => wanted.filter((image) => !table.has(image)).length,
    *work() {
      for (const image of [...wanted, ...all]) {
        if (table.has(image)) continue;
        const found = classify(pixels(image));
        table.put(image, found.features);
        probabilities[image] = found.probabilities;
        yield image;
      }
    },
    scores: () => (scores ??= makeScores(table, count, probabilities, neighbours))(sampled),
  };
}
