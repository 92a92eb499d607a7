// Talking to the playground: one stream of news, and requests that post JSON.

const locale = new URLSearchParams(location.search).get("locale");

function query(you) {
  const asked = new URLSearchParams();
  if (you) asked.set("you", you);
  if (locale) asked.set("locale", locale);
  return asked.toString();
}

/** Fetch everything a person sees. */
export async function state(you) {
  const response = await fetch(`/playground/state?${query(you)}`);
  if (!response.ok) throw new Error(`state ${response.status}`);
  return response.json();
}

async function post(path, body) {
  const response = await fetch(`/playground/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} ${response.status}`);
  return response.json();
}

/** Tell what somebody did; `event` stays the same when the same gesture is sent again. */
export function gesture(you, place, body) {
  return post("gesture", { event: crypto.randomUUID(), locale, you, place, ...body });
}

/** Tell that a person has seen a place. */
export function read(you, place) {
  return post("read", { you, place });
}

/** Move the clock. */
export function move(how) {
  return post("clock", { move: how });
}

/** Listen to the news of a person; `heard` holds a function for each kind, and `open` and `lost`. */
export function listen(you, heard) {
  const source = new EventSource(`/playground/news?${query(you)}`);
  for (const kind of ["post", "places", "hour"]) {
    source.addEventListener(kind, (event) => heard[kind](JSON.parse(event.data)));
  }
  source.addEventListener("open", heard.open);
  source.addEventListener("error", () => {
    heard.lost();
    if (source.readyState === EventSource.CLOSED) setTimeout(heard.again, 2000);
  });
  return source;
}
