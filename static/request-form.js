"use strict";
// 反映问题: the position on a click, photos looked at before they travel, a link to copy. All of it optional.
(() => {
  const copy = document.querySelector("[data-copy]");
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      try { await navigator.clipboard.writeText(copy.dataset.copy); copy.textContent = "已复制"; }
      catch { copy.textContent = "复制不了，请长按上面的链接"; }
    });
  }
  const form = document.querySelector("[data-request-form]");
  if (!form) return;

  const [box, button, clear, said] = ["place-here", "place-button", "place-clear", "place-said"].map((id) => document.getElementById(id));
  const [lat, lon, datum] = ["lat", "lon", "datum"].map((name) => form.elements[name]);
  const set = (position) => {
    lat.value = position ? position.latitude.toFixed(6) : "";
    lon.value = position ? position.longitude.toFixed(6) : "";
    datum.value = "wgs84";
    clear.hidden = !position;
  };
  if (box && window.isSecureContext && navigator.geolocation) {
    box.hidden = false;
    if (lat.value) { clear.hidden = false; said.textContent = "已标上位置。"; }
    button.addEventListener("click", () => {
      said.textContent = "正在定位……";
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          set(coords);
          said.textContent = `已标上位置，误差约 ${Math.round(coords.accuracy)} 米。`;
        },
        () => { said.textContent = "现在定不了位。请在“具体在哪里”写清楚就可以。"; },
        { enableHighAccuracy: true, timeout: 12000, maximumAge: 60000 },
      );
    });
    clear.addEventListener("click", () => { set(null); said.textContent = "已去掉位置。"; });
  }

  const photos = form.elements.photos;
  if (!photos) return;
  const note = document.createElement("p");
  note.className = "alert"; note.setAttribute("role", "alert"); note.hidden = true;
  photos.after(note);
  photos.addEventListener("change", () => {
    const files = [...photos.files];
    const large = files.findIndex((file) => file.size > 10 * 1024 * 1024);
    const wrong = files.length > 3 ? `最多 3 张照片，现在选了 ${files.length} 张，请重新选。`
      : large >= 0 ? `第 ${large + 1} 张照片有 ${Math.round(files[large].size / 1048576)} MB，超过了 10 MB。请先缩小，或者用手机重新拍一张。` : "";
    note.textContent = wrong; note.hidden = !wrong;
    if (wrong) photos.value = "";
  });
})();
