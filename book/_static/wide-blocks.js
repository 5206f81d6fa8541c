// What is wider than its box says at which edge there is more (wide.css fades it there), and takes the keyboard's focus,
// so that the arrow keys scroll it; while it does, it is a group with a name.
(() => {
  const BLOCKS = "article :is(pre, div.math, .pst-scrollable-table-container, .text_html, .text_html [role=region])";
  const names = new Map();

  /** What a block is: a formula by its number, a table by its caption or its heads, code and output by the first line. */
  function nameOf(block) {
    const text = block.textContent.trim();
    if (block.matches("div.math")) {
      const number = text.match(/\\tag\{(.+?)\}/)?.[1];
      return number ? `Equation ${number}` : "Formula";
    }
    const table = block.querySelector("table");
    if (table) {
      const heads = [...table.rows[0].cells].map((cell) => spoken(cell));
      return `Table: ${table.caption ? spoken(table.caption) : heads.filter(Boolean).join(", ")}`;
    }
    return `${block.closest(".cell_output") ? "Output" : "Code"}: ${text.split("\n")[0]}`;
  }

  /** What a cell says, each of its formulas once: KaTeX writes them for the eye and for the ear. */
  function spoken(cell) {
    const copy = cell.cloneNode(true);
    for (const twice of copy.querySelectorAll(".katex-html, annotation")) twice.remove();
    return copy.textContent.trim().replace(/\s+/g, " ");
  }

  function mark(block) {
    const hidden = block.scrollWidth - block.clientWidth;
    const more = [];
    if (hidden > 1 && block.scrollLeft > 1) more.push("left");
    if (hidden > 1 && block.scrollLeft < hidden - 1) more.push("right");
    if (more.length) block.dataset.more = more.join(" ");
    else delete block.dataset.more;
    const stops = block.tabIndex === 0;
    const scrolls = hidden > 1;
    if (scrolls === stops) return;
    if (!names.has(block)) names.set(block, block.ariaLabel || nameOf(block));
    if (scrolls) Object.assign(block, { tabIndex: 0, role: "group", ariaLabel: names.get(block) });
    else for (const name of ["tabindex", "role", "aria-label"]) block.removeAttribute(name);
  }

  document.addEventListener("DOMContentLoaded", () => {
    const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => mark(target)));
    for (const block of document.querySelectorAll(BLOCKS)) {
      if (block.closest("[data-widget], .live-figure")) continue;
      sizes.observe(block);
      block.addEventListener("scroll", () => mark(block), { passive: true });
    }
    document.fonts.ready.then(() => document.querySelectorAll(BLOCKS).forEach((block) => mark(block)));
  });
})();
