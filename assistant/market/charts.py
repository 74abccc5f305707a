"""Charts as inline SVG without scripts: colours come from the page's CSS, every text is escaped, shapes tell shops apart as well."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

WIDTH = 960
_LEFT = 250
_RIGHT = 130
_ROW = 34
_TICKS = 9
_FARTHEST = 3.0
"""Deviations are shown up to three hundred percent; a dot beyond stands at the edge."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of parts that make a hundred percent; `aside` stands behind it."""

    label: str
    parts: tuple[float, ...]
    aside: str


@dataclass(frozen=True, slots=True)
class Spread:
    """One product: how far each shop's price lies from the middle one, 0.1 for a tenth above; `said` is what a dot is called."""

    label: str
    dots: tuple[tuple[int, float, str], ...]


@dataclass(frozen=True, slots=True)
class Bubble:
    """A product by its place: margin as a part of the price, and reviews."""

    place: int
    label: str
    share: float
    reviews: int


def bars(rows: Sequence[Bar], names: Sequence[str], title: str) -> str:
    """Bars of equal length, cut into the parts that `names` name."""
    height = 44 + _ROW * len(rows)
    inner = WIDTH - _LEFT - _RIGHT
    out = [_legend([(f"c{index}", name) for index, name in enumerate(names)])]
    for number, row in enumerate(rows):
        y = 44 + number * _ROW
        out.append(_text(_LEFT - 12, y + 16, _cut(row.label, 30), "end"))
        x = float(_LEFT)
        for index, part in enumerate(row.parts):
            width = inner * part
            out.append(f'<rect class="c{index}" x="{x:.1f}" y="{y}" width="{max(width - 1.5, 0):.1f}" height="22" rx="2"/>')
            if width > 34:
                out.append(_text(x + width / 2, y + 15.5, f"{round(part * 100)}%", "middle", f"on{index}"))
            x += width
        out.append(_text(WIDTH - _RIGHT + 12, y + 16, row.aside, "start", "strong"))
    return _svg(height, title, out)


def spreads(rows: Sequence[Spread], shops: Sequence[str], title: str) -> str:
    """A line for each product, a mark for each shop's price on it."""
    height = 76 + _ROW * len(rows)
    widest = min(_FARTHEST, max([0.05, *(abs(at) for row in rows for _shop, at, _said in row.dots)]))
    step = next((step for step in (0.02, 0.05, 0.1, 0.25, 0.5) if widest / step <= 4), 1.0)
    edge = math.ceil(widest / step) * step
    middle, half = (_LEFT + WIDTH - 60) / 2, (WIDTH - 60 - _LEFT) / 2

    def x(at: float) -> float:
        return middle + max(-1.0, min(1.0, at / edge)) * half

    out = [_legend([(f"s{index}", name) for index, name in enumerate(shops)], marks=True)]
    for tick in range(-round(edge / step), round(edge / step) + 1):
        at = tick * step
        out.append(
            f'<line class="{"axis" if tick == 0 else "grid"}" x1="{x(at):.1f}" x2="{x(at):.1f}" y1="40" y2="{height - 32}"/>'
        )
        out.append(_text(x(at), height - 12, f"{at * 100:+.0f}%" if tick else "0%", "middle", "soft"))
    for number, row in enumerate(rows):
        y = 56 + number * _ROW
        ends = [x(at) for _shop, at, _said in row.dots]
        out.append(_text(_LEFT - 12, y + 5, _cut(row.label, 30), "end"))
        out.append(f'<line class="span" x1="{min(ends):.1f}" x2="{max(ends):.1f}" y1="{y}" y2="{y}"/>')
        out += [_mark(shop, x(at), y, said) for shop, at, said in row.dots]
    return _svg(height, title, out)


def bubbles(dots: Sequence[Bubble], across: str, upward: str, title: str) -> str:
    """Products by margin and reviews; the numbers in them are their places."""
    height, left, bottom = 400, 80, 348
    most = max([10, *(dot.reviews for dot in dots)])
    shares = [_within(dot.share, 1.0) for dot in dots]
    low, high = math.floor(min([0.0, *shares]) * 10) / 10, math.ceil((max([0.1, *shares]) + 0.02) * 10) / 10
    tenths = next(step for step in (1, 2, 5) if (high - low) * 10 / step <= _TICKS - 1)
    decades = range(0, math.ceil(math.log10(most + 1)) + 1)

    def x(share: float) -> float:
        return left + (_within(share, 1.0) - low) / (high - low) * (WIDTH - left - 40)

    def y(reviews: float) -> float:
        return bottom - math.log10(reviews + 1) / decades[-1] * (bottom - 30)

    out = []
    for power in decades:
        at = y(10**power - 1 if power == 0 else 10**power)
        out.append(f'<line class="grid" x1="{left}" x2="{WIDTH - 40}" y1="{at:.1f}" y2="{at:.1f}"/>')
        out.append(_text(left - 10, at + 4, f"{10**power:,}".replace(",", "\u00a0") if power else "0", "end", "soft"))
    for tenth in range(-(-round(low * 10) // tenths) * tenths, round(high * 10) + 1, tenths):
        out.append(_text(x(tenth / 10), bottom + 22, f"{tenth * 10}%", "middle", "soft"))
    out += [_text(WIDTH - 40, bottom + 42, f"{across} →", "end", "soft"), _text(left - 10, 14, f"↑ {upward}", "start", "soft")]
    for dot in sorted(_apart(dots, x, y), key=lambda each: -each[0].place):
        bubble, at_x, at_y = dot
        known = "c2" if bubble.share > 0 else "bad"
        out.append(f'<g><title>{escape(bubble.label)}</title><circle class="{known}" cx="{at_x:.1f}" cy="{at_y:.1f}" r="14"/>')
        out.append(_text(at_x, at_y + 4.5, str(bubble.place), "middle", "on2") + "</g>")
    return _svg(height, title, out)


def _within(at: float, edge: float) -> float:
    """No farther from nothing than that; what is no number is nothing."""
    return max(-edge, min(edge, at)) if not math.isnan(at) else 0.0


def _apart(dots: Sequence[Bubble], x: Callable[[float], float], y: Callable[[float], float]) -> list[tuple[Bubble, float, float]]:
    """The places of bubbles, moved aside where one would hide another."""
    placed: list[tuple[Bubble, float, float]] = []
    for dot in dots:
        at_x, at_y = x(dot.share), y(dot.reviews)
        for _try in range(12):
            if all(math.hypot(at_x - other[1], at_y - other[2]) >= 25 for other in placed):
                break
            at_x += 13 if at_x < WIDTH - 70 else -26
        placed.append((dot, at_x, at_y))
    return placed


def _mark(shop: int, x: float, y: float, said: str) -> str:
    shape = (
        f'<circle cx="{x:.1f}" cy="{y}" r="7"/>',
        f'<rect x="{x - 6:.1f}" y="{y - 6}" width="12" height="12" rx="1"/>',
        f'<path d="M{x:.1f} {y - 8}l8 14h-16z"/>',
        f'<path d="M{x:.1f} {y - 8}l8 8-8 8-8-8z"/>',
    )[shop % 4]
    return f'<g class="s{shop % 6}"><title>{escape(said)}</title>{shape}</g>'


def _legend(entries: Sequence[tuple[str, str]], *, marks: bool = False) -> str:
    out, x = [], float(_LEFT)
    for index, (kind, name) in enumerate(entries):
        out.append(
            _mark(index, x + 7, 16, name) if marks else f'<rect class="{kind}" x="{x:.1f}" y="9" width="14" height="14" rx="2"/>'
        )
        out.append(_text(x + 22, 20.5, _cut(name, 22), "start", "soft"))
        x += 44 + 7.6 * min(len(name), 22)
    return "".join(out)


def _text(x: float, y: float, text: str, anchor: str, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _svg(height: int, title: str, parts: Sequence[str]) -> str:
    return f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">{"".join(parts)}</svg>'
