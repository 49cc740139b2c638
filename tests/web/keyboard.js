// Called with "listen" before the Tab key is pressed and with "tell" after it: what was not reached, or reached unseen.
const all = [...document.querySelectorAll('a[href],button,input,select,textarea,summary,[tabindex="0"]')]
  .filter((e) => e.type !== 'hidden' && !e.disabled && e.tabIndex >= 0 && e.checkVisibility({ visibilityProperty: true }));
if (arguments[0] === 'listen') {
  // Tab begins where the page does: past its end the focus leaves it and comes back in its own time.
  const first = document.createElement('span');
  first.tabIndex = -1;
  document.body.prepend(first);
  first.focus();
  first.remove();
  [window.reached, window.faint] = [new Set(), new Set()];
  addEventListener('focusin', ({ target }) => {
    reached.add(target);
    const { outlineStyle, outlineWidth } = getComputedStyle(target);
    if (outlineStyle === 'none' || parseFloat(outlineWidth) < 2) faint.add(target);
  });
  // day, month, year, hour, minute and the calendar are stops of their own
  return all.length + 6 * all.filter((e) => e.type?.startsWith('date')).length;
}
const said = (e) => e.outerHTML.slice(0, 90);
const group = (e) => e.type === 'radio' ? all.some((o) => o.type === 'radio' && o.name === e.name && reached.has(o)) : reached.has(e);
const wrong = all.filter((e) => !group(e)).map((e) => 'not reached: ' + said(e));
for (const e of faint) wrong.push('focus unseen: ' + said(e));
for (const e of reached) {
  if (!e.isConnected) continue;
  e.focus();
  const box = e.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 12)];
  const top = document.elementFromPoint(x, y);
  if (top && !e.contains(top) && !top.contains(e) && !e.labels?.[0]?.contains(top)) wrong.push('focus covered: ' + said(e) + ' by ' + said(top));
}
scrollTo(0, 0);
return wrong;
