"use strict";

// What comes from the mock is shown as text and nothing else: records may hold markup.

const PAUSE = 1000;
const ROWS = 200;
const PAGE = 20;

const at = (id) => document.getElementById(id);
const utc = (time) => new Date(time).toISOString().slice(0, 19).replace("T", " ");

/** An element of a class, with children; texts among them stay texts. */
function element(name, look = "", ...children) {
  const made = document.createElement(name);
  made.className = look;
  made.append(...children);
  return made;
}

// Talking to the mock

class Refused extends Error {}

let key = "";
let asking = null;

/** The answer of the admin interface, as JSON. Asks the person for the key where the mock wants one. */
async function ask(method, path, body) {
  const headers = { ...(key && { "X-Mock-Key": key }), ...(body && { "Content-Type": "application/json" }) };
  const response = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  const answer = await response.json();
  if (response.ok) return answer;
  if (response.status !== 401) throw new Error(answer.message);
  asking ??= askForKey(answer.message).finally(() => { asking = null; });
  await asking;
  return ask(method, path, body);
}

async function askForKey(reason) {
  const dialog = at("key");
  const form = dialog.querySelector("form");
  form.reset();
  dialog.returnValue = "";
  at("key-reason").textContent = reason;
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  if (dialog.returnValue !== "send") throw new Refused(reason);
  key = form.elements.key.value;
  form.reset();
}

function tell(message) {
  at("trouble").hidden = !message;
  at("trouble").querySelector("span").textContent = message;
}

/** Does what a person asked for, and tells them if it went wrong. Says whether it went well. */
async function attempt(work) {
  tell("");
  try {
    await work();
    return true;
  } catch (error) {
    tell(error.message);
    return false;
  }
}

/** Asks the mock for what a person wants, and shows what became of it. */
const act = (...request) => attempt(async () => {
  await ask(...request);
  await look();
});

// Showing

const shown = new Map();

/** Draws a part of the page anew if what it shows has changed. */
function show(part, value, draw) {
  const text = JSON.stringify(value);
  if (shown.get(part) === text) return;
  shown.set(part, text);
  draw(value);
}

function fold(id, summary, value) {
  const folded = element("details", "", summary);
  folded.dataset.id = id;
  folded.addEventListener("toggle", () => {
    if (folded.open && folded.childElementCount === 1) folded.append(element("pre", "", JSON.stringify(value, null, 2)));
  });
  return folded;
}

function showState(state) {
  at("kind").textContent = `${state.dialect}, ${state.lists} lists, creates answer the ${state.write_value}`;
  at("request-count").textContent = `${state.requests} logged`;
  show("types", state.records, (counts) => {
    const chosen = at("type").value;
    at("type").replaceChildren(...Object.entries(counts).map(([tag, count]) => new Option(`${tag} (${count})`, tag)));
    if (chosen in counts) at("type").value = chosen;
  });
  show("snapshots", state.snapshots, (names) => at("snapshots").replaceChildren(...names.map(snapshot)));
}

function snapshot(name) {
  const path = `/_mock/snapshots/${encodeURIComponent(name)}`;
  const control = (text, ...request) => {
    const button = element("button", "", text);
    button.type = "button";
    button.setAttribute("aria-label", `${text} ${name}`);
    button.addEventListener("click", () => act(...request));
    return button;
  };
  return element("li", "", element("span", "quiet", name),
    control("Restore", "POST", `${path}/restore`), control("Delete", "DELETE", path));
}

function showClock({ now, frozen }) {
  at("now").textContent = `${utc(now)} UTC`;
  at("pace").textContent = frozen ? "stopped" : "running";
  at("stop").textContent = frozen ? "Go" : "Stop";
  at("stop").dataset.frozen = frozen;
}

function fault({ kind, operation, times, probability, seconds, after, page, status }) {
  const parts = [
    operation === "*" ? "any operation" : operation,
    probability < 1 && `one in ${+(1 / probability).toPrecision(3)}`,
    (kind === "latency" || kind.startsWith("throttle")) && `${seconds} s`,
    kind === "deep-page" && `from page ${page}`,
    status !== undefined && `status ${status}`,
    after !== undefined && (after ? "the work is done" : "the work is not done"),
  ];
  const left = times === undefined ? "for ever" : times === 1 ? "1 time left" : `${times} times left`;
  return element("li", "", element("strong", "", kind),
    element("span", "quiet", parts.filter(Boolean).join(", ")), element("span", "", left));
}

// The request log

let latest = null;

/** Asks for the last request that is shown as well: where it is another now, the log was emptied in between. */
async function readLog() {
  let entries = await ask("GET", `/_mock/requests?limit=${ROWS}&after=${latest ? latest.number - 1 : 0}`);
  if (latest) {
    const [first, ...newer] = entries;
    if (JSON.stringify(first) === JSON.stringify(latest)) {
      entries = newer;
    } else {
      latest = null;
      entries = await ask("GET", `/_mock/requests?limit=${ROWS}`);
      at("requests").replaceChildren();
    }
  }
  if (!entries.length) return;
  latest = entries.at(-1);
  at("requests").prepend(...entries.map(request).reverse());
  while (at("requests").childElementCount > ROWS) at("requests").lastElementChild.remove();
}

function request(entry) {
  const marks = [
    ...entry.ignored.map((name) => element("span", "mark", `ignored: ${name}`)),
    ...entry.invalid.map(({ name, message }) => element("span", "mark bad", `${name} ${message}`)),
    ...entry.faults.map((kind) => element("span", "mark bad", `fault: ${kind}`)),
  ];
  return fold(entry.number, element("summary", "",
    element("span", "number", `${entry.number}`),
    element("span", "at", utc(entry.time).slice(11)),
    element("span", "method", entry.method),
    element("span", "path", entry.path + (entry.query && `?${entry.query}`)),
    element("span", `status ${entry.status < 400 ? "good" : "bad"}`, `${entry.status}`),
    element("span", "from", entry.operation || "no operation", element("span", "", entry.user || "not signed in"), ...marks),
  ), entry);
}

// Records

let page = 1;

async function readRecords(counts) {
  const type = at("type").value;
  const pages = Math.max(1, Math.ceil(counts[type] / PAGE));
  page = Math.min(page, pages);
  const rows = await ask("GET", `/_mock/records/${encodeURIComponent(type)}?page=${page}&size=${PAGE}`);
  const first = (page - 1) * PAGE + 1;
  at("place").textContent = rows.length ? `${first} to ${first + rows.length - 1} of ${counts[type]}` : "none";
  at("newer").disabled = page === 1;
  at("older").disabled = page === pages;
  show("records", [type, page, rows], () => {
    const open = new Set(Array.from(at("records").querySelectorAll("details[open]"), (folded) => folded.dataset.id));
    at("records").replaceChildren(...rows.map(record));
    for (const folded of at("records").children) folded.open = open.has(folded.dataset.id);
  });
}

function record(row) {
  const { Id, Name, ...rest } = row;
  const told = Object.entries(rest).filter(([, value]) => value !== null && typeof value !== "object");
  return fold(Id, element("summary", "",
    element("span", "id", `${Id}`), element("strong", "", `${Name ?? ""}`),
    element("span", "rest quiet", told.map(([name, value]) => `${name} ${value}`).join(" · "))), row);
}

// Looking, again and again while the page is seen

let looking = Promise.resolve();

/** Brings the page up to date. One look at a time, or an older answer could be shown after a newer one. */
function look() {
  looking = looking.catch(() => {}).then(lookOnce);
  return looking;
}

async function lookOnce() {
  const [state, clock, { faults }] = await Promise.all([
    ask("GET", "/_mock/state"), ask("GET", "/_mock/clock"), ask("GET", "/_mock/faults"), readLog()]);
  showState(state);
  showClock(clock);
  show("faults", faults, () => at("faults").replaceChildren(...faults.map(fault)));
  await readRecords(state.records);
}

let waiting = 0;

async function watch() {
  clearTimeout(waiting);
  if (document.hidden) return;
  try {
    await look();
    connection("live");
  } catch (error) {
    connection(error instanceof Refused ? "no key" : `no answer: ${error.message}`, { lost: true });
    if (error instanceof Refused) return;
  }
  clearTimeout(waiting);
  waiting = setTimeout(watch, PAUSE);
}

function connection(text, { lost = false } = {}) {
  at("connection").textContent = text;
  at("connection").classList.toggle("lost", lost);
  at("again").hidden = !lost;
}

// Controls

/** The filled-in fields of a form, by name. */
const filled = (form) => Object.fromEntries(
  Array.from(form.elements).filter((field) => field.name && field.value !== "")
    .map((field) => [field.name, field.type === "number" ? field.valueAsNumber : field.value]));

const clicked = (id, action) => at(id).addEventListener("click", action);
const submitted = (id, action) => at(id).addEventListener("submit", (event) => {
  event.preventDefault();
  action(filled(event.target), event.target);
});

clicked("again", watch);
clicked("forget", () => act("DELETE", "/_mock/requests"));
clicked("newer", () => { page -= 1; attempt(look); });
clicked("older", () => { page += 1; attempt(look); });
at("type").addEventListener("change", () => { page = 1; attempt(look); });

clicked("stop", (event) => act("PUT", "/_mock/clock", { frozen: event.target.dataset.frozen === "false" }));
for (const button of document.querySelectorAll("[data-seconds]")) {
  button.addEventListener("click", () => act("PUT", "/_mock/clock", { advance: Number(button.dataset.seconds) }));
}
submitted("set-clock", ({ now }) => act("PUT", "/_mock/clock", { now: `${now.length === 16 ? `${now}:00` : now}Z` }));

clicked("clear-faults", () => act("DELETE", "/_mock/faults"));
submitted("add-fault", ({ after, ...rest }) =>
  act("POST", "/_mock/faults", after === undefined ? rest : { ...rest, after: after === "true" }));

clicked("reset", () => {
  if (confirm("Drop all records, tokens and snapshots, and begin anew?")) act("POST", "/_mock/reset");
});
submitted("seed", (body) => act("POST", "/_mock/seed", body));
submitted("take", async ({ name }, form) => {
  if (await act("PUT", `/_mock/snapshots/${encodeURIComponent(name)}`)) form.reset();
});
clicked("trouble", (event) => { if (event.target.type === "button") tell(""); });
document.addEventListener("visibilitychange", watch);

/** What can be chosen is in the documents, and nowhere else. */
async function fillForms() {
  const [api, admin] = await Promise.all([ask("GET", "/openapi.json"), ask("GET", "/_mock/openapi.json")]);
  const { properties } = admin.components.schemas.Fault;
  const form = at("add-fault").elements;
  form.kind.append(...properties.kind.enum.map((kind) => new Option(kind)));
  for (const name of ["operation", "probability", "seconds"]) form[name].placeholder = properties[name].default;
  const ids = Object.values(api.paths).flatMap((path) => Object.values(path)).map(({ operationId }) => operationId);
  at("operations").append(...ids.filter(Boolean).map((id) => new Option(id, id)));
}

fillForms().catch((error) => tell(`The forms are empty: ${error.message}`));
watch();
