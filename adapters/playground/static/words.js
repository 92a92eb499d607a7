// The words of the page, which come with the state in the visitor's language, and how times are written in it.

let words = {};
let locale = "en";
let zone = "UTC";

/** Take over the words, the language and the zone of a new state. */
export function learn(state) {
  ({ words, locale, zone } = state);
}

/** Return a word of the page, with its holes filled in. */
export function say(key, values = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole);
}

function written(instant, options) {
  return new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }).format(instant);
}

/** Write the time of day. */
export function timeOf(instant) {
  return written(instant, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** Write day and time, for the clock. */
export function momentOf(instant) {
  return written(instant, { weekday: "short", day: "numeric", month: "short" });
}

/** Name the calendar day of an instant, for comparing. */
export function dayKey(instant) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(instant);
}

/** Write a day as it is spoken of at `now`. */
export function dayOf(instant, now) {
  if (dayKey(instant) === dayKey(now)) return say("today");
  if (dayKey(instant) === dayKey(new Date(now.getTime() - 86400000))) return say("yesterday");
  return written(instant, { weekday: "long", day: "numeric", month: "long" });
}
