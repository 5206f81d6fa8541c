// Predictions become choices: the answer opens once a reader has chosen, and says whether it was right.
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
      choices.classList.toggle("is-revealed", fold.open);
      const right = chosen && "right" in chosen.dataset;
      verdict.textContent = !fold.open || !chosen ? "" : right ? "✓ As you predicted." : "✗ Not this one.";
      verdict.classList.toggle("is-right", Boolean(right));
    }

    // With a pointer, Space or Enter one has decided; the arrow keys only walk through the choices.
    let byPointer = false;
    function decide() {
      if (choices.querySelector(":checked")) fold.open = true;
      say();
    }
    choices.addEventListener("pointerdown", () => {
      byPointer = true;
    });
    choices.addEventListener("click", () => {
      if (byPointer) decide();
    });
    choices.addEventListener("keydown", (event) => {
      byPointer = false;
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.target.checked = true;
      decide();
    });
    choices.addEventListener("change", say);
    fold.addEventListener("toggle", say);
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".prediction-choices").forEach(offer);
  });
})();
