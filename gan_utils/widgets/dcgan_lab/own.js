// Images of the reader's own: chosen or dropped, cropped to a square and made small, all within the page.

// Differences of a pixel's channels, of 255, up to which an image counts as grey.
const GREY = 8;
const KINDS = ["image/png", "image/jpeg", "image/webp"];

/**
 * The images in files as bytes: {levels, count, channels, refused}, with the names of those that are no images. A transparent
 * one lies on white; of one that moves the first picture is taken; all are grey unless one of them has colour.
 */
export async function readImages(files, size) {
  const refused = [];
  const found = [];
  for (const file of files) {
    try {
      if (!KINDS.includes(file.type)) throw new TypeError("no image of these kinds");
      found.push(await pixelsOf(file, size));
    } catch {
      refused.push(file.name);
    }
  }
  const channels = found.some(hasColour) ? 3 : 1;
  const plane = size * size;
  const levels = new Uint8Array(found.length * plane * channels);
  found.forEach((rgba, i) => {
    for (let at = 0; at < plane; at++)
      for (let c = 0; c < channels; c++)
        levels[(i * plane + at) * channels + c] =
          channels === 3
            ? rgba[4 * at + c]
            : Math.round(0.299 * rgba[4 * at] + 0.587 * rgba[4 * at + 1] + 0.114 * rgba[4 * at + 2]);
  });
  return { levels, count: found.length, channels, refused };
}

/** The middle square of an image, as it is meant to stand, made small. */
async function pixelsOf(file, size) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const side = Math.min(bitmap.width, bitmap.height);
  // Halved until it is near: one step from large to small would leave out most pixels.
  let now = cut(
    bitmap,
    (bitmap.width - side) / 2,
    (bitmap.height - side) / 2,
    side,
    Math.max(size, Math.min(side, 2048)),
  );
  bitmap.close();
  while (now.width >= 2 * size) now = cut(now, 0, 0, now.width, Math.floor(now.width / 2));
  return cut(now, 0, 0, now.width, size).getContext("2d").getImageData(0, 0, size, size).data;
}

function cut(source, x, y, side, size) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const context = canvas.getContext("2d");
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, size, size);
  context.imageSmoothingQuality = "high";
  context.drawImage(source, x, y, side, side, 0, 0, size, size);
  return canvas;
}

function hasColour(rgba) {
  for (let i = 0; i < rgba.length; i += 4) {
    const channels = rgba.subarray(i, i + 3);
    if (Math.max(...channels) - Math.min(...channels) > GREY) return true;
  }
  return false;
}

/** All files of what was dropped, folders opened. */
export async function filesOf(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files];
  return (await Promise.all(entries.map(filesIn))).flat();
}

async function filesIn(entry) {
  if (entry.isFile) return [await new Promise((resolve, reject) => entry.file(resolve, reject))];
  const reader = entry.createReader();
  const all = [];
  // A reader gives some hundred at a time.
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) break;
    all.push(...some);
  }
  return (await Promise.all(all.map(filesIn))).flat();
}
