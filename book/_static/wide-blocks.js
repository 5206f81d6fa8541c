// What is wider than its box says at which edge there is more (book.css fades it there), and takes the keyboard's focus,
// so that the arrow keys scroll it.
(() => {
  const BLOCKS = "article :is(pre, div.math, .pst-scrollable-table-container, .text_html, .text_html [role=region])";

  function mark(block) {
    const hidden = block.scrollWidth - block.clientWidth;
    const more = [];
    if (hidden > 1 && block.scrollLeft > 1) more.push("left");
    if (hidden > 1 && block.scrollLeft < hidden - 1) more.push("right");
    if (more.length) block.dataset.more = more.join(" ");
    else delete block.dataset.more;
    if (hidden > 1) block.tabIndex = 0;
    else if (block.tabIndex === 0) block.removeAttribute("tabindex");
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
