// Fields with search say their name to a screen reader; the library behind them does not.
"use strict";

function nameChoosers() {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    const box = select.parentElement.querySelector(".select2-selection");
    if (!label || !box) continue;
    label.id ||= `${select.id}_label`;
    const value = box.querySelector(".select2-selection__rendered");
    for (const part of [box, value]) part?.setAttribute("aria-labelledby", `${label.id} ${value.id}`);
  }
}

// Through jQuery's own queue: the library builds its boxes there, sometimes after the page is complete.
window.addEventListener("load", () => window.django?.jQuery(nameChoosers));
