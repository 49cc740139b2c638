// What every screen owes to everybody: names for all one can use, one h1, landmarks, unique ids, a language, and text
// that stands out from its background (WCAG 2.2 AA, 1.4.3).
const seen = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== 'hidden';
const name = (e) => (e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent || e.alt || '').trim();
const wrong = [];
for (const e of document.querySelectorAll('a[href],button,input:not([type=hidden]),select,textarea,summary'))
  if (seen(e) && !name(e)) wrong.push('no name: ' + e.outerHTML.slice(0, 80));
if (document.querySelectorAll('h1').length !== 1) wrong.push('not one h1');
if (document.querySelectorAll('main').length !== 1) wrong.push('not one main');
if (!document.documentElement.lang) wrong.push('no language');
const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) wrong.push('id twice: ' + id);
for (const e of document.querySelectorAll('[aria-describedby],[aria-labelledby]'))
  for (const id of ['describedby', 'labelledby'].flatMap((kind) => (e.getAttribute('aria-' + kind) || '').split(' ')))
    if (id && !document.getElementById(id)) wrong.push('points to nothing: ' + id);
const rgb = (c) => (c.match(/[0-9.]+/g) || []).map(Number);
const lum = ([r, g, b]) => [r, g, b].map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
  .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const ground = (e) => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
  if (c.length === 3 || c[3] > 0.99) return c; } return [255, 255, 255]; };
const still = (e) => !e.matches(':disabled') && !e.getAnimations().length; // who may not be used, and what is under way
const veil = (e) => { let rest = 1; for (; e; e = e.parentElement) { const o = +getComputedStyle(e).opacity;
  if (o < 1 && still(e)) rest *= o; } return rest; };
const over = ([r, g, b, alpha = 1], under, rest) => [r, g, b].map((v, i) => v * alpha * rest + under[i] * (1 - alpha * rest));
for (const e of document.querySelectorAll('body *')) {
  if (!seen(e) || e.closest('.sr,svg,.skip')) continue;
  if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
  const under = ground(e), ink = over(rgb(getComputedStyle(e).color), under, veil(e));
  const [a, b] = [lum(ink), lum(under)].sort((x, y) => y - x);
  const contrast = (a + 0.05) / (b + 0.05);
  if (contrast < 4.5) wrong.push('faint: ' + e.textContent.trim().slice(0, 30) + ' ' + contrast.toFixed(2));
}
const wide = document.documentElement.scrollWidth - innerWidth;
if (wide > 0) wrong.push('scrolls sideways by ' + wide);
return wrong;
