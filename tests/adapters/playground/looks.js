// Measures what is on the page: names of controls, doubled ids, and the contrast of every piece of text and every edge.
() => {
  const parse = (color) => {
    const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const over = (top, under) => ({
    r: top.r * top.a + under.r * (1 - top.a),
    g: top.g * top.a + under.g * (1 - top.a),
    b: top.b * top.a + under.b * (1 - top.a),
    a: 1,
  });
  const channel = (value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  const luminance = ({ r, g, b }) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ratio = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((x, y) => x - y);
    return (light + 0.05) / (dark + 0.05);
  };
  const root = getComputedStyle(document.documentElement);
  const [r, g, b] = root.getPropertyValue("--light").trim().split(/\s+/).map(Number);
  const beam = { r, g, b, a: Number(root.getPropertyValue("--light-strength")) * 1.6 };

  // Backgrounds an element may stand on: its own and those under it, in the beam of light (where it falls) and out of it.
  const grounds = (element) => {
    const layers = [];
    for (let each = element; each; each = each.parentElement) {
      const color = parse(getComputedStyle(each).backgroundColor);
      if (color.a > 0) layers.push(color);
      if (color.a === 1) break;
      if (each.id === "room") layers.push({ ...beam, beam: true });
    }
    const stack = (used) => used.reduceRight((under, top) => over(top, under), { r: 255, g: 255, b: 255, a: 1 });
    return [stack(layers), stack(layers.filter((each) => !each.beam))];
  };
  const seen = (element) => {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && style.visibility !== "hidden" && !element.closest("[inert]");
  };
  const poor = [];
  const judge = (element, color, least, what) => {
    const worst = Math.min(...grounds(element).map((ground) => ratio(over(color, ground), ground)));
    if (worst < least) poor.push(`${what}: ${worst.toFixed(2)}`);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let texts = 0;
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    if (!text || !seen(element)) continue;
    texts += 1;
    judge(element, parse(getComputedStyle(element).color), 4.5, text.slice(0, 30));
  }
  for (const input of document.querySelectorAll("input[placeholder], input:not([type=radio], [type=checkbox]), textarea, select")) {
    if (!seen(input)) continue;
    judge(input, parse(getComputedStyle(input).color), 4.5, `text of ${input.id}`);
    judge(input, parse(getComputedStyle(input, "::placeholder").color), 4.5, `placeholder of ${input.id}`);
  }
  for (const edged of document.querySelectorAll(".box, .picker-input, .pill > span, .button:not(.primary, .small), .field textarea, .field select")) {
    const color = parse(getComputedStyle(edged).borderTopColor);
    if (seen(edged) && color.a > 0) judge(edged.parentElement, color, 3, `edge of ${edged.className}`);
  }

  const name = (element) => {
    const by = element.getAttribute("aria-labelledby");
    return (by ? document.getElementById(by)?.textContent : element.getAttribute("aria-label")) || element.labels?.[0]?.textContent || (element.matches("input") ? "" : element.textContent);
  };
  const controls = [...document.querySelectorAll("button, a, input, select, textarea, [role=listbox], dialog, nav, [role=log], [role=group]")].filter(seen);
  const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
  return {
    texts,
    poor,
    nameless: controls.filter((each) => each.localName !== "nav" && !name(each)?.trim()).map((each) => each.outerHTML.slice(0, 120)),
    doubled: ids.filter((each, index) => ids.indexOf(each) !== index),
    unlabelled: [...document.querySelectorAll("img:not([alt])")].map((each) => each.outerHTML),
  };
}
