// The box for a point in the admin: a map to click on, and a button where the two numbers changed places.
// Without this file the box alone does: the server reads and checks what was typed.
"use strict";

(() => {
  const PAIR = /^\s*\(?\s*([-+]?\d{1,3}(?:\.\d+)?)\s*(?:[,，;；、/|]|\s)\s*([-+]?\d{1,3}(?:\.\d+)?)\s*\)?\s*$/;

  function typed(text) {
    const match = PAIR.exec(text);
    return match ? [Number(match[1]), Number(match[2])] : null;
  }

  function looksSwapped([lat, lon]) {
    return lon >= 3 && lon <= 54 && lat >= 73 && lat <= 136;
  }

  function start(root) {
    const [box, datum] = [root.querySelector("input"), root.querySelector("select")];
    const said = root.querySelector(".point-said");
    const place = root.querySelector(".point-map");
    const around = JSON.parse(document.getElementById(root.dataset.orientation).textContent);

    function offerSwap() {
      said.textContent = "";
      const pair = typed(box.value);
      if (!pair || !looksSwapped(pair)) return;
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = `对调成 ${pair[1]}, ${pair[0]}`;
      button.addEventListener("click", () => {
        box.value = `${pair[1]}, ${pair[0]}`;
        box.dispatchEvent(new Event("input"));
      });
      said.append(button, "先纬度（约 23），后经度（约 113）。");
    }
    box.addEventListener("input", offerSwap);
    offerSwap();
    if (!window.L || !around.centre) return;

    place.hidden = false;
    const map = L.map(place, { attributionControl: false, scrollWheelZoom: false, zoomSnap: 0.5 });
    map.setView(around.centre, 15);
    L.control.scale({ imperial: false }).addTo(map);
    for (const [name, lat, lon] of around.areas) {
      L.circleMarker([lat, lon], { radius: 4, color: "#b7791f", fillOpacity: 0.8, interactive: false })
        .bindTooltip(name, { permanent: true, direction: "bottom", className: "point-area" })
        .addTo(map);
    }
    for (const [name, lat, lon] of around.marks) {
      L.circleMarker([lat, lon], { radius: 6, weight: 1, color: "#57606a", fillOpacity: 0.5, bubblingMouseEvents: true })
        .bindTooltip(name)
        .addTo(map);
    }
    const mark = L.circleMarker(around.centre, { radius: 9, color: "#b8101f", fillOpacity: 0.6, interactive: false });

    // What is drawn is WGS-84: a position in another datum is moved by the server, so it is not drawn here.
    function show() {
      const pair = typed(box.value);
      if (pair && datum.value === "wgs84" && Math.abs(pair[0]) <= 90 && !looksSwapped(pair)) {
        mark.setLatLng(pair).addTo(map);
        if (!map.getBounds().contains(pair)) map.panTo(pair);
      } else {
        mark.remove();
        if (pair && datum.value !== "wgs84") said.textContent = "保存后会换算成 GPS 坐标，并显示在图上。";
      }
    }
    box.addEventListener("input", show);
    datum.addEventListener("change", () => { offerSwap(); show(); });
    map.on("click", ({ latlng }) => {
      box.value = `${latlng.lat.toFixed(6)}, ${latlng.lng.toFixed(6)}`;
      datum.value = "wgs84";
      said.textContent = "已在图上点选，保存后生效。";
      show();
      const source = document.getElementById("id_point_source");
      if (source) source.value = "picked";
    });
    show();
    // Inside a section that was folded the map has no size yet.
    new ResizeObserver(() => map.invalidateSize()).observe(place);
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(".point-widget").forEach(start));
})();
