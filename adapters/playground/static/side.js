// The left column: channels and direct messages with their unread marks, and who the visitor is.

import { el, icon } from "./dom.js";
import { face } from "./message.js";
import { say } from "./words.js";

const GLYPHS = { channel: "hash", forum: "forum", private: "lock" };

/** Draw places and people; what has the focus keeps it. */
export function drawSide(page) {
  const focused = document.activeElement?.getAttribute("data-key");
  const inside = document.activeElement?.closest("#side");
  const { places } = page.state;
  document.getElementById("places").replaceChildren(
    group(page, say("channels"), places.filter((each) => each.kind !== "direct")),
    group(page, say("direct"), places.filter((each) => each.kind === "direct")),
  );
  document.getElementById("you").replaceChildren(el("legend", {}, say("you")), el("div", { class: "people" }, page.state.people.map((each) => person(page, each))));
  document.getElementById("rehearsal").textContent = say("rehearsal");
  if (inside && focused) document.querySelector(`#side [data-key="${focused}"]`)?.focus();
}

function group(page, title, places) {
  return el("section", { class: "group" }, el("h2", {}, title), el("ul", {}, places.map((each) => el("li", {}, place(page, each)))));
}

function place(page, each) {
  const here = each.id === page.place;
  const glyph = each.kind === "direct" ? face(page, "ajar", each.name) : icon(GLYPHS[each.about]);
  return el(
    "button",
    { class: each.unread && !here ? "place unread" : "place", type: "button", "data-key": each.id, "aria-current": here ? "page" : null, click: () => page.open(each.id) },
    glyph, el("span", { class: "label" }, each.name), here ? null : mark(each.unread),
  );
}

function mark(count) {
  if (!count) return null;
  return el("span", { class: "count" }, el("span", { "aria-hidden": "true" }, count), el("span", { class: "sr" }, say("unread", { count })));
}

function person(page, each) {
  const mine = each.id === page.person.id;
  const input = el("input", { type: "radio", name: "you", value: each.id, checked: mine, "data-key": `you-${each.id}`, change: () => page.become(each.id) });
  const note = each.moderator ? el("small", {}, ` (${say("moderator")})`) : null;
  return el("label", { class: "person" }, input, face(page, each.id, each.name), el("span", { class: "label" }, each.name, note), mine ? null : mark(each.unread));
}

/** The column as a drawer on narrow screens: it takes the focus, gives it back, and closes on Escape. */
export class Drawer {
  constructor() {
    this.side = document.getElementById("side");
    this.opener = document.getElementById("drawer-open");
    this.others = [document.getElementById("room"), document.getElementById("thread"), document.getElementById("skip")];
    this.narrow = window.matchMedia("(max-width: 820px)");
    this.opener.addEventListener("click", () => this.set(true));
    const closer = document.getElementById("drawer-close");
    closer.addEventListener("click", () => this.set(false));
    this.side.addEventListener("keydown", (event) => event.key === "Escape" && this.set(false));
    document.addEventListener("click", (event) => this.isOpen && !this.side.contains(event.target) && !this.opener.contains(event.target) && this.set(false));
    this.narrow.addEventListener("change", () => this.set(false));
    closer.append(icon("close"));
    this.opener.append(icon("menu"));
    this.closer = closer;
  }

  get isOpen() {
    return document.body.classList.contains("drawer");
  }

  /** Say what its buttons do, in the language of the page. */
  name() {
    this.opener.setAttribute("aria-label", say("menu"));
    this.closer.setAttribute("aria-label", say("close"));
  }

  set(open) {
    const was = this.isOpen;
    const shown = open && this.narrow.matches;
    document.body.classList.toggle("drawer", shown);
    this.opener.setAttribute("aria-expanded", String(shown));
    this.others.forEach((each) => { each.inert = shown; });
    if (shown) (this.side.querySelector("[aria-current]") ?? this.closer).focus();
    else if (was && this.narrow.matches) this.opener.focus();
  }
}
