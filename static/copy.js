"use strict";
// A text to be pasted in a group: one press copies it.
(() => {
  const area = document.getElementById("share-text"), copy = document.getElementById("copy");
  const copied = document.getElementById("copied");
  if (!area || !copy) return;
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    try { await navigator.clipboard.writeText(area.value); copied.textContent = "已复制，去微信群里粘贴吧。"; }
    catch { area.focus(); area.select(); copied.textContent = "请长按选中的文字，再点“复制”。"; }
  });
})();
