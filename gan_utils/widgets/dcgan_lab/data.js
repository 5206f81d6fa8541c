// What the lab trains on: digits or faces that come with the card, or images of the reader's own.

import { unpackLevels } from "../packed/images.js";

/** What a trait holds; a page of the book fetches it only now. */
export async function traitOf(model, name) {
  const value = model.get(name);
  return typeof value === "function" ? value() : value;
}

/** Several sheets of images as one set of bytes. */
async function setOf(sheets) {
  const lists = await Promise.all(sheets.map(({ sheet, content }) => unpackLevels(sheet, content)));
  const count = sheets.reduce((sum, { sheet }) => sum + sheet.count, 0);
  const levels = new Uint8Array(await new Blob(lists).arrayBuffer());
  return { levels, count, channels: sheets[0].sheet.channels };
}

/** {of(settings), put(images)}: a promise of what a run's settings ask for; images of the reader's, once chosen. */
export function makeData(model) {
  const found = new Map();
  let own = null;
  const start = model.get("_start");
  async function load(name) {
    if (name === "own" && own) return own;
    const sheets = await traitOf(model, `_${name}`);
    if (!sheets.length)
      throw new Error(
        "images of one's own stay on one's machine, and no link can carry them. Choose yours below, or other data",
      );
    const data = { key: name, ...(await setOf(sheets)) };
    if (name === "digits") data.classifier = await traitOf(model, "_classifier");
    return start.settings ? { ...data, start: { ...start, channels: data.channels } } : data;
  }
  return {
    of({ data }) {
      if (!found.has(data)) found.set(data, load(data));
      // What could not be had may be there another time.
      found.get(data).catch(() => found.delete(data));
      return found.get(data);
    },
    put(images, number) {
      own = { key: `own ${number}`, ...images };
      found.delete("own");
    },
  };
}
