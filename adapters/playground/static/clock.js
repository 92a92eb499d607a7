// The clock strip: the app's time, and three ways to let it pass.

import { move } from "./api.js";
import { el } from "./dom.js";
import { momentOf, say, timeOf } from "./words.js";

const MOVES = ["hour", "morning", "week"];

export class ClockStrip {
  constructor(page) {
    this.page = page;
    this.root = document.getElementById("clock");
    this.ahead = 0;
    setInterval(() => this.draw(), 1000);
  }

  /** Take over the app's time. */
  set({ now, movable }) {
    this.ahead = new Date(now) - Date.now();
    this.movable = movable;
    this.draw();
  }

  now() {
    return new Date(Date.now() + this.ahead);
  }

  /** Make the strip anew, in the language of the page. */
  build() {
    this.day = el("span", { class: "date" });
    this.hour = el("strong", {});
    this.root.setAttribute("aria-label", say("clock"));
    const buttons = MOVES.map((each) => el("button", { class: "button small", type: "button", "data-move": each, click: () => this.move(each) }, say(each)));
    this.root.replaceChildren(el("time", {}, this.day, this.hour), this.movable ? el("div", { class: "moves" }, buttons) : "");
    this.draw();
  }

  draw() {
    if (!this.hour) return;
    this.day.textContent = `${momentOf(this.now())} `;
    this.hour.textContent = timeOf(this.now());
  }

  async move(how) {
    if (this.moving) return;
    this.moving = true;
    this.root.setAttribute("aria-busy", "true");
    this.page.whisper(say("moving"));
    try {
      this.set({ now: (await move(how)).now, movable: true });
      this.page.whisper(`${momentOf(this.now())} ${timeOf(this.now())}`);
    } catch {
      this.page.toast(say("failed"));
    }
    this.root.removeAttribute("aria-busy");
    this.moving = false;
  }
}
