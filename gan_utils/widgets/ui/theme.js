// Light or dark: read off the page behind the widget, so that it is right in a book, in JupyterLab and in Colab.

/** Keeps `root.dataset.dark` true to the page and calls `onChange` when it flips. Returns a function that stops. */
export function followTheme(root, onChange) {
  const look = () => {
    // JupyterLab keeps what is out of sight off the page, where nothing has a colour.
    if (!root.isConnected) return;
    const dark = String(isDark(root.parentElement));
    if (root.dataset.dark === dark) return;
    root.dataset.dark = dark;
    onChange();
  };
  // The second hears of being put on the page.
  const observer = new MutationObserver(look);
  const placed = new ResizeObserver(look);
  for (const place of [document.documentElement, document.body]) observer.observe(place, { attributes: true });
  placed.observe(root);
  const media = matchMedia("(prefers-color-scheme: dark)");
  media.addEventListener("change", look);
  look();
  return () => {
    observer.disconnect();
    placed.disconnect();
    media.removeEventListener("change", look);
  };
}

function isDark(place) {
  for (; place; place = place.parentElement) {
    const [r, g, b, alpha = 1] = getComputedStyle(place)
      .backgroundColor.match(/[\d.]+/g)
      .map(Number);
    if (alpha > 0.5) return 0.299 * r + 0.587 * g + 0.114 * b < 128;
  }
  return false;
}

/** The value of one of the widget's CSS colours, such as "--ink". */
export const colour = (root, name) => getComputedStyle(root).getPropertyValue(name).trim();

const CARD_COLOURS = ["ink", "muted", "line", "paper", "raised", "real", "generated", "second", "third", "highlight"];

/** The card's colours, read once a picture. */
export const palette = (root) => Object.fromEntries(CARD_COLOURS.map((name) => [name, colour(root, `--${name}`)]));
