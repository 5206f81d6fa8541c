// Predictions become choices: a reader chooses, and the answer, once opened, says whether it was right.
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

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".prediction-choices").forEach(offer);
  });
})();
