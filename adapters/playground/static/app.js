// The page: what one person sees, kept up to date, and what they do, sent off.

import * as api from "./api.js";
import { ClockStrip } from "./clock.js";
import { Composer } from "./composer.js";
import { el, icon, keepingFocus } from "./dom.js";
import { Form } from "./form.js";
import { Log } from "./log.js";
import { Drawer, drawSide } from "./side.js";
import { learn, say } from "./words.js";

const at = (id) => document.getElementById(id);

class Page {
  constructor() {
    const [, you, place] = /^#([\w-]*)\/?([\w-]*)$/.exec(location.hash) ?? [];
    Object.assign(this, { you: you || null, place: place || null, thread: null, posts: new Map(), state: null });
    this.clock = new ClockStrip(this);
    this.drawer = new Drawer();
    document.addEventListener("visibilitychange", () => this.markRead());
    this.listen();
  }

  // --- what one sees

  get person() {
    return this.state.people.find((each) => each.id === this.state.you);
  }

  get box() {
    return this.threadComposer?.input ?? this.composer?.input;
  }

  now() {
    return this.clock.now();
  }

  find(place) {
    return this.state.places.find((each) => each.id === place);
  }

  postsIn(place) {
    return [...this.posts.values()].filter((each) => each.place === place).sort((one, other) => one.order - other.order);
  }

  /** Return where something can be posted, as the core wants it said. */
  targets() {
    const channels = this.state.places.filter((each) => each.kind !== "direct");
    const threads = [...this.posts.values()].filter((each) => each.thread);
    return [
      ...channels.map((each) => ({ value: `${each.kind}:${each.id}`, label: `#${each.name}`, hint: say(`kind-${each.kind}`) })),
      ...threads.map((each) => ({ value: `channel:${each.thread.place}`, label: each.title || each.summary, hint: say("kind-thread") })),
    ];
  }

  // --- keeping up

  listen() {
    this.source?.close();
    this.source = api.listen(this.you, {
      open: () => this.load(),
      lost: () => this.offline(true),
      again: () => this.listen(),
      hour: (hour) => this.clock.set(hour),
      places: (places) => this.placesChanged(places),
      post: (post) => this.postChanged(post),
    });
  }

  async load() {
    const source = this.source;
    const state = await api.state(this.you).catch(() => null);
    if (!state || source !== this.source) return;
    this.state = state;
    this.posts = new Map(state.posts.map((each) => [each.id, each]));
    learn(state);
    this.offline(false);
    this.clock.set(state);
    this.clock.build();
    this.dress();
    const place = this.find(this.place) ? this.place : this.first();
    keepingFocus(() => this.open(place, { focus: false, thread: this.thread }));
    at("app").setAttribute("aria-busy", "false");
  }

  /** Return the place to begin with: the DM where something stands in it, else the first channel. */
  first() {
    const direct = this.state.places.find((each) => each.kind === "direct");
    return this.postsIn(direct.id).length ? direct.id : this.state.places[0].id;
  }

  dress() {
    document.documentElement.lang = this.state.locale;
    document.title = say("title");
    at("skip").textContent = say("skip");
    at("side").setAttribute("aria-label", say("menu"));
    this.drawer.name();
  }

  offline(lost) {
    at("banner").hidden = !lost || !this.state;
    at("banner").textContent = lost && this.state ? say("offline") : "";
  }

  placesChanged(places) {
    if (!this.state) return;
    Object.assign(this.state, places);
    drawSide(this);
    this.titleMark();
  }

  postChanged(post) {
    if (!this.state) return;
    this.posts.set(post.id, post);
    if (post.place === this.place) this.log.upsert(post);
    if (this.thread && post.place === this.threadPlace) this.threadLog.upsert(post);
    this.markRead();
  }

  titleMark() {
    const count = this.state.places.reduce((sum, each) => sum + each.unread, 0);
    document.title = count ? `(${count}) ${say("title")}` : say("title");
  }

  /** Tell that what stands open has been seen, when somebody looks. */
  markRead() {
    if (!this.state || document.visibilityState === "hidden") return;
    for (const place of [this.place, this.thread && this.threadPlace].filter(Boolean)) {
      const news = this.postsIn(place).filter((each) => each.new);
      news.forEach((each) => { each.new = false; });
      if (news.length) api.read(this.person.id, place).catch(() => {});
    }
  }

  // --- going about

  open(id, { focus = true, thread = null } = {}) {
    const place = this.find(id);
    const name = place.kind === "direct" ? place.name : `#${place.name}`;
    this.place = id;
    history.replaceState(null, "", `#${this.person.id}/${id}`);
    at("place-name").textContent = name;
    at("place-about").textContent = say(`about-${place.about}`);
    const empty = say({ direct: "empty-direct", forum: "empty-forum" }[place.kind] ?? "empty");
    this.log = new Log(this, id, at("scroll"), { name, empty });
    const hint = say({ direct: "write-direct", forum: "write-forum" }[place.kind] ?? "write", { name });
    this.composer = new Composer(this, place, { id: "box", name, hint });
    at("composer").replaceChildren(this.composer.root);
    if (thread && this.posts.has(thread)) this.openThread(thread, { focus: false });
    else this.closeThread({ focus: false });
    drawSide(this);
    this.markRead();
    this.titleMark();
    this.drawer.set(false);
    if (focus) this.composer.input.focus();
  }

  become(person) {
    Object.assign(this, { you: person, thread: null, place: this.find(this.place)?.kind === "direct" ? `dm-${person}` : this.place });
    this.listen();
  }

  get threadPlace() {
    return this.posts.get(this.thread)?.thread.place;
  }

  openThread(post, { focus = true } = {}) {
    this.thread = post;
    const opener = this.posts.get(post);
    const place = { id: opener.thread.place, kind: "channel" };
    const name = opener.title || opener.summary;
    const scroll = el("div", { class: "scroll" });
    const title = el("h2", { id: "thread-name", tabindex: "-1" }, name);
    const closer = el("button", { class: "icon", type: "button", "aria-label": say("thread-close"), click: () => this.closeThread() }, icon("close"));
    const head = el("header", { class: "head" }, el("div", { class: "where" }, title, el("p", {}, say("thread-by", { name: opener.name }))), closer);
    this.threadComposer = new Composer(this, place, { name, hint: say("write-thread") });
    at("thread").replaceChildren(head, scroll, el("div", { class: "composer" }, this.threadComposer.root));
    this.threadLog = new Log(this, place.id, scroll, { name, empty: say("empty") });
    at("thread").setAttribute("aria-labelledby", "thread-name");
    at("thread").hidden = false;
    this.markRead();
    if (focus) this.threadComposer.input.focus();
  }

  closeThread({ focus = true } = {}) {
    const opener = this.thread;
    Object.assign(this, { thread: null, threadLog: null, threadComposer: null });
    at("thread").hidden = true;
    at("thread").replaceChildren();
    if (focus) document.querySelector(`[data-post="${opener}"] .open-thread`)?.focus();
  }

  // --- doing things

  /** Send a gesture and return its answer, null when it did not arrive. */
  ask(body, place) {
    return api.gesture(this.person.id, place, body).catch(() => null);
  }

  /** Send a gesture and show its answer; return whether it arrived. */
  async act(body, place) {
    const back = document.activeElement;
    const answer = await this.ask(body, place);
    if (answer) this.showAnswer(answer, { place, message: body.message, back });
    else this.toast(say("failed"));
    return Boolean(answer);
  }

  showAnswer(answer, where) {
    if (answer.kind === "form") new Form(this, answer.form, where);
  }

  /** Ask what fits to what is being typed. */
  async lookup(action, query, place, message = null) {
    const answer = await this.ask({ kind: "lookup", action, query, message }, place);
    return answer?.options ?? [];
  }

  /** Begin a command that a message names, in the box of the place it stands in. */
  begin(name, place) {
    (this.thread && place === this.threadPlace ? this.threadComposer : this.composer).begin(name);
  }

  /** Say something to a screen reader alone. */
  whisper(text) {
    at("toast").classList.remove("shown");
    at("toast").textContent = text;
  }

  /** Show a short notice. */
  toast(text) {
    this.whisper(text);
    at("toast").classList.add("shown");
    clearTimeout(this.fading);
    this.fading = setTimeout(() => at("toast").classList.remove("shown"), 6000);
  }
}

new Page();
