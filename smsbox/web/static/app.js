// smsbox: live parts, the segment counter, and buttons that work once. Every page does its work without this script, too.
"use strict";

// ── live parts: asked for every 4 seconds, renewed where they changed
const EVERY = 4000;
const SLOWEST = 30000;
const stale = document.getElementById("stale");

for (const part of document.querySelectorAll("[data-live]")) keepLive(part);

function keepLive(part) {
  const said = part.nextElementSibling;
  const every = Number(part.dataset.every) || EVERY;
  let tag = null;
  let last = said && summary(part);
  let failed = 0;
  let timer = 0;
  later(every);
  document.addEventListener("visibilitychange", () => later(0));

  // Nobody looks at a hidden page; and a box that does not answer is asked more and more rarely.
  function later(wait) {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(ask, wait);
  }

  async function ask() {
    failed = await refresh().then(() => 0, () => failed + 1);
    stale?.classList.toggle("on", failed > 0);
    later(Math.max(every, Math.min(every * 2 ** failed, SLOWEST)));
  }

  async function refresh() {
    const headers = tag ? { "If-None-Match": tag } : {};
    const answer = await fetch(part.dataset.live, { headers, cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(10000) });
    if (over(answer.status)) return location.reload();
    if (answer.status === 304) return undefined;
    if (!answer.ok) throw new Error(String(answer.status));
    tag = answer.headers.get("ETag");
    const low = ended(part);
    swap(part, await answer.text());
    if (low) document.getElementById("end").scrollIntoView();
    const now = summary(part);
    if (said && now !== last) said.textContent = last = now;
    return undefined;
  }
}

// Signed out, or another step now: the page itself says so. No right any more, or gone: the same, but once, not in a circle.
function over(status) {
  const again = performance.getEntriesByType("navigation")[0]?.type === "reload";
  return status === 401 || status === 205 || ((status === 403 || status === 404) && !again);
}

// Who has the end of a talk before his eyes keeps it there when it grows.
function ended(part) {
  return part.querySelector("[data-end]") && innerHeight + scrollY >= document.documentElement.scrollHeight - 200;
}

function summary(part) {
  const first = part.querySelector("[data-said]");
  return first ? first.dataset.said : "";
}

// The text comes from our own server, where everything a customer wrote is escaped; scripts in it would not run anyway (CSP).
function swap(part, html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  for (const each of fresh.content.querySelectorAll("template[data-for]")) renewChildren(document.getElementById(each.dataset.for), each.content.cloneNode(true));
  renewChildren(part, fresh.content);
}

// What is still there stays the same element: focus, what somebody typed, ticked, marked or opened, and a press under way.
const THEIRS = new Set(["open", "disabled"]);

function renew(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeType !== Node.ELEMENT_NODE) { old.data = fresh.data; return; }
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !THEIRS.has(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  renewChildren(old, fresh);
}

// The longest run of children that are on both sides, in the same order, is kept; nothing is moved, for moving loses the focus.
function renewChildren(old, fresh) {
  const [before, after] = [[...old.childNodes], [...fresh.childNodes]];
  const [were, are] = [before.map(identity), after.map(identity)];
  const common = Array.from({ length: were.length + 1 }, () => new Uint16Array(are.length + 1));
  for (let i = were.length - 1; i >= 0; i--)
    for (let j = are.length - 1; j >= 0; j--)
      common[i][j] = were[i] === are[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
  for (let i = 0, j = 0; i < were.length || j < are.length;) {
    if (were[i] === are[j]) renew(before[i++], after[j++]);
    else if (j === are.length || (i < were.length && common[i + 1][j] >= common[i][j + 1])) before[i++].remove();
    else old.insertBefore(after[j++], before[i] ?? null);
  }
}

// Who an element is, among its siblings: a row or an article by where it leads or what it does, so that a link under the focus never turns into another.
function identity(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return node.nodeName;
  const named = node.matches("li, tr, article") ? node.querySelector("a, form") : node;
  return [node.nodeName, ...["id", "href", "action", "name", "aria-labelledby"].map((each) => named?.getAttribute(each))].join(" ");
}

// ── the menu of a phone opens by its address, also without this script; here it is shut by Escape and by what opened it
const opener = document.querySelector(".more");
addEventListener("keydown", (event) => { if (event.key === "Escape") shut(event); });
opener?.addEventListener("click", shut);

function shut(event) {
  if (location.hash !== "#menu") return;
  event.preventDefault();
  location.replace("#-");
  opener.focus();
}

// ── the segment counter: 3GPP 23.038 and 23.040, with the tables the server counts with
for (const area of document.querySelectorAll("[data-counter]")) {
  const out = document.getElementById(area.dataset.counter);
  const basic = new Set(area.dataset.gsm7.replace(/\r\n/g, "\n"));
  const extension = new Set(area.dataset.extension);
  const show = () => { out.textContent = words(out, count(area.value, basic, extension)); };
  area.addEventListener("input", show);
  show();
}

function count(text, basic, extension) {
  const sizes = [];
  const forced = new Set();
  for (const character of text) {
    if (extension.has(character)) sizes.push(2);
    else if (basic.has(character)) sizes.push(1);
    else forced.add(character);
  }
  const wide = forced.size > 0;
  const [alone, joined] = wide ? [70, 67] : [160, 153];
  const units = wide ? [...text].map((character) => character.length) : sizes;
  const total = units.reduce((sum, size) => sum + size, 0);
  if (total <= alone) return { total, segments: 1, room: alone, forced };
  let segments = 1;
  let used = 0;
  for (const size of units) {
    if (used + size > joined) { segments += 1; used = 0; }
    used += size;
  }
  return { total, segments, room: segments * joined, forced };
}

function words(out, { total, segments, room, forced }) {
  if (total === 0) return out.dataset.empty;
  // one or two strangers in a Latin text are worth naming; a Cyrillic text is what it is
  const pattern = out.dataset[forced.size === 0 ? "plain" : forced.size <= 3 ? "forced" : "wide"];
  const values = { units: total, room, segments, characters: [...forced].join(" ") };
  return pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// ── a form that is looked at while it is filled in: when the typing rests it is kept, and what it comes to is shown
for (const form of document.querySelectorAll("form[data-look]")) {
  const into = document.getElementById(form.dataset.into);
  let timer = 0;
  let asking = null;
  const later = (wait) => { clearTimeout(timer); timer = setTimeout(() => { if (asking) later(300); else asking = ask(); }, wait); };
  let rests = 0;
  for (const kind of ["input", "change"]) form.addEventListener(kind, () => { rests = performance.now() + 500; later(500); });

  // one at a time, and none beside the form itself: each brings the version that the next has to name
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!asking) return;
    event.preventDefault();
    event.stopPropagation();
    asking.then(() => form.requestSubmit(event.submitter));
  });

  async function ask() {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.dataset.look, { method: "POST", body, cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(10000) }).catch(() => null);
    stale?.classList.toggle("on", !answer);
    if (answer?.ok) swap(into, await answer.text());
    asking = null;
    if (!answer) later(EVERY);
    if (answer?.ok) goOn();
  }

  // what is not counted to its end is asked for again, and goes on there
  function goOn() {
    if (into.querySelector("[data-goes-on]") && !document.hidden) later(Math.max(100, rests - performance.now()));
  }
  goOn();
  document.addEventListener("visibilitychange", goOn);
}

// ── a button that puts a field where one is writing
let written = null;
document.addEventListener("focusin", ({ target }) => { if (target.matches("textarea")) written = target; });
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-insert]");
  if (!button) return;
  event.preventDefault();
  const area = button.form.contains(written) ? written : button.form.querySelector("textarea");
  area.focus();
  area.setRangeText(button.dataset.insert || button.value, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
});

// ── keys, as aria-keyshortcuts names them, outside of fields
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, textarea, select")) return;
  const rows = [...document.querySelectorAll(".threads a.who")];
  const pressed = event.key > "~" ? event.code.slice(3).toLowerCase() : event.key; // in Cyrillic the key is where it was
  const step = { j: 1, k: -1 }[pressed];
  const next = step && rows[Math.min(Math.max(rows.indexOf(document.activeElement) + step, 0), rows.length - 1)];
  const key = [...document.querySelectorAll("[aria-keyshortcuts]")].find((each) => each.getAttribute("aria-keyshortcuts") === pressed);
  if (!next && !key) return;
  event.preventDefault();
  (next || key).focus();
  if (!next && !key.matches("input, textarea, select")) key.click();
});

// ── an answer is kept in this window until the box has it
for (const area of document.querySelectorAll("#answer textarea")) {
  const kept = area.form.action;
  const show = () => {
    const [text, sent] = (sessionStorage[kept] ?? area.value).split("\0");
    area.value = sent && location.search.includes(sent) ? "" : text;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };
  area.addEventListener("input", () => { sessionStorage[kept] = area.value; });
  show();
  addEventListener("pageshow", show);
  area.form.addEventListener("submit", () => { sessionStorage[kept] += "\0" + area.form.once.value; });
}

// ── a file that is read into a field, where its sender sees what is in it
document.addEventListener("change", async ({ target }) => {
  const into = document.getElementById(target.dataset?.readsInto);
  if (!into || !target.files[0]) return;
  into.value = await target.files[0].text();
  target.value = "";
});

// ── who filled in a form wrongly finds himself at the first field to mend, however long the page is
const wrong = document.querySelector('main [aria-invalid="true"]:is(input, textarea, select)');
wrong?.focus({ preventScroll: true });
wrong?.scrollIntoView({ block: "center" });

// ── a form is sent once
document.querySelector("main").addEventListener("submit", (event) => setTimeout(() => { for (const button of event.target.querySelectorAll("button")) button.disabled = true; }));
addEventListener("pageshow", () => { for (const button of document.querySelectorAll("button[disabled]")) button.disabled = false; });
