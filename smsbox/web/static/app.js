// smsbox: live parts, the segment counter, and buttons that work once. Every page does its work without this script, too.
"use strict";

// ── live parts: asked for every 4 seconds, replaced only when they changed
const EVERY = 4000;
const stale = document.getElementById("stale");

for (const part of document.querySelectorAll("[data-live]")) keepLive(part);

function keepLive(part) {
  const said = part.nextElementSibling;
  const every = Number(part.dataset.every) || EVERY;
  let tag = null;
  let last = said && summary(part);
  setTimeout(ask, every);

  async function ask() {
    if (!document.hidden) await refresh().then(() => warn(false), () => warn(true));
    setTimeout(ask, every);
  }

  async function refresh() {
    const headers = tag ? { "If-None-Match": tag } : {};
    const answer = await fetch(part.dataset.live, { headers, cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(10000) });
    if (answer.status === 401 || answer.status === 205) return location.reload();
    if (answer.status === 304) return undefined;
    if (!answer.ok) throw new Error(String(answer.status));
    tag = answer.headers.get("ETag");
    swap(part, await answer.text());
    const now = summary(part);
    if (said && now !== last) said.textContent = last = now;
    return undefined;
  }
}

function summary(part) {
  const first = part.querySelector("[data-said]");
  return first ? first.dataset.said : "";
}

// The text comes from our own server, where everything a customer wrote is escaped; scripts in it would not run anyway (CSP).
function swap(part, html) {
  const focused = part.contains(document.activeElement) ? mark(document.activeElement) : null;
  const open = [...part.querySelectorAll("details[open]")].map((each) => each.id);
  part.innerHTML = html;
  for (const each of part.querySelectorAll("template[data-for]")) document.getElementById(each.dataset.for)?.replaceChildren(each.content.cloneNode(true));
  for (const id of open) if (id) document.getElementById(id)?.setAttribute("open", "");
  if (focused) part.querySelector(focused)?.focus({ preventScroll: true });
}

function mark(element) {
  const form = element.closest("form");
  if (form) return `form[action="${CSS.escape(form.getAttribute("action"))}"] button`;
  const way = element.getAttribute("href");
  return way ? `a[href="${CSS.escape(way)}"]` : null;
}

function warn(on) {
  stale?.classList.toggle("on", on);
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

// ── a form is sent once
for (const form of document.querySelectorAll("main form")) {
  form.addEventListener("submit", () => setTimeout(() => { for (const button of form.querySelectorAll("button")) button.disabled = true; }));
}
addEventListener("pageshow", () => { for (const button of document.querySelectorAll("button[disabled]")) button.disabled = false; });
