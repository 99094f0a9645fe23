"use strict";
// 查找我附近的: asks for the position only on the click, and always leaves the typed way open.
(() => {
  const button = document.getElementById("locate");
  const message = document.getElementById("locate-message");
  if (!button || !message) return;
  button.hidden = false;
  const TYPED = "请在上面输入小区或社区的名字。";
  const say = (text) => { message.textContent = text; message.hidden = false; button.disabled = false; };
  const go = (position) => {
    const { latitude, longitude } = position.coords;
    const params = new URLSearchParams(location.pathname.startsWith("/stations/nearest") ? location.search : "");
    params.delete("q"); params.delete("datum");
    params.set("lat", latitude.toFixed(6)); params.set("lon", longitude.toFixed(6));
    location.assign(`/stations/nearest/?${params}`);
  };
  const poor = (position) => {
    const metres = Math.round(position.coords.accuracy / 100) * 100;
    say(`手机只知道您大概在哪里（误差约 ${metres} 米）。到窗边或室外再试会更准；`);
    const link = document.createElement("button");
    link.type = "button"; link.className = "button"; link.textContent = "就按大概位置查找";
    link.addEventListener("click", () => go(position));
    message.append(" ", link);
  };
  const failed = (error) => {
    if (error.code === error.PERMISSION_DENIED) say(`没有得到定位许可。可以在浏览器或微信的设置里打开“位置”，或者${TYPED}`);
    else if (error.code === error.TIMEOUT) say(`等了太久也没有定到位。请再按一次，或者${TYPED}`);
    else say(`手机现在定不了位。请检查定位是否打开，或者${TYPED}`);
  };
  button.addEventListener("click", () => {
    if (!window.isSecureContext) return say(`这个网址没有加密（HTTPS），浏览器不允许定位。${TYPED}`);
    if (!navigator.geolocation) return say(`这个浏览器不能定位。${TYPED}`);
    say("正在定位……");
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      (position) => (position.coords.accuracy > 500 ? poor(position) : go(position)),
      failed,
      { enableHighAccuracy: true, timeout: 12000, maximumAge: 60000 },
    );
  });
})();
