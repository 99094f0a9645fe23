"use strict";
// The map beside the list: Leaflet over the page's own data; without tiles a plain drawing to scale.
(() => {
  const box = document.getElementById("map");
  const source = document.getElementById("map-data");
  if (!box || !source || typeof L === "undefined") return;
  const data = JSON.parse(source.textContent);
  const map = L.map(box, { scrollWheelZoom: false, dragging: !L.Browser.mobile, attributionControl: Boolean(data.tiles), zoomSnap: 0.25 });
  if (data.tiles) {
    map.attributionControl.setPrefix(false);
    L.tileLayer(data.tiles.url, { attribution: data.tiles.credit, maxZoom: data.tiles.zoom,
      subdomains: data.tiles.url.includes("tianditu") ? "01234567" : "1234" }).addTo(map);
  }
  L.control.scale({ imperial: false }).addTo(map);
  const bounds = data.points.map((point) => point.at);
  if (data.here) bounds.push(data.here);
  for (const spot of data.spots || []) bounds.push(spot.at);
  for (const line of data.lines || []) bounds.push(...line);
  for (const area of data.areas || []) {
    const corners = L.geoJSON(area).getBounds();
    bounds.push(corners.getSouthWest(), corners.getNorthEast());
  }
  if (bounds.length) map.fitBounds(bounds, { padding: [30, 30], maxZoom: 16, animate: false });
  else map.setView(data.centre, 13);
  for (const shape of data.boundaries) {
    L.geoJSON(shape, { style: { color: "#b7791f", weight: 2, fill: false }, interactive: false }).addTo(map);
  }
  // From far away the names would lie on each other and on the points.
  const far = () => box.classList.toggle("far", map.getZoom() < 12.25);
  map.on("zoomend", far);
  far();
  for (const place of data.places || []) {
    // Where areas or homes are drawn, a patch of green under a name would be taken for one of them.
    const patch = (data.areas || []).length || (data.spots || []).length ? 0 : 0.1;
    L.circleMarker(place.at, { radius: 60, stroke: false, fillColor: "#5b7f6b", fillOpacity: patch, interactive: false })
      .bindTooltip(place.name, { permanent: true, direction: "center", className: "place-label" }).addTo(map);
  }
  for (const area of data.areas || []) {
    L.geoJSON(area, { style: { stroke: area.type !== "MultiPolygon", color: "#1a7f37", weight: 1.5, opacity: 0.5, fillColor: "#1a7f37", fillOpacity: 0.16, fillRule: "nonzero" }, interactive: false }).addTo(map);
  }
  for (const line of data.lines || []) {
    L.polyline(line, { color: "#ffffff", weight: 8, opacity: 0.9, interactive: false }).addTo(map);
    L.polyline(line, { color: "#1f6feb", weight: 4, interactive: false }).addTo(map);
  }
  if (data.here) {
    for (const [metres, label] of [[500, "500 米"], [1000, "1 公里"], [2000, "2 公里"]]) {
      const ring = L.circle(data.here, { radius: metres, color: "#8a9199", weight: 1, dashArray: "4 4", fill: false, interactive: false }).addTo(map);
      L.tooltip({ permanent: true, direction: "center", className: "ring-label" })
        .setLatLng([ring.getBounds().getNorth(), data.here[1]]).setContent(label).addTo(map);
    }
    L.marker(data.here, { icon: L.divIcon({ className: "pin here", iconSize: [18, 18] }), keyboard: false, alt: "您查找的位置", zIndexOffset: -100 }).addTo(map);
  }
  for (const spot of data.spots || []) {
    L.circleMarker(spot.at, { radius: Math.max(4, Math.min(14, Math.sqrt(spot.households) / 4)), color: "#74501d", weight: 2, fillColor: "#b7791f", fillOpacity: 0.45 })
      .bindTooltip(spot.label).addTo(map);
  }
  for (const point of [...data.points].reverse()) {
    const size = point.n ? 30 : 16;
    const icon = L.divIcon({ className: `pin${point.open ? " open" : ""}`, html: point.n ? String(Number(point.n)) : "", iconSize: [size, size] });
    const link = document.createElement("a");
    link.href = point.url; link.textContent = point.label;
    const popup = document.createElement("div");
    popup.append(link);
    if (point.state) popup.append(document.createElement("br"), point.state);
    L.marker(point.at, { icon, title: point.label, alt: point.label }).bindPopup(popup).addTo(map);
  }
})();
