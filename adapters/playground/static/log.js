// The messages of one place, oldest first, with a line for each day and for what is new.

import { el } from "./dom.js";
import { drawPost } from "./message.js";
import { dayKey, dayOf, say } from "./words.js";

const NEAR = 120;

export class Log {
  /** Draw the messages of `place` into `scroll`, which is the box that scrolls. */
  constructor(page, place, scroll, { name, empty }) {
    Object.assign(this, { page, place, scroll, drawn: new Map() });
    this.root = el("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": say("messages", { name }), tabindex: "0" });
    this.nothing = el("p", { class: "nothing" }, empty);
    scroll.replaceChildren(this.root);
    this.fill();
  }

  get posts() {
    return this.page.postsIn(this.place);
  }

  fill() {
    const posts = this.posts;
    const news = posts.find((each) => each.new);
    this.root.replaceChildren(this.nothing);
    posts.forEach((post, index) => {
      if (post === news && index > 0) this.root.append(el("p", { class: "since" }, el("span", {}, say("new"))));
      this.append(post, posts[index - 1]);
    });
    this.nothing.hidden = posts.length > 0;
    this.toEnd();
  }

  append(post, before) {
    const at = new Date(post.at);
    if (!before || dayKey(new Date(before.at)) !== dayKey(at)) {
      this.root.append(el("p", { class: "day" }, el("span", {}, dayOf(at, this.page.now()))));
      before = null;
    }
    this.root.append(drawPost(this.page, post, before));
    this.drawn.set(post.id, fingerprint(post));
  }

  /** Show a post that is new or has changed. */
  upsert(post) {
    if (this.drawn.get(post.id) === fingerprint(post)) return;
    const old = this.root.querySelector(`[data-post="${post.id}"]`);
    const near = this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < NEAR;
    const posts = this.posts;
    if (old) this.replace(old, post);
    else {
      this.append(post, posts[posts.findIndex((each) => each.id === post.id) - 1]);
      this.nothing.hidden = true;
    }
    if (near || post.author === this.page.person.id || post.private) this.toEnd();
  }

  /** Draw a post anew where it stands; the focus stays on the same control, or on the message. */
  replace(old, post) {
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const fresh = drawPost(this.page, post, null);
    fresh.classList.toggle("grouped", old.classList.contains("grouped"));
    old.replaceWith(fresh);
    this.drawn.set(post.id, fingerprint(post));
    if (!focused) return;
    const key = focused.getAttribute("data-key");
    const same = [...fresh.querySelectorAll("[data-key]")].find((each) => each.getAttribute("data-key") === key);
    (same ?? fresh).focus({ preventScroll: true });
  }

  toEnd() {
    this.scroll.scrollTop = this.scroll.scrollHeight;
  }
}

function fingerprint(post) {
  return JSON.stringify({ ...post, new: undefined });
}
