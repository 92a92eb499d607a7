// One message, drawn: who, when, and its parts with buttons, menus, pictures and threads.

import { el, icon } from "./dom.js";
import { Picker, among } from "./picker.js";
import { say, timeOf } from "./words.js";

const TOGETHER = 5 * 60 * 1000;

/** Draw `post`; `before` is the one above it, whose head serves both when the same person wrote it shortly before. */
export function drawPost(page, post, before) {
  const grouped = continues(post, before);
  const article = el("article", {
    class: ["post", grouped && "grouped", post.private && "private", post.bot && "by-bot"].filter(Boolean).join(" "),
    "data-post": post.id, tabindex: "-1", "aria-label": `${post.name}, ${timeOf(new Date(post.at))}`,
  });
  article.append(avatar(page, post), el("div", { class: "body" }, head(post), privately(post), content(page, post), thread(page, post)));
  return article;
}

function continues(post, before) {
  const near = before && !post.bot && new Date(post.at) - new Date(before.at) < TOGETHER;
  return Boolean(near && before.author === post.author && before.private === post.private && !before.thread);
}

/** Draw the face of a person, or the door. */
export function face(page, id, name) {
  if (id === "ajar") return el("img", { class: "face", src: "/playground/static/door.svg", alt: "", width: 40, height: 40 });
  const hue = page.state.people.findIndex((each) => each.id === id) % 6;
  return el("span", { class: "face", "data-hue": hue, "aria-hidden": "true" }, name.slice(0, 1));
}

function avatar(page, post) {
  return el("div", { class: "side-face" }, face(page, post.author, post.name), el("span", { class: "late", "aria-hidden": "true" }, timeOf(new Date(post.at))));
}

function head(post) {
  return el(
    "header",
    {},
    el("span", { class: "name" }, post.name),
    post.bot ? el("span", { class: "badge" }, say("badge")) : null,
    el("time", { datetime: post.at }, timeOf(new Date(post.at))),
  );
}

function privately(post) {
  return post.private ? el("p", { class: "only" }, icon("eye"), say("private")) : null;
}

function content(page, post) {
  const title = post.title && post.thread ? el("h2", { class: "title" }, post.title) : null;
  const parts = post.parts.map((part) => PARTS[part.type](part, page, post));
  const files = post.files.map((file) => el("a", { class: "file", href: `/playground/files/${file.token}`, download: file.name }, file.name));
  return [title, ...parts, ...files];
}

function thread(page, post) {
  if (!post.thread) return null;
  const mark = post.thread.unread ? el("span", { class: "mark" }, say("new")) : null;
  return el("button", { class: "open-thread", type: "button", "data-key": "thread", click: () => page.openThread(post.id) }, icon("thread"), el("span", {}, post.thread.label), mark);
}

/** Draw text in which commands may be named; pressing one begins it in the message box. */
export function words(part, page, place) {
  return part.words.map((each) => typeof each === "string" ? each : named(each.command, page, place));
}

function named(name, page, place) {
  if (!place) return el("code", { class: "command" }, `/${name}`);
  return el("button", { class: "command", type: "button", click: () => page.begin(name, place) }, `/${name}`);
}

const PARTS = {
  heading: (part) => el("h2", { class: "heading" }, part.text),
  text: (part, page, post) => el("p", { class: part.quiet ? "text quiet" : "text" }, words(part, page, post.place)),
  quote: (part) => el("blockquote", {}, part.text),
  rule: () => el("hr"),
  picture: (part) => el("img", { class: "picture", src: `/playground/files/${part.token}`, alt: part.alt }),
  buttons: (part, page, post) => el("div", { class: "buttons" }, part.buttons.map((each) => button(each, page, post))),
  menu: (part, page, post) => menu(part, page, post),
};

function button(each, page, post) {
  if (each.url) {
    const elsewhere = el("span", { class: "sr" }, ` (${say("opens-elsewhere")})`);
    return el("a", { class: `button ${each.style}`, href: safe(each.url), target: "_blank", rel: "noopener noreferrer" }, each.label, elsewhere, icon("out"));
  }
  const made = el("button", { class: `button ${each.style}`, type: "button", "data-key": each.action }, each.label);
  made.addEventListener("click", () => press(made, page, post, each.action, []));
  return made;
}

/** Only web addresses are links; anything else leads nowhere. */
function safe(address) {
  return /^https?:\/\//i.test(address) ? address : null;
}

async function press(element, page, post, action, values) {
  if (element.getAttribute("aria-busy") === "true") return;
  element.setAttribute("aria-busy", "true");
  await page.act({ kind: "press", action, values, message: post.id }, post.place);
  element.removeAttribute("aria-busy");
}

function menu(part, page, post) {
  const picked = (taken) => press(picker.input, page, post, part.action, [taken].flat().map((each) => each.value));
  const picker = new Picker({
    label: part.placeholder, placeholder: part.placeholder, many: part.most > 1, most: part.most, picked,
    find: part.lookup ? (query) => page.lookup(part.lookup, query, post.place, post.id) : among(part.options),
    attributes: { "data-key": part.action },
  });
  return picker.root;
}
