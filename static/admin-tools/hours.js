// Buttons over the week's seven boxes: one day's hours for the other working days, or for all.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const boxes = [...document.querySelectorAll("input.hours-day")];
  if (boxes.length !== 7) return;
  const tools = document.createElement("div");
  tools.className = "hours-tools";

  function button(text, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", act);
    tools.append(made);
  }
  button("周一至周五相同", () => boxes.slice(1, 5).forEach((box) => { box.value = boxes[0].value; }));
  button("七天都和周一相同", () => boxes.slice(1).forEach((box) => { box.value = boxes[0].value; }));
  button("周六、周日休息", () => boxes.slice(5).forEach((box) => { box.value = "休息"; }));
  boxes[0].closest(".form-row").before(tools);
});
