"use strict";
// Asks once a minute whether anything changed and puts new content in the place of the old.
(() => {
  const wall = document.getElementById("wall");
  if (!wall) return;
  const date = document.getElementById("wall-date");
  const time = document.getElementById("wall-time");
  const trouble = document.getElementById("wall-trouble");
  const every = Number(wall.dataset.seconds) * 1000;
  // An answer that takes longer does not come.
  const patience = Math.min(every, 20000);
  let etag = wall.dataset.etag;
  let clock = time.textContent.slice(-5);
  let timer = 0;
  let asking = false;

  const shown = (moment) => {
    // The server's own words, "2026-11-27T07:34:05+08:00": the screen's clock may be wrong.
    const [year, month, day] = moment.slice(0, 10).split("-").map(Number);
    const weekday = "日一二三四五六"[new Date(Date.UTC(year, month - 1, day)).getUTCDay()];
    clock = moment.slice(11, 16);
    date.textContent = `${month}月${day}日 星期${weekday}`;
    time.textContent = `数据时间 ${clock}`;
  };
  const say = (words) => {
    if (trouble.textContent !== words) trouble.textContent = words;
    trouble.hidden = !words;
    time.hidden = Boolean(words);
  };

  const take = async (response) => {
    const moment = response.headers.get("Figures-At");
    // Of the site itself comes nothing without a version: a network's log-in page, a proxy that apologises.
    const version = response.headers.get("Wall-Version");
    if (!version || response.status >= 500) throw new Error("away");
    if (response.status === 403) return say(`登录已结束，显示的是 ${clock} 的数据`);
    if (response.status === 404 || response.status === 410) {
      wall.innerHTML = await response.text();
      etag = "";
      time.textContent = "";
      return say("");
    }
    if (response.status === 200) {
      const html = await response.text();
      etag = response.headers.get("ETag") || "";
      wall.innerHTML = html;
    } else if (response.status !== 304) throw new Error("away");
    shown(moment);
    say("");
    // The site was renewed: the page goes with its content.
    if (version !== wall.dataset.version) location.reload();
  };

  const ask = async () => {
    if (asking) return;
    asking = true;
    clearTimeout(timer);
    const control = new AbortController();
    const limit = setTimeout(() => control.abort(), patience);
    try {
      const headers = { "Wall-Pass": wall.dataset.pass || "" };
      if (etag) headers["If-None-Match"] = etag;
      await take(await fetch(wall.dataset.address, {
        headers,
        cache: "no-store", redirect: "error", referrerPolicy: "no-referrer", signal: control.signal,
      }));
    } catch {
      if (etag) say(`网络中断，显示的是 ${clock} 的数据`);
    } finally {
      clearTimeout(limit);
      asking = false;
      timer = setTimeout(ask, every);
    }
  };

  timer = setTimeout(ask, every);
  addEventListener("online", ask);
})();
