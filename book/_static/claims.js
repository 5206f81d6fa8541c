// The page of claims: search and filters, kept in the address; without it the table stands whole.
document.addEventListener("DOMContentLoaded", () => {
  const tools = document.querySelector(".claims-tools");
  if (!tools) return;
  const search = tools.querySelector("input");
  const shown = tools.querySelector("output");
  const all = tools.querySelector(".claims-all");
  const choices = [...tools.querySelectorAll("[data-verdict], [data-chapter]")];
  const rows = [...document.querySelectorAll("table.claims tbody tr")];
  const words = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const kindOf = (choice) => (choice.dataset.verdict ? "verdict" : "chapter");
  const nameOf = (choice) => choice.dataset[kindOf(choice)].replace(/^(verdict|chapter)-/, "");
  const chosen = (kind) => choices.filter((c) => kindOf(c) === kind && c.ariaPressed === "true");

  function filter() {
    const asked = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const groups = ["verdict", "chapter"].map((kind) => chosen(kind).map((c) => c.dataset[kind]));
    let count = 0;
    for (const row of rows) {
      const fits =
        groups.every((names) => !names.length || names.some((name) => row.classList.contains(name))) &&
        asked.every((word) => words.get(row).includes(word));
      row.hidden = !fits;
      const mark = document.querySelector(`.claims-picture [href="#${row.id}"]`);
      mark.classList.toggle("is-out", !fits);
      count += fits;
    }
    document.querySelector("table.claims").classList.toggle("is-empty", !count);
    const some = count < rows.length;
    shown.textContent = !count ? "No claim fits." : some ? `${count} of ${rows.length} claims` : `${count} claims`;
    all.hidden = !some;
  }

  function remember() {
    const state = new URLSearchParams();
    for (const kind of ["verdict", "chapter"]) {
      if (chosen(kind).length) state.set(kind, chosen(kind).map(nameOf).join(" "));
    }
    if (search.value.trim()) state.set("words", search.value.trim());
    history.replaceState(null, "", `#${state}`);
    filter();
  }

  function restore() {
    const row = rows.find((one) => `#${one.id}` === location.hash.toLowerCase());
    const state = new URLSearchParams(row ? "" : location.hash.slice(1));
    search.value = state.get("words") ?? "";
    for (const choice of choices) {
      choice.ariaPressed = (state.get(kindOf(choice)) ?? "").split(" ").includes(nameOf(choice));
    }
    filter();
    row?.scrollIntoView({ block: "start", behavior: "instant" });
  }

  for (const choice of choices) {
    choice.addEventListener("click", () => {
      choice.ariaPressed = choice.ariaPressed !== "true";
      remember();
    });
  }
  search.addEventListener("input", remember);
  all.addEventListener("click", () => {
    search.value = "";
    for (const choice of choices) choice.ariaPressed = false;
    remember();
    search.focus(); // the button is gone
  });
  window.addEventListener("hashchange", restore);
  tools.disabled = false;
  restore();
});
