// A term of the glossary shows its meaning beside it: under the mouse, with the keyboard's focus, at the first tap.
document.addEventListener("DOMContentLoaded", () => {
  const data = document.querySelector("script.glossary-meanings");
  if (!data) return;
  const meanings = JSON.parse(data.textContent);
  const LEAVING = 150; // milliseconds to cross from the word to the box
  const box = document.createElement("div");
  Object.assign(box, { id: "glossary-meaning", className: "glossary-meaning", hidden: true });
  box.setAttribute("role", "tooltip");
  document.body.append(box);
  let open = null;
  let leaving = 0;
  let openAtTouch = null;

  function show(link) {
    clearTimeout(leaving);
    if (open === link) return;
    hide();
    open = link;
    box.innerHTML = meanings[link.hash.slice(1)];
    link.setAttribute("aria-describedby", box.id);
    box.hidden = false;
    place();
  }

  // Below the word, or above where there is no room below; within the window, whatever its width.
  function place() {
    const word = open.getClientRects()[0];
    const { clientWidth, clientHeight } = document.documentElement;
    const { width, height } = box.getBoundingClientRect();
    const below = word.bottom + 6;
    const top = below + height <= clientHeight ? below : Math.max(8, word.top - 6 - height);
    const left = Math.max(8, Math.min(word.left, clientWidth - 8 - width));
    box.style.top = `${top + scrollY}px`;
    box.style.left = `${left + scrollX}px`;
  }

  function hide() {
    clearTimeout(leaving);
    open?.removeAttribute("aria-describedby");
    open = null;
    box.hidden = true;
  }

  function leave() {
    clearTimeout(leaving);
    leaving = setTimeout(() => document.activeElement !== open && hide(), LEAVING);
  }

  for (const link of document.querySelectorAll("a.glossary-term")) {
    link.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && show(link));
    link.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && leave());
    link.addEventListener("focus", () => show(link));
    link.addEventListener("blur", hide);
    link.addEventListener("pointerdown", () => (openAtTouch = open));
    // The first tap shows the meaning, a second one follows the link.
    link.addEventListener("click", (event) => {
      if (event.pointerType !== "touch" || openAtTouch === link) return;
      event.preventDefault();
      show(link);
    });
  }
  box.addEventListener("pointerenter", () => clearTimeout(leaving));
  box.addEventListener("pointerleave", leave);
  document.addEventListener("pointerdown", ({ target }) => {
    if (open && !open.contains(target) && !box.contains(target)) hide();
  });
  document.addEventListener("scroll", () => open && place(), { passive: true }); // focus scrolls, too
  document.addEventListener("keydown", ({ key }) => key === "Escape" && hide());
});
