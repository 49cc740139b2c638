// Texts beyond the edge of the page, cut off by what they stand in, or one upon the other. `.clip` means to be cut.
const wrong = [], wide = document.documentElement.clientWidth;
const said = (e) => e.tagName.toLowerCase() + '.' + e.className + ' "' + e.textContent.trim().slice(0, 40) + '"';
const style = (e) => getComputedStyle(e);
if (document.documentElement.scrollWidth > wide) wrong.push('scrolls sideways by ' + (document.documentElement.scrollWidth - wide));
const scrolls = (e) => { for (; e && e !== document.body; e = e.parentElement)
  if (['auto', 'scroll'].includes(style(e).overflowX)) return true; return false; };
const pinned = (e) => { for (; e && e !== document.body; e = e.parentElement)
  if (['fixed', 'sticky'].includes(style(e).position)) return true; return false; };
const unseen = (e) => { for (; e && e !== document.body; e = e.parentElement)
  if (style(e).clipPath === 'inset(50%)') return true; return false; };
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [];
for (let node; (node = walk.nextNode());) {
  const e = node.parentElement;
  if (!node.data.trim() || !e.checkVisibility({ visibilityProperty: true }) || e.closest('.sr,.skip,option,svg,script,textarea') || unseen(e)) continue;
  const range = document.createRange();
  range.selectNodeContents(node);
  const end = e.closest('.clip')?.getBoundingClientRect().bottom ?? Infinity;
  for (const box of range.getClientRects()) if (box.width > 1 && box.height > 1 && box.bottom < end + 3) texts.push({ e, box, pinned: pinned(e) });
}
for (const { e, box } of texts) {
  if ((box.right > wide + 1 || box.left < -1) && !scrolls(e)) wrong.push('beyond the edge: ' + said(e));
  for (let up = e; up && up !== document.body; up = up.parentElement) {
    const hides = style(up);
    if (hides.overflowX === 'visible' || up.matches('.clip')) continue;
    const frame = up.getBoundingClientRect();
    if (['hidden', 'clip'].includes(hides.overflowX) && hides.textOverflow !== 'ellipsis' && box.right > frame.right + 1)
      wrong.push('cut off at the right: ' + said(e));
    if (['hidden', 'clip'].includes(hides.overflowY) && box.bottom > frame.bottom + 3) wrong.push('cut off below: ' + said(e));
  }
}
texts.sort((a, b) => a.box.top - b.box.top);
for (let i = 0; i < texts.length; i++)
  for (let j = i + 1; j < texts.length && texts[j].box.top < texts[i].box.bottom - 4; j++) {
    const [a, b] = [texts[i], texts[j]];
    if (a.pinned !== b.pinned || a.e === b.e) continue;
    const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
    const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
    if (across > 2 && down > Math.min(a.box.height, b.box.height) / 3) wrong.push('overlap: ' + said(a.e) + ' and ' + said(b.e));
  }
return [...new Set(wrong)];
