// Watches an import at work: moves the bar, and opens the page anew when the work is done.
(() => {
  const box = document.querySelector("[data-progress]");
  if (!box) return;
  const bar = box.querySelector("progress");
  const said = box.querySelector("[data-said]");
  let wait = 1000;
  const ask = async () => {
    try {
      const answer = await fetch(box.dataset.progress, { credentials: "same-origin", cache: "no-store" });
      if (answer.redirected || !answer.ok) throw new Error(String(answer.status));
      const state = await answer.json();
      if (!state.busy) {
        window.location.replace(window.location.pathname);
        return;
      }
      bar.value = state.percent;
      said.textContent = state.said;
      wait = 1000;
    } catch {
      said.textContent = "暂时连不上，工作还在继续。连上以后会接着显示。";
      wait = Math.min(wait * 2, 15000);
    }
    window.setTimeout(ask, wait);
  };
  window.setTimeout(ask, wait);
})();
