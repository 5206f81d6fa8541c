// What moves in a page's frame: light and dark, the contents on narrow screens, and the place where the reader is.
document.addEventListener("DOMContentLoaded", () => {
  const page = document.documentElement;
  if (page.dataset.frame) return; // Jupyter Book may add a script twice
  page.dataset.frame = "";

  // The copy buttons' script leaves the keyboard nowhere.
  document.addEventListener("click", ({ target }) => {
    const pressed = target.closest(".copybtn");
    if (pressed) setTimeout(() => pressed.focus());
  });
  // It calls each of them nothing; here each says which code it copies. The buttons are there once the page is loaded.
  addEventListener("load", () => {
    const buttons = [...document.querySelectorAll(".copybtn")];
    for (const [place, one] of buttons.entries()) {
      const [first] = one.previousElementSibling.textContent.trim().split("\n");
      one.ariaLabel = `Copy code ${place + 1} of ${buttons.length}: ${first}`;
    }
  });

  // Light and dark: as the system has it, until the reader chooses.
  const system = matchMedia("(prefers-color-scheme: dark)");
  const names = { auto: "as the system", light: "light", dark: "dark" };
  const switches = document.querySelectorAll(".theme-switch-button");
  function show(mode) {
    page.dataset.mode = mode;
    page.dataset.theme = mode === "dark" || (mode === "auto" && system.matches) ? "dark" : "light";
    for (const one of switches) one.ariaLabel = one.title = `Colours: ${names[mode]}`;
  }
  show(page.dataset.mode);
  system.addEventListener("change", () => show(page.dataset.mode));
  for (const one of switches)
    one.addEventListener("click", () => {
      const modes = Object.keys(names);
      show(modes[(modes.indexOf(page.dataset.mode) + 1) % modes.length]);
      try {
        localStorage.setItem("mode", page.dataset.mode);
      } catch {} // a browser that keeps nothing
    });

  // The contents, where there is no room for them beside the text.
  const menu = document.querySelector(".menu-button");
  const contents = document.getElementById("contents");
  function open(yes) {
    page.classList.toggle("contents-open", yes);
    menu.ariaExpanded = String(yes);
  }
  menu.addEventListener("click", () => {
    open(menu.ariaExpanded !== "true");
    if (menu.ariaExpanded === "true") contents.querySelector("[aria-current], a").focus();
  });
  contents.addEventListener("click", (event) => event.target.closest("a") && open(false));
  document.addEventListener("click", (event) => {
    if (!contents.contains(event.target) && !menu.contains(event.target)) open(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || menu.ariaExpanded !== "true") return;
    open(false);
    menu.focus();
  });

  // Where the reader is: the section at the top of the screen, in the contents and in the bar; and how far.
  const links = [...contents.querySelectorAll(".sections a")];
  const heads = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  const place = document.querySelector(".bar-section");
  let current = null;
  function look() {
    const line = innerHeight / 4;
    const passed = heads.filter((head) => head.getBoundingClientRect().top < line).length;
    const link = links[passed - 1] ?? null;
    const length = page.scrollHeight - innerHeight;
    page.style.setProperty("--read", length > 0 ? Math.min(1, scrollY / length).toFixed(4) : 0);
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    current = link;
    place.textContent = link?.textContent ?? "";
    if (link && contents.scrollHeight > contents.clientHeight) {
      const { top, bottom } = link.getBoundingClientRect();
      const box = contents.getBoundingClientRect();
      if (top < box.top + 40 || bottom > box.bottom - 40) contents.scrollTop += top - (box.top + box.height / 2);
    }
  }
  let waiting = false;
  function soon() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      look();
    });
  }
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon, { passive: true });
  look();
});
