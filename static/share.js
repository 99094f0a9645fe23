"use strict";
// Copy the text, print the leaflet, and draw it as a picture to forward (long press in WeChat).
(() => {
  const show = (id) => { const node = document.getElementById(id); if (node) node.hidden = false; return node; };
  const area = document.getElementById("share-text");
  const copy = show("copy"), print = show("print"), make = show("make-poster");
  const copied = document.getElementById("copied"), hint = document.getElementById("poster-hint");
  if (!area || !copy || !print || !make) return;
  print.addEventListener("click", () => window.print());
  copy.addEventListener("click", async () => {
    try { await navigator.clipboard.writeText(area.value); copied.textContent = "已复制，去微信群里粘贴吧。"; }
    catch { area.focus(); area.select(); copied.textContent = "请长按选中的文字，再点“复制”。"; }
  });
  hint.textContent = "按下面的按钮生成一张图片，长按它就可以保存或转发给朋友。";
  const wrapped = (pen, text, width) => {
    const lines = []; let line = "";
    for (const sign of text) {
      if (pen.measureText(line + sign).width > width) { lines.push(line); line = ""; }
      line += sign;
    }
    return line ? [...lines, line] : lines;
  };
  make.addEventListener("click", () => {
    const leaflet = document.getElementById("leaflet");
    const rows = [];
    const add = (text, font, colour, gap) => rows.push({ text: text.trim(), font, colour, gap });
    const face = getComputedStyle(document.body).fontFamily;
    for (const node of leaflet.children) {
      if (node.tagName === "IMG") rows.push({ qr: true });
      else if (node.tagName === "DL") {
        const labels = [...node.querySelectorAll("dt")], values = [...node.querySelectorAll("dd")];
        labels.forEach((label, i) => add(`${label.textContent}  ${values[i].textContent}`, `34px ${face}`, "#1f2328", 14));
      } else if (node.tagName === "H2") add(node.textContent, `bold 60px ${face}`, "#1f2328", 20);
      else if (node.textContent.trim()) add(node.textContent, `34px ${face}`, node.className === "leaflet-head" ? "#b8101f" : "#1f2328", 14);
    }
    const width = 900, inner = width - 120, qrSize = 380;
    const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
    const drawn = []; let y = 80;
    for (const row of rows) {
      if (row.qr) { drawn.push({ qr: true, y: y + 10 }); y += qrSize + 40; continue; }
      pen.font = row.font;
      const size = parseInt(row.font.replace("bold ", ""), 10);
      for (const line of wrapped(pen, row.text, inner)) { y += size; drawn.push({ ...row, text: line, y }); y += 14; }
      y += row.gap;
    }
    canvas.width = width; canvas.height = y + 60;
    pen.fillStyle = "#fff"; pen.fillRect(0, 0, width, canvas.height);
    pen.strokeStyle = "#b8101f"; pen.lineWidth = 12; pen.strokeRect(20, 20, width - 40, canvas.height - 40);
    pen.textAlign = "center";
    for (const item of drawn) {
      if (item.qr) pen.drawImage(document.getElementById("qr"), (width - qrSize) / 2, item.y, qrSize, qrSize);
      else { pen.font = item.font; pen.fillStyle = item.colour; pen.fillText(item.text, width / 2, item.y); }
    }
    const poster = document.getElementById("poster");
    poster.src = canvas.toDataURL("image/png"); poster.hidden = false;
    hint.textContent = "图片好了：长按（电脑上点右键）保存或转发。";
  });
})();
