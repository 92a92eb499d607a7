// A menu one can type into: for menus in messages and for searching fields in forms.

import { el, icon } from "./dom.js";
import { Listbox } from "./listbox.js";
import { say } from "./words.js";

const PAUSE = 120;

/**
 * Make a picker. `find(query)` returns options, at once or later; `picked(option)` is told what was taken, or, where
 * `many` is true, `picked(options)` once the choice is done.
 */
export class Picker {
  constructor({ label, placeholder, find, picked, many = false, most = 1, value = null, attributes = {} }) {
    Object.assign(this, { find, picked, many, most, chosen: value ? [value] : [], asked: 0 });
    this.input = el("input", {
      type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-autocomplete": "list",
      "aria-label": label, placeholder, class: "picker-input", ...attributes,
    });
    if (value) this.input.value = value.label;
    this.list = new Listbox(this.input, { label: label ?? placeholder ?? say("choose"), pick: (item) => this.take(item), many });
    this.root = el("div", { class: "picker" }, this.input, icon("down"), this.list.root);
    if (many) this.root.append(this.done = el("button", { type: "button", class: "button small", hidden: true, click: () => this.finish() }, say("done")));
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("click", () => this.search(""));
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("blur", () => this.list.hide());
    this.input.addEventListener("keydown", (event) => this.key(event));
  }

  /** What was taken, or what was typed and means nothing yet. */
  get value() {
    const last = this.chosen[0];
    return last && last.label === this.input.value ? last.value : this.input.value.trim();
  }

  typed() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.search(this.input.value.trim()), PAUSE);
  }

  async search(query) {
    clearTimeout(this.waiting);
    const mine = (this.asked += 1);
    const options = await this.find(query);
    if (mine !== this.asked || !this.input.isConnected || document.activeElement !== this.input) return;
    const items = options.map((each) => ({ ...each, chosen: this.chosen.some((one) => one.value === each.value) }));
    if (items.length) this.list.show(items, query ? 0 : Math.max(0, items.findIndex((each) => each.chosen)));
    else this.list.show([{ label: say("nothing-found"), kind: "none" }], -1);
  }

  take(item) {
    if (item.kind === "none") return;
    if (this.many) return this.toggle(item);
    this.chosen = [item];
    this.input.value = item.label;
    this.asked += 1;
    this.list.hide();
    this.picked(item);
  }

  toggle(item) {
    const without = this.chosen.filter((each) => each.value !== item.value);
    if (without.length === this.chosen.length && without.length >= this.most) return;
    this.chosen = without.length === this.chosen.length ? [...without, item] : without;
    this.input.value = "";
    this.input.placeholder = this.chosen.map((each) => each.label).join(", ") || say("choose");
    this.done.hidden = !this.chosen.length;
    const at = this.list.at;
    this.list.show(this.list.items.map((each) => ({ ...each, chosen: this.chosen.some((one) => one.value === each.value) })), at);
  }

  finish() {
    this.list.hide();
    this.picked(this.chosen);
  }

  key(event) {
    if (this.list.key(event)) return;
    if (event.key === "Enter") {
      event.preventDefault();
      if (this.list.active) this.take(this.list.active);
      else if (!this.list.open) this.search("");
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.search("");
    } else if (event.key === "Tab") this.list.hide();
  }
}

/** Return a `find` that looks through options at hand. */
export function among(options) {
  return (query) => {
    const wanted = query.toLocaleLowerCase();
    return options.filter((each) => `${each.label} ${each.hint ?? ""}`.toLocaleLowerCase().includes(wanted));
  };
}
