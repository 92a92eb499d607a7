// A modal form: opened by an answer, kept open while something is amiss, its words kept when it is closed by mistake.

import { el, fresh, icon } from "./dom.js";
import { drawField } from "./field.js";
import { words } from "./message.js";
import { say } from "./words.js";

const drafts = new Map();

export class Form {
  /** Open `form` for the gesture that asked for it: `place`, and `message` where its button stood. */
  constructor(page, form, { place, message, back }) {
    Object.assign(this, { page, form, place, message, back, event: crypto.randomUUID() });
    this.fields = form.fields.map((each) => drawField(page, each, place));
    this.draw();
    document.body.append(this.root);
    this.restore();
    this.root.showModal();
    this.fields[0]?.focus();
  }

  get draft() {
    return `${this.page.person.id} ${this.form.action}`;
  }

  draw() {
    const title = fresh("title");
    this.amiss = el("p", { class: "amiss", role: "alert" });
    this.submit = el("button", { class: "button primary", type: "submit" }, this.form.submit);
    const intro = this.form.intro ? el("p", { class: "intro" }, words(this.form.intro, this.page, null)) : null;
    this.root = el(
      "dialog",
      { class: "form", "aria-labelledby": title, close: () => this.closed(), cancel: () => this.keep() },
      el(
        "form",
        { novalidate: true, submit: (event) => this.send(event) },
        el("header", {}, el("h2", { id: title }, this.form.title), el("button", { class: "icon", type: "button", "aria-label": say("close"), click: () => this.dismiss() }, icon("close"))),
        el("div", { class: "fields" }, intro, this.fields.map((each) => each.root), this.amiss),
        el("footer", {}, el("button", { class: "button plain", type: "button", click: () => this.dismiss() }, say("cancel")), this.submit),
      ),
    );
  }

  get values() {
    return Object.fromEntries(this.fields.map((each) => [each.id, each.values()]));
  }

  keep() {
    drafts.set(this.draft, this.fields.map((each) => each.draft?.()));
  }

  restore() {
    const kept = drafts.get(this.draft);
    if (kept) this.fields.forEach((each, index) => each.restore?.(kept[index]));
  }

  dismiss() {
    this.keep();
    this.root.close();
  }

  closed() {
    this.root.remove();
    const back = this.back?.isConnected ? this.back : this.page.box;
    // Chromium gives the focus back before the page is interactive again, and then without a caret to type at.
    back?.blur();
    back?.focus();
  }

  async send(event) {
    event.preventDefault();
    const empty = this.fields.filter((each) => each.required && !each.values().length);
    if (empty.length) return this.show(Object.fromEntries(empty.map((each) => [each.id, say("needed")])));
    if (this.busy) return;
    this.busy = true;
    this.submit.setAttribute("aria-busy", "true");
    const body = { kind: "submit", event: this.event, action: this.form.action, fields: this.values, message: this.message };
    const answer = await this.page.ask(body, this.place);
    this.busy = false;
    this.submit.removeAttribute("aria-busy");
    if (!answer) this.amiss.textContent = say("failed");
    else if (answer.kind === "invalid") this.invalid(answer);
    else this.finish(answer);
  }

  finish(answer) {
    drafts.delete(this.draft);
    this.root.close();
    this.page.showAnswer(answer, { place: this.place, message: this.message, back: this.back });
  }

  invalid(answer) {
    const known = this.fields.some((each) => answer.errors[each.id]);
    this.show(answer.errors);
    const said = answer.message.parts.filter((each) => each.words).map((each) => words(each, this.page, null));
    this.amiss.replaceChildren(...(known ? [] : said.flat()));
  }

  /** Show what is amiss at each field and go to the first. */
  show(errors) {
    this.amiss.replaceChildren();
    this.fields.forEach((each) => each.complain(errors[each.id] ?? ""));
    this.fields.find((each) => errors[each.id])?.focus();
  }
}
