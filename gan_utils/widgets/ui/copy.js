// The clipboard.

/** Puts text on the clipboard; a button says for a moment whether that was allowed, and nothing else. */
export async function copyText(text, pressed) {
  pressed.own ??= [pressed.textContent, pressed.ariaLabel];
  let said = "Copied";
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    said = "Not allowed here";
  }
  const show = (words, name) => {
    pressed.textContent = words;
    pressed.ariaLabel = name;
  };
  show(said, null);
  clearTimeout(pressed.back);
  pressed.back = setTimeout(() => show(...pressed.own), 1500);
}
