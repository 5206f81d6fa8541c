// The strip: the last pictures of a walk.

import { element } from "../ui/dom.js";

const MOST = 12;
const SIDE = 64; // pixels of a picture in the file

/** {row, add(picture), clear(), save()}. */
export function makeStrip() {
  const row = element("div", { className: "gan-strip", role: "img", ariaLabel: "The last images" });
  let pictures = [];
  return {
    row,
    add(picture) {
      pictures = [...pictures, picture].slice(-MOST);
      row.replaceChildren(...pictures);
    },
    clear() {
      pictures = [];
    },
    save: () => save(pictures),
  };
}

/** Hands the reader the pictures as one PNG. */
function save(pictures) {
  if (!pictures.length) return;
  const sheet = element("canvas", { width: SIDE * pictures.length, height: SIDE });
  const context = sheet.getContext("2d");
  context.imageSmoothingEnabled = false;
  pictures.forEach((each, i) => context.drawImage(each, i * SIDE, 0, SIDE, SIDE));
  element("a", { href: sheet.toDataURL("image/png"), download: "latent-walk.png" }).click();
}
