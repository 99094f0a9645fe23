// What was typed into a form stays in this tab (sessionStorage, never on the disk of a shared computer) until it
// is saved, and is offered again when the same address opens: after log-in, after a lost connection, after a
// refused page. Passwords and files are never kept.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const PREFIX = "keep:";
  const store = window.sessionStorage;

  const entries = () => Object.keys(store).filter((key) => key.startsWith(PREFIX));
  function read(key) {
    try {
      return JSON.parse(store.getItem(key));
    } catch {
      return null;
    }
  }

  // The server names the form that it has just saved.
  const saved = document.cookie.match(/(?:^|; )saved_form=([a-z0-9]+)/);
  if (saved) {
    entries().filter((key) => read(key)?.id === saved[1]).forEach((key) => store.removeItem(key));
    document.cookie = "saved_form=; path=/admin/; max-age=0; samesite=lax";
  }
  // Who leaves by the button leaves nothing behind.
  document.getElementById("logout-form")?.addEventListener("submit", () => {
    entries().forEach((key) => store.removeItem(key));
  });

  const mark = document.querySelector("form [data-keep-for]");
  if (!mark) return;
  const form = mark.closest("form");
  const key = `${PREFIX}${location.pathname}${location.search}`;
  const id = Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => byte.toString(36)).join("");
  const sign = document.createElement("input");
  Object.assign(sign, { type: "hidden", name: "_keep", value: id });
  form.append(sign);

  const kept = (field) => field.name && !field.name.includes("__prefix__")
    && !["password", "file", "hidden", "submit", "button", "reset"].includes(field.type);
  const isChooser = (field) => field.type === "select-multiple" && field.id.endsWith("_to");
  const isRest = (field) => field.type === "select-multiple" && field.id.endsWith("_from");

  function valueOf(field) {
    if (field.type === "checkbox" || field.type === "radio") return field.checked;
    if (isChooser(field)) return [...field.options].map((option) => [option.value, option.text]);
    if (field.tagName === "SELECT") return [...field.selectedOptions].map((option) => [option.value, option.text]);
    return field.value;
  }
  const nameOf = (field) => (field.type === "radio" ? `${field.name}=${field.value}` : field.name);
  function values() {
    const found = {};
    for (const field of form.elements) if (kept(field) && !isRest(field)) found[nameOf(field)] = valueOf(field);
    return found;
  }
  function rows() {
    const found = {};
    for (const field of form.querySelectorAll('input[name$="-TOTAL_FORMS"]')) found[field.name] = field.value;
    return found;
  }
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  let began = values();
  let waiting = null;
  let offered = false;
  function keep() {
    clearTimeout(waiting);
    waiting = null;
    if (offered) return;
    const now = values();
    if (same(now, began)) return;
    const entry = { id, who: mark.dataset.keepFor, at: new Date().toTimeString().slice(0, 5), values: now, rows: rows() };
    try {
      store.setItem(key, JSON.stringify(entry));
    } catch {
      // A full store keeps nothing; the form itself works on.
    }
  }
  function soon() {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 300);
  }

  function addRows(wanted) {
    for (const [name, total] of Object.entries(wanted || {})) {
      const count = form.elements[name];
      const group = document.getElementById(name.replace(/-TOTAL_FORMS$/, "-group"));
      for (let turn = 0; count && group && Number(count.value) < Number(total) && turn < 100; turn += 1) {
        group.querySelector(".add-row a")?.click();
      }
    }
  }
  function choose(field, chosen) {
    if (isChooser(field) && window.SelectBox) {
      const from = field.id.replace(/_to$/, "_from");
      window.SelectBox.move_all(field.id, from);
      const wanted = new Set(chosen.map(([value]) => value));
      for (const option of document.getElementById(from).options) option.selected = wanted.has(option.value);
      window.SelectBox.move(from, field.id);
      return;
    }
    const wanted = new Set(chosen.map(([value]) => value));
    for (const [value, text] of chosen) {
      if (![...field.options].some((option) => option.value === value)) field.add(new Option(text, value));
    }
    for (const option of field.options) option.selected = wanted.has(option.value);
  }
  function bring(entry) {
    addRows(entry.rows);
    for (const field of [...form.elements]) {
      const value = kept(field) ? entry.values[nameOf(field)] : undefined;
      if (value === undefined || isRest(field) || same(value, valueOf(field))) continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = value;
      else if (field.tagName === "SELECT") choose(field, value);
      else field.value = value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  function offer(entry) {
    offered = true;
    const box = document.createElement("section");
    box.className = "keeps-offer";
    box.setAttribute("role", "status");
    const said = document.createElement("p");
    said.textContent = `这一页 ${entry.at} 填过的内容还没有保存。密码、照片和文件没有留下，要重新选。`;
    box.append(said);
    function button(text, act) {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = text;
      made.addEventListener("click", () => {
        offered = false;
        box.remove();
        act();
      });
      box.append(made);
    }
    button("恢复刚才没有保存的内容", () => { bring(entry); keep(); });
    button("不要", () => store.removeItem(key));
    form.before(box);
  }

  // Widgets of the page (choosers, autocompletes) finish their set-up first.
  window.addEventListener("load", () => setTimeout(() => {
    began = values();
    const entry = read(key);
    if ("keepReturned" in mark.dataset) {
      // Sent, looked at and given back: what was typed stands in the form already, and is not saved yet.
      began = null;
      keep();
    } else if (entry && entry.who !== mark.dataset.keepFor) store.removeItem(key);
    else if (entry && !same(entry.values, began)) offer(entry);
    else if (entry) store.removeItem(key);
    form.addEventListener("input", soon);
    form.addEventListener("change", soon);
    // Select2 tells jQuery only.
    window.django?.jQuery(form).on("change", "select", soon);
    form.addEventListener("submit", keep);
    window.addEventListener("pagehide", () => { if (waiting) keep(); });
  }, 0));
});
