// The fields of a form. Each is an object with `root`, `values()`, `focus()`, `complain(text)`, `draft()`, `restore()`.

import { el, fresh, icon } from "./dom.js";
import { Picker } from "./picker.js";
import { say } from "./words.js";

const MOST_PILLS = 30;

/** Draw a field of any kind. */
export function drawField(page, field, place) {
  const made = KINDS[field.type](page, field, place);
  return { id: field.id, required: field.required, draft: made.values, ...made };
}

const KINDS = {
  text: (page, field) => field.multiline
    ? plain(field, el("textarea", { rows: 5, maxlength: field.longest }))
    : plain(field, el("input", { type: "text", maxlength: field.longest, autocomplete: "off" })),
  time: (page, field) => plain(field, el("input", { type: "time" })),
  date: (page, field) => plain(field, el("input", { type: "date" })),
  choice: (page, field) => choice(field),
  people: (page, field) => choice({ ...field, many: true, options: page.state.people.map((each) => ({ value: `account:${each.id}`, label: each.name })) }),
  channel: (page, field) => channel(page, field),
  search: (page, field, place) => search(page, field, place),
};

/** Hint and complaint under a field, and how the control is told of them. */
function notes(field, control) {
  const hint = field.hint ? el("p", { class: "hint", id: fresh("hint") }, field.hint) : null;
  const error = el("p", { class: "error", id: fresh("error") });
  control.setAttribute("aria-describedby", [hint?.id, error.id].filter(Boolean).join(" "));
  const complain = (text) => {
    error.textContent = text;
    if (text) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  };
  return { hint, error, complain };
}

function title(field) {
  return [el("span", {}, field.label), field.required ? null : el("span", { class: "optional" }, say("optional"))];
}

function labelled(field, control, shown = control) {
  control.id = fresh("field");
  if (field.required) control.setAttribute("aria-required", "true");
  const { hint, error, complain } = notes(field, control);
  return { root: el("div", { class: "field" }, el("label", { for: control.id }, title(field)), hint, shown, error), complain, focus: () => control.focus() };
}

function plain(field, control) {
  control.value = field.value;
  return {
    ...labelled(field, control),
    values: () => (control.value.trim() ? [control.value] : []),
    restore: ([value = ""]) => { control.value = value; },
  };
}

function search(page, field, place) {
  const value = field.value ? { value: field.value, label: field.value_label || field.value } : null;
  const picker = new Picker({ placeholder: say("choose"), find: (query) => page.lookup(field.lookup, query, place), picked: () => {}, value });
  return {
    ...labelled(field, picker.input, picker.root),
    values: () => (picker.value ? [picker.value] : []),
    draft: () => ({ chosen: picker.chosen, typed: picker.input.value }),
    restore: ({ chosen, typed }) => { picker.chosen = chosen; picker.input.value = typed; },
  };
}

function channel(page, field) {
  const options = page.targets().map((each) => el("option", { value: each.value, selected: each.value === field.value }, `${each.label} (${each.hint})`));
  const control = el("select", {}, el("option", { value: "" }, say("choose")), options);
  return {
    ...labelled(field, control, el("div", { class: "picker" }, control, icon("down"))),
    values: () => (control.value ? [control.value] : []),
    restore: ([value = ""]) => { control.value = value; },
  };
}

/** Choices as pills: all of them are seen at once, and a choice that is not needed can be taken back. */
function choice(field) {
  const name = fresh("choice");
  const inputs = field.options.slice(0, MOST_PILLS).map((option) => pill(field, option, name));
  const group = el("fieldset", { class: "field choice", role: field.many ? null : "radiogroup" }, el("legend", {}, title(field)));
  const { hint, error, complain } = notes(field, group);
  group.append(...[hint, el("div", { class: "pills" }, inputs.map((each) => each.root)), error].filter(Boolean));
  const checked = () => inputs.filter((each) => each.input.checked).map((each) => each.input.value);
  return {
    root: group, complain, values: checked,
    focus: () => (inputs.find((each) => each.input.checked) ?? inputs[0])?.input.focus(),
    restore: (values) => inputs.forEach((each) => { each.input.checked = values.includes(each.input.value); }),
  };
}

function pill(field, option, name) {
  const input = el("input", { type: field.many ? "checkbox" : "radio", name, value: option.value, checked: field.chosen.includes(option.value) });
  if (!field.many && !field.required) takesBack(input);
  const hint = option.hint ? el("small", {}, option.hint) : null;
  return { input, root: el("label", { class: "pill" }, input, el("span", {}, option.label, hint)) };
}

/** Let a second press (or the space bar) take a single choice back, which a radio button does not do by itself. */
function takesBack(input) {
  let was = false;
  const spaced = (event) => {
    if (event.key !== " " || !(event.type === "keydown" ? input.checked : was)) return;
    was = event.type === "keydown";
    input.checked = false;
    event.preventDefault();
  };
  input.addEventListener("keydown", spaced);
  input.addEventListener("keyup", spaced);
  input.addEventListener("click", (event) => {
    if (was && event.detail <= 1) input.checked = false;
    was = false;
  });
  queueMicrotask(() => input.parentElement.addEventListener("mousedown", () => { was = input.checked; }));
}
