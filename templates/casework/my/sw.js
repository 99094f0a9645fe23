{% load static %}"use strict";
// Keeps the page 记一条 for times without a network; everything else comes from the network.
const CACHE = "my-1";
const PAGE = "{% url "my-new" %}";
const FILES = ["{% static "site.css" %}", "{% static "my.css" %}", "{% static "my.js" %}"];
const OFFLINE = `<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>没有网络</title><link rel="stylesheet" href="${FILES[0]}"><link rel="stylesheet" href="${FILES[1]}">
<body class="my"><main class="wrap narrow"><h1>现在没有网络</h1><p>可以先记下来，有网络时自动发出。</p>
<p><a class="button primary write" href="${PAGE}">记一条</a></p></main></body></html>`;
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
  } else if (event.request.mode === "navigate") {
    event.respondWith(fetch(event.request).catch(() => new Response(OFFLINE, { headers: { "Content-Type": "text/html; charset=utf-8" } })));
  } else if (FILES.includes(url.pathname)) {
    event.respondWith(caches.match(event.request).then((kept) => kept || fetch(event.request)));
  }
});
