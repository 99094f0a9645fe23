// Drafts of 记一条: kept on the phone while there is no network, sent once each when it is back.
"use strict";
(() => {
  const KEY = "my-drafts";
  const read = () => { try { return JSON.parse(localStorage.getItem(KEY) || "[]"); } catch { return []; } };
  const write = (drafts) => {
    try { localStorage.setItem(KEY, JSON.stringify(drafts)); return true; } catch { return false; }
  };
  const newId = () => (crypto.randomUUID ? crypto.randomUUID() :
    "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
      (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16)));
  const asked = { headers: { Accept: "application/json" }, credentials: "same-origin" };

  // A phone's picture has many megabytes: 1600 pixels are enough, and fit into what a phone keeps for a page.
  const LONGEST = 1600;
  async function shrunk(file) {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", 0.75);
  }
  function bytesOf(data) {
    const bytes = Uint8Array.from(atob(data.split(",")[1]), (letter) => letter.charCodeAt(0));
    return new Blob([bytes], { type: "image/jpeg" });
  }

  function show(text) {
    const box = document.getElementById("drafts");
    if (box) { box.textContent = text; box.hidden = !text; }
  }

  function told() {
    const drafts = read();
    const bad = drafts.find((draft) => draft.problem);
    if (bad) show(`有一条没有被收下：${bad.problem}内容：${bad.fields.text}`);
    else show(drafts.length ? `${drafts.length} 条草稿等待发送。网络恢复后自动发出，不会重复。` : "");
  }

  // The phone was stopped or the term is over: nothing stays on it.
  async function forget() {
    localStorage.removeItem(KEY);
    if ("caches" in window) await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
    location.href = "/my/";
  }

  let busy = false;
  async function send() {
    if (busy || !read().some((draft) => !draft.problem)) return told();
    busy = true;
    try {
      const state = await fetch("/my/token/", asked);
      if (state.status === 401) return forget();
      const { token } = await state.json();
      for (const draft of read().filter((one) => !one.problem)) {
        const body = new FormData();
        // Pictures first: of what was cut off on the way nothing is kept, since token and id are missing then.
        for (const [number, data] of (draft.pictures || []).entries()) body.append("photos", bytesOf(data), `photo-${number + 1}.jpg`);
        for (const [name, value] of Object.entries({ ...draft.fields, csrfmiddlewaretoken: token })) body.append(name, value);
        const answer = await fetch("/my/new/", { ...asked, method: "POST", body });
        if (answer.status === 401) return forget();
        const rest = read();
        if (answer.ok) write(rest.filter((one) => one.fields.draft_id !== draft.fields.draft_id));
        else if (answer.status === 400) {
          const { errors } = await answer.json();
          write(rest.map((one) => (one.fields.draft_id === draft.fields.draft_id ? { ...one, problem: errors.join("") } : one)));
        } else break;
      }
    } catch { /* still no network */ } finally { busy = false; told(); }
  }

  const form = document.getElementById("entry");
  if (form) {
    // A page kept for times without a network holds an old id and day: each opening is a new draft.
    if (!form.querySelector(".alert")) {
      form.elements.draft_id.value = newId();
      const now = new Date();
      form.elements.on.value = [now.getFullYear(), String(now.getMonth() + 1).padStart(2, "0"), String(now.getDate()).padStart(2, "0")].join("-");
    }
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const fields = Object.fromEntries(new FormData(form));
      delete fields.csrfmiddlewaretoken;
      delete fields.photos;
      let pictures = [];
      try {
        pictures = await Promise.all([...form.elements.photos.files].map(shrunk));
      } catch { form.submit(); return; }  // what no browser can open gets its sentence from the server
      const others = read().filter((one) => one.fields.draft_id !== fields.draft_id);
      // Without room on the phone the form goes the plain way.
      if (!write([...others, { fields, pictures }])) { form.submit(); return; }
      form.querySelector("button").disabled = true;
      await send();
      const left = read().find((one) => one.fields.draft_id === fields.draft_id);
      if (left && left.problem) {
        write(read().filter((one) => one !== left && one.fields.draft_id !== fields.draft_id));
        form.submit();
      } else if (left) {
        const kept = document.createElement("p");
        kept.className = "done";
        kept.setAttribute("role", "status");
        kept.textContent = "现在没有网络，这一条已存在手机里，有网络时自动发出，不会重复。";
        const again = document.createElement("a");
        again.className = "button write";
        again.href = form.action;
        again.textContent = "再记一条";
        form.replaceWith(kept, again);
        kept.tabIndex = -1;
        kept.focus();
      } else location.href = "/my/?sent=1";
    });
  }
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register("/my/sw.js", { scope: "/my/" })
      // Whether or not this page is in the worker's hands yet: the form has to be there when the network is not.
      .then(() => navigator.serviceWorker.ready)
      .then(() => (navigator.onLine ? caches.open("my-1").then((cache) => cache.add("/my/new/")) : null))
      .catch(() => {});
  }
  window.addEventListener("online", send);
  send();
})();
