// A masked telephone turns into the number on a press, without leaving the page. Each press is recorded.
"use strict";

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-reveal]");
  if (!link) return;
  event.preventDefault();
  const said = link.parentElement.querySelector(".phone-said");
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  link.hidden = true;
  said.setAttribute("role", "status");
  try {
    const answer = await fetch(link.href, {
      method: "POST",
      headers: { "X-CSRFToken": token ? token.value : "", Accept: "application/json" },
    });
    const told = await answer.json();
    said.textContent = told.phone || told.problem || "没有取到号码，请重试。";
    said.classList.toggle("phone-problem", !told.phone);
    link.hidden = Boolean(told.phone);
  } catch {
    said.textContent = "没有取到号码，请检查网络后重试。";
    said.classList.add("phone-problem");
    link.hidden = false;
  }
});
