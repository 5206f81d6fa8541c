// Predictions become choices: a reader chooses, and the answer, once opened, says whether it was right
// and leads to the figure that it speaks of.
// Without this script there are the list of choices and the fold of the answer, which work by themselves.
(() => {
  /** Makes radio buttons of one prediction's list. */
  function offer(list, number) {
    const box = list.closest("blockquote");
    const fold = box.querySelector("details");
    const choices = document.createElement("fieldset");
    choices.className = "prediction";
    const legend = document.createElement("legend");
    legend.textContent = "Your prediction";
    choices.append(legend);
    for (const item of list.children) {
      const label = document.createElement("label");
      const radio = document.createElement("input");
      Object.assign(radio, { type: "radio", name: `prediction-${number}`, autocomplete: "off" });
      if (item.classList.contains("prediction-right")) radio.dataset.right = "";
      const words = document.createElement("span");
      words.append(...(item.querySelector("p") ?? item).childNodes);
      label.append(radio, words);
      choices.append(label);
    }
    list.replaceWith(choices);

    const verdict = document.createElement("p");
    verdict.className = "prediction-verdict";
    verdict.setAttribute("role", "status");
    fold.before(verdict);

    function say() {
      const chosen = choices.querySelector(":checked");
      const right = Boolean(chosen && "right" in chosen.dataset);
      choices.classList.toggle("is-revealed", fold.open);
      if (!chosen) verdict.textContent = "";
      else if (!fold.open) verdict.textContent = "Open the answer to compare.";
      else verdict.textContent = right ? "✓ As you predicted." : "✗ Not this one.";
    }

    choices.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.target.checked = true;
      fold.open = true;
      say();
    });
    choices.addEventListener("change", say);
    fold.addEventListener("toggle", say);
  }

  const SHOWN = ".live-figure, figure.still, .cell_output table:not(.live-figure *)";

  /** Ends an answer with the way to what it speaks of, which may be out of sight: to what stands `below` or above. */
  function lead(fold, below) {
    const side = below ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
    const all = [...document.querySelectorAll(SHOWN)].filter((each) => fold.compareDocumentPosition(each) & side);
    const shown = below ? all[0] : all.at(-1);
    if (!shown) return;
    const way = document.createElement("button");
    way.type = "button";
    way.className = "prediction-way";
    way.textContent = `To the ${shown.matches("table") ? "table" : "figure"} ${below ? "below" : "above"}`;
    way.addEventListener("click", () => {
      shown.tabIndex = -1;
      shown.focus({ preventScroll: true });
      shown.scrollIntoView();
    });
    fold.append(way);
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".prediction-choices").forEach(offer);
    for (const fold of document.querySelectorAll(":is(.callout-predict, .callout-try) details"))
      lead(fold, fold.closest(".callout-predict") !== null);
  });
})();
