// The list at the door shows only those whose surname or last digits are typed.
"use strict";

document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-find]")) return;
  const wanted = event.target.value.trim();
  for (const row of document.querySelectorAll("[data-words]")) {
    row.hidden = Boolean(wanted) && !row.dataset.words.includes(wanted);
  }
});
