// What a page must have, whatever it shows, at the width it is looked at: {kind: [what is wrong, …]}.
const wrong = { head: [], main: [], touch: [], fields: [], lines: [] };
const seen = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest('.sr') && getComputedStyle(e).clipPath === 'none';
const said = (e) => e.outerHTML.slice(0, 110);
const has = (css) => document.head.querySelector(css) !== null;
if (!/\S.* · smsbox$/.test(document.title)) wrong.head.push('title: ' + document.title);
if (!/^[a-z]{2}$/.test(document.documentElement.lang)) wrong.head.push('language');
for (const css of ['meta[charset="utf-8"]', 'meta[name=viewport][content*="width=device-width"]', 'link[rel=icon]',
  'meta[name=theme-color][media*=light]', 'meta[name=theme-color][media*=dark]', 'meta[name=color-scheme]'])
  if (!has(css)) wrong.head.push(css);

const mains = [...document.querySelectorAll('main .button.main')].filter(seen);
if (mains.length > 1) wrong.main.push(mains.map((e) => e.textContent.trim()).join(' | '));

if (innerWidth <= 768)
  for (const e of document.querySelectorAll('a[href], button, input, select, textarea, summary, label.choice, label.row')) {
    if (!seen(e) || e.matches('[type=hidden], [type=radio], [type=checkbox], .skip') || getComputedStyle(e).display === 'inline') continue;
    const over = getComputedStyle(e, '::after'), all = over.content !== 'none' && over.position === 'absolute' ? e.offsetParent : e;
    const { width, height } = all.getBoundingClientRect();
    if (height < 43.5 || width < 24) wrong.touch.push(Math.round(width) + '×' + Math.round(height) + ': ' + said(e));
  }

for (const e of document.querySelectorAll('main input:not([type=hidden], [type=radio], [type=checkbox], [type^=date], [type=time])'))
  if (!e.hasAttribute('autocomplete') && !e.form?.hasAttribute('autocomplete')) wrong.fields.push('autocomplete: ' + said(e));
for (const e of document.querySelectorAll('main input:is([name=pin], [name=per_day], [name=prefix], [name=number])'))
  if (!e.inputMode && !['tel', 'hidden'].includes(e.type) && !e.disabled) wrong.fields.push('no keyboard of digits: ' + said(e));
for (const e of document.querySelectorAll('main [aria-invalid="true"]')) {
  const told = (e.getAttribute('aria-describedby') || '').split(' ').map((id) => document.getElementById(id)).find((one) => one?.matches('.wrong'));
  const [field, words] = [e.getBoundingClientRect(), told?.getBoundingClientRect()];
  if (!told || !seen(told)) wrong.fields.push('nothing said about: ' + said(e));
  else if (words.top - field.bottom > 40 && e.matches('input, select')) wrong.fields.push('said far away: ' + said(e));
}

const range = document.createRange();
for (const e of document.querySelectorAll('main p, main li, main dd')) {
  if (!seen(e) || e.children.length || e.textContent.length < 80 || e.closest('.mono, .bubble, .console')) continue;
  const rows = new Map();
  for (let at = 0; at < e.firstChild.length; at++) {
    range.setStart(e.firstChild, at);
    range.setEnd(e.firstChild, at + 1);
    const top = Math.round(range.getBoundingClientRect().top);
    rows.set(top, (rows.get(top) || 0) + 1);
  }
  const longest = Math.max(...rows.values());
  if (longest > 85) wrong.lines.push(longest + ' letters a line: ' + said(e));
}
return wrong;
