// The message box of a place: plain words, and slash commands completed while they are typed.

import { missing, namesLike, offered, openOptions, readLine, withValue } from "./commands.js";
import { el, fresh, icon } from "./dom.js";
import { Listbox } from "./listbox.js";
import { among } from "./picker.js";
import { say } from "./words.js";

const PAUSE = 120;

export class Composer {
  /** Make the box of `place`; `page` knows commands and people and carries out what is sent. */
  constructor(page, place, { id = fresh("box"), name, hint }) {
    Object.assign(this, { page, place, picked: {}, asked: 0 });
    this.input = el("input", {
      id, type: "text", role: "combobox", autocomplete: "off", class: "box", placeholder: hint, maxlength: 8000,
      "aria-label": say("message-box", { name }), "aria-autocomplete": "list",
      input: () => this.suggest(), keydown: (event) => this.key(event), blur: () => this.list.hide(),
      click: () => this.input.value.startsWith("/") && this.suggest(),
    });
    this.list = new Listbox(this.input, { label: say("choose"), pick: (item) => this.take(item), above: true });
    this.told = el("p", { class: "told", role: "status" });
    this.root = el(
      "form",
      { class: "compose", novalidate: true, submit: (event) => this.send(event) },
      this.told, this.input, this.list.root,
      el("button", { class: "icon send", type: "submit", "aria-label": say("send") }, icon("send")),
    );
  }

  get commands() {
    return this.page.state.commands;
  }

  /** Begin a command that was named in a message. */
  begin(name) {
    this.input.value = `/${name}`;
    this.input.focus();
    this.suggest();
  }

  key(event) {
    if (event.key === "Enter" && this.list.open && this.list.active) {
      event.preventDefault();
      this.list.take(this.list.at);
    } else if (event.key === "Tab" && !event.shiftKey && this.list.open && this.list.items.length && !this.isExact()) {
      event.preventDefault();
      this.list.take(Math.max(0, this.list.at));
    } else this.list.key(event);
  }

  isExact() {
    return this.list.items.length === 1 && this.list.items[0].line?.trim() === this.input.value.trim();
  }

  /** Offer what may come next: names of commands, then options, then their values. */
  async suggest() {
    const mine = (this.asked += 1);
    this.told.textContent = "";
    const line = readLine(this.input.value, this.commands);
    const { items, at } = line ? await this.next(line, mine) : { items: [], at: -1 };
    if (mine !== this.asked) return;
    this.list.show(items, at);
    if (line) this.announce(items.length);
  }

  announce(count) {
    this.page.whisper(count ? say("suggestions", { count }) : say("no-suggestions"));
  }

  async next(line, mine) {
    if (!line.command || (this.input.value === `/${line.name}` && !line.command.options.length)) return this.names(line);
    const typed = line.current ? line.values[line.current] : "";
    const option = line.command.options.find((each) => each.name === line.current);
    if (!option || (line.complete && typed && this.picked[option.name]?.label === typed)) return this.options(line);
    const values = await this.values(option, typed, mine);
    const items = values.map((each) => ({ ...each, option: option.name, line: withValue(line, option.name, each.label) }));
    return { items, at: items.some((each) => each.label === typed) ? -1 : 0 };
  }

  names(line) {
    const all = offered(this.commands, { moderator: this.page.person.moderator, direct: this.place.kind === "direct" });
    const items = namesLike(line.typed ?? line.name, all).map((each) => ({
      label: `/${each.name}`, hint: each.summary, line: each.options.length ? `/${each.name} ` : `/${each.name}`,
    }));
    const exact = items.length && items[0].line === this.input.value;
    return { items, at: exact ? -1 : 0 };
  }

  options(line) {
    const before = this.input.value.trimEnd();
    const items = openOptions(line).map((each) => ({
      label: `${each.name}:`, hint: each.required ? `${each.summary} (${say("required")})` : each.summary, line: `${before} ${each.name}: `,
    }));
    return { items, at: missing(line) ? 0 : -1 };
  }

  async values(option, typed, mine) {
    if (option.kind === "channel") return among(this.page.targets())(typed.replace(/^#/, ""));
    if (!option.lookup) return among(option.choices.map((each) => ({ value: each, label: each })))(typed);
    await new Promise((resume) => setTimeout(resume, PAUSE));
    return mine === this.asked ? this.page.lookup(option.lookup, typed, this.place.id) : [];
  }

  take(item) {
    if (item.option) this.picked[item.option] = { label: item.label, value: item.value };
    this.input.value = item.line;
    this.input.focus();
    this.list.hide();
    this.suggest();
  }

  async send(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text || this.busy) return;
    const line = readLine(`${text} `, this.commands);
    const needed = line && missing(line);
    if (needed) return this.ask(needed);
    this.clear();
    this.busy = true;
    const sent = await this.page.act(line ? this.command(line) : { kind: "say", text }, this.place.id);
    this.busy = false;
    if (!sent && !this.input.value) this.input.value = text;
  }

  command(line) {
    const options = Object.fromEntries(
      Object.entries(line.values ?? {})
        .filter(([, typed]) => typed)
        .map(([name, typed]) => [name, this.picked[name]?.label === typed ? this.picked[name].value : typed]),
    );
    // A name nobody knows goes to Ajar all the same, which answers it.
    return { kind: "command", name: line.name.split(/\s+/).slice(0, 2).join(" "), options };
  }

  ask(option) {
    this.input.value = `${this.input.value.trimEnd()} ${option.name}: `;
    this.input.focus();
    this.input.setSelectionRange(this.input.value.length, this.input.value.length);
    this.suggest();
    this.told.textContent = `${option.name}: ${say("needed")}`;
  }

  clear() {
    this.asked += 1;
    this.input.value = "";
    this.told.textContent = "";
    this.list.hide();
  }
}
