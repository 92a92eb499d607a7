// Reading a slash command while it is typed: which command, which options, and what may come next. Pure.

/** Return the commands a person is offered in a place; others can still be typed out. */
export function offered(commands, { moderator, direct }) {
  return commands.filter((each) => (moderator || !each.moderator) && (!direct || each.direct));
}

/** Read a line: null when it is no command; `command` is null while its name is still being typed. */
export function readLine(text, commands) {
  if (!text.startsWith("/")) return null;
  const body = text.slice(1);
  const found = commands
    .filter((each) => body === each.name || body.startsWith(`${each.name} `))
    .sort((one, other) => other.name.length - one.name.length)[0];
  if (!found) return { command: null, name: body.trim(), typed: body };
  return { command: found, name: found.name, ...readOptions(text, found.name.length + 1, found.options) };
}

function readOptions(text, from, options) {
  const rest = text.slice(from);
  const marks = marksIn(rest, options);
  const values = {};
  const lead = rest.slice(0, marks[0]?.start ?? rest.length);
  marks.forEach((mark, index) => {
    values[mark.name] = rest.slice(mark.end, marks[index + 1]?.start ?? rest.length).trim();
  });
  const spare = options.find((each) => !(each.name in values));
  if (lead.trim() && spare) values[spare.name] = lead.trim();
  const last = marks.at(-1);
  const current = last ? last.name : lead.trim() && spare ? spare.name : null;
  const start = from + (last ? last.start : 0);
  return { values, current, head: text.slice(0, start).trimEnd(), complete: /\s$/.test(text) };
}

function marksIn(rest, options) {
  const marks = [];
  for (const { name } of options) {
    const found = new RegExp(`(^|\\s)${name}:`, "u").exec(rest);
    if (found) marks.push({ name, start: found.index, end: found.index + found[0].length });
  }
  return marks.sort((one, other) => one.start - other.start);
}

/** Return the names a half-typed one may become: those that begin so first, then those that contain it. */
export function namesLike(typed, commands) {
  const wanted = typed.toLocaleLowerCase();
  const begin = commands.filter((each) => each.name.startsWith(wanted));
  const within = commands.filter((each) => !each.name.startsWith(wanted) && `${each.name} ${each.summary}`.toLocaleLowerCase().includes(wanted));
  return [...begin, ...within];
}

/** Return the options of a command that have no value yet. */
export function openOptions(line) {
  return line.command.options.filter((each) => !(each.name in line.values));
}

/** Return the first option that is needed and missing. */
export function missing(line) {
  return line.command?.options.find((each) => each.required && !line.values[each.name]) ?? null;
}

/** Write the line with `value` for an option, ready for the next one. */
export function withValue(line, option, value) {
  return `${line.head} ${option}: ${value}${value ? " " : ""}`;
}
