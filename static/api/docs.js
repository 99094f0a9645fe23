// Shows an answer in the page instead of leaving it. Forms whose address holds a value need this script.
"use strict";

function addressOf(form) {
  let path = form.dataset.path;
  const query = new URLSearchParams();
  for (const field of form.elements) {
    if (!field.name || !field.value) continue;
    if (field.dataset.in === "path") path = path.replace(`{${field.name}}`, encodeURIComponent(field.value));
    else query.append(field.name, field.value);
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

async function tryOut(event) {
  event.preventDefault();
  const form = event.target;
  const box = form.querySelector(".answer");
  const line = box.querySelector("p");
  const body = box.querySelector("pre");
  const address = addressOf(form);
  const link = document.createElement("a");
  link.href = link.textContent = address;
  box.hidden = false;
  try {
    const answer = await fetch(address);
    const data = await answer.json();
    line.replaceChildren(`状态 ${answer.status}，地址 `, link);
    body.textContent = JSON.stringify(data, null, 2);
  } catch {
    line.replaceChildren("没有连上，请检查网络后再试。地址 ", link);
    body.textContent = "";
  }
}

for (const form of document.querySelectorAll("form[data-path]")) {
  form.hidden = false;
  form.addEventListener("submit", tryOut);
}
