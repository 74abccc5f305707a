"""A landing page for a product, as a draft file: what is known of it, what the owner must fill in is marked, nothing is published."""

from __future__ import annotations

from datetime import date
from html import escape

from assistant.domain.base import Language
from assistant.domain.market import Ranked
from assistant.market.advert import Advert, facts
from assistant.market.page import page
from assistant.market.texts import LANDING
from assistant.wording import times

_STYLE = """
:root{color-scheme:light dark;--paper:#fff;--ink:#17202a;--soft:#5d6875;--line:#e2e6ea;--card:#f5f7f8;--accent:#0f6b57;--on:#fff;--wash:linear-gradient(135deg,#e7f4ef,#f6f1e4)}
@media (prefers-color-scheme:dark){:root{--paper:#12161a;--ink:#eaeef2;--soft:#9aa5b1;--line:#2a3138;--card:#1a2026;--accent:#58c9a9;--on:#05231a;--wash:linear-gradient(135deg,#15302a,#2b2719)}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}main{display:block}
.draft{background:#fff3cd;color:#5c4700;text-align:center;font-size:14px;padding:8px 16px;margin:0}.hero{background:var(--wash)}.inner{max-width:1060px;margin:0 auto;padding:64px 28px}
.hero .inner{display:grid;grid-template-columns:1.15fr 1fr;gap:48px;align-items:center}h1{font-size:46px;line-height:1.08;margin:0 0 16px;letter-spacing:-.02em;text-wrap:balance}
.lead{font-size:20px;color:var(--soft);margin:0 0 28px}.buy{display:flex;align-items:center;gap:22px;flex-wrap:wrap}.buy b{font-size:34px;letter-spacing:-.01em;white-space:nowrap}
.button{display:inline-block;background:var(--accent);color:var(--on);text-decoration:none;font:600 18px/1 inherit;font-family:inherit;padding:17px 30px;border-radius:12px;border:0}
.photo{aspect-ratio:4/3;border:2px dashed var(--soft);border-radius:20px;display:grid;place-items:center;color:var(--soft);text-align:center;padding:20px}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(240px,1fr));gap:20px;margin-top:-34px}.facts div,.why li{background:var(--card);border:1px solid var(--line);border-radius:16px;padding:22px 26px}
.facts b{display:block;font-size:28px}.facts span{color:var(--soft);font-size:15px}h2{font-size:30px;margin:0 0 22px;letter-spacing:-.01em}.narrow{padding-top:0}
.why{list-style:none;padding:0;margin:0;display:grid;grid-template-columns:repeat(auto-fit,minmax(260px,1fr));gap:20px}.why li::before{content:"✓";color:var(--accent);font-weight:700;margin-right:10px}
form{display:grid;grid-template-columns:1fr 1fr auto;gap:14px;align-items:end}label{font-size:14px;color:var(--soft)}input{display:block;width:100%;margin-top:4px;padding:14px;border-radius:10px;border:1px solid var(--line);background:var(--paper);color:var(--ink);font:inherit}
footer{border-top:1px solid var(--line);color:var(--soft);font-size:14px}footer .inner{padding-top:28px;padding-bottom:36px}.button:focus-visible,input:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
@media (max-width:760px){.hero .inner,form{grid-template-columns:1fr}h1{font-size:34px}.inner{padding:40px 20px}}
@media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--soft:#444;--line:#ccc;--card:#f5f5f5;--accent:#0f6b57;--on:#fff;--wash:none}.inner{padding:24px 0}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
"""


def html(product: Ranked, advert: Advert, day: date, language: Language) -> str:
    """The page."""
    words = LANDING[language]
    known = {**facts(product, language), "date": times.calendar_day(day, language)}
    shown = []
    if product.rating and product.reviews:
        shown.append(("★ " + words["rated"].format(**known), words["rated_about"].format(**known)))
    if product.lowest.amount < product.highest.amount:
        shown.append((words["range"].format(**known), words["range_about"].format(**known)))
    boxes = "".join(f"<div><b>{escape(value)}</b><span>{escape(about)}</span></div>" for value, about in shown)
    points = "".join(f"<li>{escape(point)}</li>" for point in advert.points)
    body = f"""<p class="draft" role="note">{words["draft"]}</p>
<section class="hero"><div class="inner"><div><h1>{escape(advert.headline)}</h1><p class="lead">{escape(advert.text)}</p>
<div class="buy"><b>{escape(known["price"])}</b><a class="button" href="#order">{words["order"]}</a></div></div>
<div class="photo">{words["photo"]}<br>{escape(product.name)}</div></div></section>
<div class="inner narrow"><div class="facts">{boxes}</div></div>
<section class="inner narrow"><h2>{words["why"]}</h2><ul class="why">{points}<li>{words["fill"]}</li></ul></section>
<section class="inner narrow" id="order"><h2>{words["asked"]}</h2><form><label>{words["name"]}<input name="name" autocomplete="name"></label>
<label>{words["phone"]}<input name="phone" type="tel" autocomplete="tel"></label><button class="button" type="button">{words["send"]}</button></form></section>
<footer><div class="inner">{words["footer"]}</div></footer>"""
    return page(advert.headline, body, language, _STYLE)
