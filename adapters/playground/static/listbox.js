// A list of suggestions under (or over) an input, which keeps the focus: the combobox pattern of the ARIA guide.

import { el, fresh } from "./dom.js";

const GAP = 6;
const ROOM = 320;

export class Listbox {
  /** Hang a list on `input`; `pick(item)` is called for the item taken. */
  constructor(input, { label, pick, many = false, above = false }) {
    Object.assign(this, { input, pick, many, above, items: [], at: -1 });
    this.root = el("ul", { id: fresh("list"), class: "suggestions", role: "listbox", popover: "manual", "aria-label": label });
    if (many) this.root.setAttribute("aria-multiselectable", "true");
    input.setAttribute("aria-controls", this.root.id);
    input.setAttribute("aria-expanded", "false");
    // A press of the mouse would take the focus out of the input before the click is heard.
    this.root.addEventListener("mousedown", (event) => event.preventDefault());
    this.moved = () => this.open && this.place();
    window.addEventListener("resize", this.moved);
  }

  get open() {
    return this.root.matches(":popover-open");
  }

  get active() {
    return this.items[this.at] ?? null;
  }

  /** Show `items`, each with `label`, `hint` and perhaps `chosen`; the one at `at` is active, -1 for none. */
  show(items, at = 0) {
    this.items = items;
    if (!items.length) return this.hide();
    this.root.replaceChildren(...items.map((item, index) => this.option(item, index)));
    this.input.setAttribute("aria-expanded", "true");
    if (!this.open) this.root.showPopover();
    this.place();
    this.go(at);
  }

  option(item, index) {
    const chosen = this.many ? Boolean(item.chosen) : index === this.at;
    return el(
      "li",
      { id: fresh("option"), role: "option", class: item.kind ?? "", "aria-selected": String(chosen),
        click: () => this.take(index), mousemove: () => this.at !== index && this.go(index) },
      el("span", { class: "what" }, item.label),
      item.hint ? el("span", { class: "hint" }, item.hint) : null,
    );
  }

  /** Stand over or under the input, wherever there is room. */
  place() {
    const box = this.input.getBoundingClientRect();
    const below = window.innerHeight - box.bottom - GAP * 2;
    const over = this.above || (below < Math.min(ROOM, this.root.scrollHeight) && box.top > below);
    const style = this.root.style;
    style.left = `${Math.max(8, box.left)}px`;
    style.width = `${Math.min(box.width, window.innerWidth - 16)}px`;
    style.maxHeight = `${Math.min(ROOM, over ? box.top - GAP * 2 : below)}px`;
    style.top = over ? "auto" : `${box.bottom + GAP}px`;
    style.bottom = over ? `${window.innerHeight - box.top + GAP}px` : "auto";
  }

  /** Make the item at `index` the active one; -1 makes none. */
  go(index) {
    this.at = index;
    const options = [...this.root.children];
    options.forEach((each, place) => {
      each.classList.toggle("active", place === index);
      if (!this.many) each.setAttribute("aria-selected", String(place === index));
    });
    const active = options[index];
    if (active) this.input.setAttribute("aria-activedescendant", active.id);
    else this.input.removeAttribute("aria-activedescendant");
    active?.scrollIntoView({ block: "nearest" });
  }

  /** Go up or down by one, round the ends. */
  step(by) {
    const count = this.items.length;
    this.go(this.at < 0 ? (by > 0 ? 0 : count - 1) : (this.at + by + count) % count);
  }

  take(index) {
    const item = this.items[index];
    if (item) this.pick(item);
  }

  hide() {
    this.items = [];
    this.at = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    if (this.open) this.root.hidePopover();
  }

  /** Answer a key meant for the list; return whether it was one. */
  key(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (!this.open) return false;
    if (event.key in steps) this.step(steps[event.key]);
    else if (event.key === "Escape") this.hide();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
}
