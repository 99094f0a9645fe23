{% load static %}"use strict";
// Keeps the page 记一条 for times without a network; everything else comes from the network.
const CACHE = "my-1";
const PAGE = "{% url "my-new" %}";
const FILES = ["{% static "site.css" %}", "{% static "my.css" %}", "{% static "my.js" %}"];
self.addEventListener("install", (event) => event.waitUntil(
  caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname === PAGE) {
    event.respondWith(fetch(event.request).then((answer) => {
      if (answer.ok) { const copy = answer.clone(); caches.open(CACHE).then((cache) => cache.put(PAGE, copy)); }
      return answer;
    }).catch(() => caches.match(PAGE)));
  } else if (FILES.includes(url.pathname)) {
    event.respondWith(caches.match(event.request).then((kept) => kept || fetch(event.request)));
  }
});
