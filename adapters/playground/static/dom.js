// Making elements. Text only ever becomes a text node, so nothing a person writes can turn into markup.

let made = 0;

/** Return an id that no other element has. */
export function fresh(prefix) {
  made += 1;
  return `${prefix}-${made}`;
}

/** Make an element: `attributes` by name (`class`, `aria-...`, `data-...`), functions as listeners, then its content. */
export function el(tag, attributes = {}, ...content) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...content.flat().filter((each) => each !== null && each !== undefined && each !== false));
  return element;
}

/** Draw something anew; the focus stays on the same control of the same message, as far as both are still there. */
export function keepingFocus(draw) {
  const key = document.activeElement?.getAttribute("data-key");
  const post = document.activeElement?.closest("[data-post]")?.getAttribute("data-post");
  draw();
  const controls = post && key ? [...document.querySelectorAll(`[data-post="${post}"] [data-key]`)] : [];
  controls.find((each) => each.getAttribute("data-key") === key)?.focus({ preventScroll: true });
}

const SVG = "http://www.w3.org/2000/svg";

const STROKES = {
  hash: "M9 4 7 20M17 4l-2 16M4 9h16M3.500 15h16",
  forum: "M4 5h16v10H10l-4 4v-4H4zM8 9h8M8 12h5",
  lock: "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
  eye: "M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12zM12 9.200a2.800 2.800 0 1 0 0 5.600 2.800 2.800 0 0 0 0-5.600z",
  menu: "M4 7h16M4 12h16M4 17h10",
  close: "M6 6l12 12M18 6 6 18",
  send: "M4 12h14M12.500 6l6 6-6 6",
  thread: "M5 4v9a4 4 0 0 0 4 4h10M15 13l4 4-4 4",
  out: "M9 6h9v9M18 6 7 17",
  down: "M6 9.500l6 6 6-6",
};

/** Draw a small picture that says nothing by itself. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", "aria-hidden": "true", class: "glyph" })) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", STROKES[name]);
  svg.append(path);
  return svg;
}
