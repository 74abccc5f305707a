"""What a page shows, read over CDP: an element as a person would name it, what was expected, the text, a picture."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from assistant.browser import rows
from assistant.browser.element import printed, script
from assistant.browser.rows import ToldRow
from assistant.domain.web_task import ActElement, Box, PageShows

PATIENCE = 10.0
"""Seconds a page may take to answer; one that is busy for longer is told as such."""

_DESCRIBE = r"""function() {
  const cut = (text, most = 120) => (text || '').replace(/\s+/g, ' ').trim().slice(0, most);
  const el = this.nodeType === 1 ? this : this.parentElement;
  const button = el.closest('button, [type=submit], [type=image], a[href], [role=button], summary, label') || el;
  const labels = el.labels && el.labels.length ? [...el.labels].map(l => l.innerText).join(' ') : '';
  const by = el.getAttribute('aria-labelledby');
  const named = by ? by.split(/\s+/).map(id => document.getElementById(id)?.innerText || '').join(' ') : '';
  const field = /^(input|textarea|select)$/i.test(el.tagName);
  const word = el.getAttribute('aria-label') || named || labels || (field ? '' : button.innerText || el.innerText)
    || el.getAttribute('placeholder') || el.getAttribute('title') || el.getAttribute('alt') || (button.value && !field ? button.value : '')
    || el.getAttribute('name') || '';
  const form = el.form || el.closest('form');
  const values = {};
  let password = el.type === 'password';
  for (const one of form ? [...form.elements].slice(0, 60) : []) {
    if (one.type === 'password') password = true;
    if (!one.name && !one.id || /^(button|submit|reset|fieldset|image|hidden)$/.test(one.type)) continue;
    if (/^(checkbox|radio)$/.test(one.type) && !one.checked) continue;
    const shown = one.tagName === 'SELECT' ? [...one.selectedOptions].map(o => o.text).join(', ') : one.value;
    if (one.value) values[cut(one.name || one.id, 60)] = one.type === 'password' ? '••••' : cut(shown, 500);
  }
  const type = (button.getAttribute('type') || '').toLowerCase();
  const tag = button.tagName.toLowerCase();
  const submits = !!form && (tag === 'button' ? type !== 'button' && type !== 'reset' : ['submit', 'image'].includes(type));
  const isSender = one => one.tagName === 'BUTTON' ? one.type === 'submit' : /^(submit|image)$/.test(one.type);
  const sender = form ? [...form.elements].find(isSender) || form.querySelector('input[type=image]') : null;
  const said = one => one ? cut([one.getAttribute('aria-label'), one.innerText, one.tagName === 'INPUT' ? one.value || one.alt : '']
    .filter(Boolean).join(' | '), 300) : '';
  const pressable = button.matches('button, [type=submit], [type=image], [type=button], a[href], [role=button], summary');
  const via = submits ? button : sender;
  const method = form ? ((via && via.getAttribute('formmethod')) || form.getAttribute('method') || 'get').toLowerCase() : '';
  const path = [];
  for (let at = el; at && at.nodeType === 1 && path.length < 12; at = at.parentElement) {
    if (at.id && /^[A-Za-z][\w-]*$/.test(at.id)) { path.unshift('#' + at.id); break; }
    const same = at.parentElement ? [...at.parentElement.children].filter(o => o.tagName === at.tagName) : [at];
    path.unshift(at.tagName.toLowerCase() + (same.length > 1 ? `:nth-of-type(${same.indexOf(at) + 1})` : ''));
  }
  const box = el.getBoundingClientRect();
  return {
    element: {label: cut(word), css: path.join(' > '), submits, method, password, form: values,
      shown: pressable ? said(button) : '', sends: said(sender),
      address: cut(el.ownerDocument.defaultView?.location.href, 2000)},
    value: el.type === 'password' ? null : (field ? el.value : null),
    box: [box.x / innerWidth, box.y / innerHeight, box.width / innerWidth, box.height / innerHeight],
  };
}"""

_KEPT = f"(element) => {{ {rows.library()}\nreturn {{ print: symbiote.describe(element), row: rows.of(element) }}; }}"

_SHOWS = r"""(selector => {
  let all = [];
  try { all = selector ? [...document.querySelectorAll(selector)] : []; } catch { /* no selector: nothing is found */ }
  const shown = all.filter(one => one.getClientRects().length);
  const one = shown[0] || null;
  return {url: location.href, title: document.title.slice(0, 500), found: !!one,
          text: shown.slice(0, 200).map(o => o.innerText ?? '').join('\n').slice(0, 20000),
          whole: (document.body ? document.body.innerText : '').slice(0, 100000),
          value: one && 'value' in one && one.type !== 'password' ? String(one.value).slice(0, 10000) : null};
})"""

_FOCUSED = "(() => { const e = document.activeElement; return e && e !== document.body ? e : null; })()"


class Page:
    """The page that browser-use works on now."""

    def __init__(self, session: Any) -> None:
        self._session = session

    async def element(self, node: Any) -> tuple[ActElement, str | None, Box]:
        """An element, the value of its field (None: none, or a password) and where it is, in parts of what is visible."""
        cdp = await self._session.cdp_client_for_node(node)
        there = await _soon(
            cdp.cdp_client.send.DOM.resolveNode(params={"backendNodeId": node.backend_node_id}, session_id=cdp.session_id)
        )
        told = await self._described(cdp, there["object"]["objectId"])
        return _element(told), told["value"], _box(told["box"])

    async def focused(self) -> ActElement | None:
        """The element keys go to, None when there is none."""
        cdp = await self._session.get_or_create_cdp_session()
        found = await _soon(cdp.cdp_client.send.Runtime.evaluate(params={"expression": _FOCUSED}, session_id=cdp.session_id))
        if "objectId" not in found["result"]:
            return None
        return _element(await self._described(cdp, found["result"]["objectId"]))

    async def shows(self, selector: str = "") -> PageShows:
        """What the page shows, and what stands at a selector."""
        cdp = await self._session.get_or_create_cdp_session()
        found = await _soon(
            cdp.cdp_client.send.Runtime.evaluate(
                params={"expression": f"{_SHOWS}({json.dumps(selector)})", "returnByValue": True}, session_id=cdp.session_id
            )
        )
        value = found.get("result", {}).get("value")
        return PageShows.model_validate(value) if value else PageShows(url=await self._session.get_current_page_url())

    async def picture(self, file: Path) -> bool:
        """Put a picture of what is visible into a file."""
        try:
            content = await _soon(self._session.take_screenshot(format="jpeg", quality=60))
        except Exception:  # noqa: BLE001 - a picture is worth no failed task, whatever the library raises
            return False
        await asyncio.to_thread(file.write_bytes, content)
        return True

    async def _described(self, cdp: Any, thing: str) -> Any:
        told = await self._called(cdp, thing, _DESCRIBE)
        return {**told, **await self._called(cdp, thing, f"function() {{ return ({script(_KEPT)})(this); }}")}

    @staticmethod
    async def _called(cdp: Any, thing: str, function: str) -> Any:
        given = {"functionDeclaration": function, "objectId": thing, "returnByValue": True}
        told = await _soon(cdp.cdp_client.send.Runtime.callFunctionOn(params=given, session_id=cdp.session_id))
        return told["result"]["value"]


def _element(told: Any) -> ActElement:
    kept = printed(told["print"])
    label = told["element"]["label"] or kept.name or kept.text
    row = ToldRow.model_validate(told["row"]).shown if told.get("row") else None
    return ActElement.model_validate({**told["element"], "label": label[:120], "print": kept, "row": row})


def _box(values: Any) -> Box:
    left, top, width, height = (round(float(value), 4) for value in values)
    return Box(left=left, top=top, width=width, height=height)


async def _soon(answer: Any) -> Any:
    return await asyncio.wait_for(answer, PATIENCE)
