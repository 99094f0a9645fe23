"use strict";
// Answer templates: the chosen text goes into the answer, in place of nothing or after what stands there.
(() => {
  for (const choice of document.querySelectorAll("select[data-templates]")) {
    choice.addEventListener("change", () => {
      const box = choice.closest("form").querySelector("textarea[data-answer]");
      if (!box || !choice.value) return;
      box.value = box.value.trim() ? `${box.value.trimEnd()}\n${choice.value}` : choice.value;
      choice.value = "";
      box.focus();
    });
  }
})();
