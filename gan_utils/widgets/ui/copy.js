// The clipboard.

/** Puts text on the clipboard; a button says whether that was allowed. */
export async function copyText(text, pressed) {
  const before = pressed.textContent;
  try {
    await navigator.clipboard.writeText(text);
    pressed.textContent = "Copied";
  } catch {
    pressed.textContent = "Not allowed here";
  }
  setTimeout(() => {
    pressed.textContent = before;
  }, 1500);
}
