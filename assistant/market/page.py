"""The frame of a page that is written for the owner: its style in light, dark and on paper, and nothing that could run or load."""

from __future__ import annotations

from html import escape

from assistant.domain.base import Language

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'"
_STYLE = """
:root{color-scheme:light dark;--paper:#fff;--ink:#1b1f24;--soft:#626b76;--line:#e3e6ea;--card:#f6f7f9;--accent:#1d6f5c;--bad:#b3372f;
--c0:#c9d1da;--c1:#e8b04a;--c2:#1d8a70;--on0:#27303a;--on1:#3a2a05;--on2:#fff;--s0:#1d6fb8;--s1:#c2571a;--s2:#7a4bb3;--s3:#1d8a70;--s4:#b0316b;--s5:#6b6b1f}
@media (prefers-color-scheme:dark){:root{--paper:#14171b;--ink:#e7eaee;--soft:#98a2ae;--line:#2b3138;--card:#1c2127;--accent:#59c7a8;--bad:#ef8078;
--c0:#47515d;--c1:#c7923a;--c2:#35a98a;--on0:#e7eaee;--on1:#1d1403;--on2:#06231b;--s0:#6db1ee;--s1:#f0965d;--s2:#b592e6;--s3:#5bcaa9;--s4:#ee82b0;--s5:#c9c95f}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:1040px;margin:0 auto;padding:40px 28px 64px}a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:3px}
h1{font-size:34px;line-height:1.15;margin:2px 0 8px;letter-spacing:-.01em}h2{font-size:20px;margin:0 0 4px}section{margin-top:44px}
.kind{margin:0;color:var(--accent);font-weight:600;font-size:13px;letter-spacing:.06em;text-transform:uppercase}.soft{color:var(--soft);margin:0 0 12px}
.best{margin-top:24px;padding:20px 24px;border-radius:12px;background:var(--card);border-left:5px solid var(--accent)}.best small{color:var(--soft)}
.best strong{display:block;font-size:23px;margin:2px 0}.best strong a{color:inherit}.best p{margin:4px 0 0}.best.none{border-color:var(--bad)}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(170px,1fr));gap:14px;margin-top:18px}.figures div{border:1px solid var(--line);border-radius:12px;padding:14px 18px}
.figures b{display:block;font-size:27px;letter-spacing:-.01em;font-variant-numeric:tabular-nums}.figures span{color:var(--soft);font-size:13px}
svg{width:100%;height:auto;display:block}svg text{fill:var(--ink);font-size:13px}svg .soft{fill:var(--soft)}svg .strong{font-weight:600}
.c0{fill:var(--c0)}.c1{fill:var(--c1)}.c2{fill:var(--c2)}svg .on0{fill:var(--on0);font-size:12px}svg .on1{fill:var(--on1);font-size:12px}svg .on2{fill:var(--on2);font-size:12px;font-weight:600}
.bad{fill:var(--bad)}.s0{fill:var(--s0)}.s1{fill:var(--s1)}.s2{fill:var(--s2)}.s3{fill:var(--s3)}.s4{fill:var(--s4)}.s5{fill:var(--s5)}
.grid{stroke:var(--line)}.axis{stroke:var(--soft)}.span{stroke:var(--soft);stroke-width:2;opacity:.5}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:14px;font-variant-numeric:tabular-nums}th,td{padding:9px 10px;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th{color:var(--soft);font-weight:600;font-size:12.5px}.n{text-align:right;white-space:nowrap}td:nth-child(4){font-size:12.5px;color:var(--soft);white-space:nowrap}.loss .n{color:var(--bad)}
.how{font-size:14px}.how ul{padding-left:20px;margin:8px 0 12px}.how li{margin:3px 0}
@media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--soft:#444;--line:#ccc;--card:#f2f2f2;--accent:#11493c;--bad:#8f1d16;--c0:#c9d1da;--c1:#e8b04a;--c2:#1d8a70;--on0:#111;--on1:#111;--on2:#fff;
--s0:#1d6fb8;--s1:#c2571a;--s2:#7a4bb3;--s3:#1d8a70;--s4:#b0316b;--s5:#6b6b1f}main{padding:0;max-width:none}body{font-size:11pt}section{margin-top:24pt}.chart,tr,.best,.figures{break-inside:avoid}h2{break-after:avoid}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}a{color:inherit}.wide{overflow:visible}table{font-size:8pt}th{font-size:7.5pt}th,td{padding:4px}td:nth-child(4){font-size:7.5pt;white-space:normal}
.figures{grid-template-columns:repeat(4,1fr)}.figures div{padding:10px 12px}.figures b{font-size:20px}}
@page{margin:16mm 14mm}
"""


def page(title: str, body: str, language: Language, style: str = _STYLE) -> str:
    """A whole page; `body` is HTML, `title` a text."""
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">'
        f"<title>{escape(title)}</title><style>{style}</style></head><body><main>{body}</main></body></html>\n"
    )
