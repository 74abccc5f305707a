"""Draws the pictures of the tray and of the program into electron-ui/main/icons: `python3 scripts/tray_icons.py`."""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

ICONS = Path(__file__).resolve().parents[1] / "electron-ui" / "main" / "icons"
SAMPLES = 4

Colour = tuple[int, int, int]
Shape = Callable[[float, float], bool]

GREY: Colour = (138, 145, 158)
BLUE: Colour = (64, 120, 242)
GREEN: Colour = (38, 166, 91)
AMBER: Colour = (245, 158, 11)


def disc(x: float, y: float, radius: float) -> Shape:
    """Everything within `radius` of a point; the picture reaches from -1 to 1."""
    return lambda px, py: math.hypot(px - x, py - y) <= radius


def ring(inner: float, outer: float, fullness: float = 1.0) -> Shape:
    """A ring about the middle, drawn clockwise from the top over `fullness` of a turn."""

    def inside(px: float, py: float) -> bool:
        turn = (math.atan2(px, -py) / math.tau) % 1.0
        return inner <= math.hypot(px, py) <= outer and turn <= fullness

    return inside


def bars(heights: list[float], width: float) -> Shape:
    """Upright bars about the middle, like the level of a voice."""
    gap = 1.3 / len(heights)
    places = [(-0.65 + gap * (place + 0.5), height) for place, height in enumerate(heights)]
    return lambda px, py: any(abs(px - x) <= width / 2 and abs(py) <= height / 2 for x, height in places)


def slash() -> Shape:
    """A stroke through the picture."""
    return lambda px, py: abs(px - py) <= 0.16 and abs(px + py) <= 1.25


def stroke() -> Shape:
    """The upper part of an exclamation mark."""
    return lambda px, py: abs(px) <= 0.12 and -0.66 <= py <= 0.2


def either(*shapes: Shape) -> Shape:
    """What lies in any of the shapes."""
    return lambda px, py: any(shape(px, py) for shape in shapes)


def coverage(shape: Shape, column: int, row: int, size: int) -> float:
    """How much of a pixel the shape covers, 0 to 1."""
    hits = 0
    for step in range(SAMPLES * SAMPLES):
        x = (column + (step % SAMPLES + 0.5) / SAMPLES) / size * 2 - 1
        y = (row + (step // SAMPLES + 0.5) / SAMPLES) / size * 2 - 1
        hits += shape(x, y)
    return hits / (SAMPLES * SAMPLES)


def png(size: int, layers: list[tuple[Colour, Shape]]) -> bytes:
    """A square RGBA picture of the layers, the last one on top."""
    rows = bytearray()
    for row in range(size):
        rows.append(0)
        for column in range(size):
            rows += pixel(layers, column, row, size)

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(rows), 9)) + chunk(b"IEND", b"")


def pixel(layers: list[tuple[Colour, Shape]], column: int, row: int, size: int) -> bytes:
    """One pixel: red, green, blue, opacity."""
    red = green = blue = alpha = 0.0
    for colour, shape in layers:
        cover = coverage(shape, column, row, size)
        rest = alpha * (1 - cover)
        total = cover + rest
        if total > 0:
            red, green, blue = ((new * cover + old * rest) / total for new, old in zip(colour, (red, green, blue), strict=True))
        alpha = total
    return bytes([round(red), round(green), round(blue), round(alpha * 255)])


WHITE: Colour = (255, 255, 255)
VOICE = [0.5, 1.0, 0.7, 0.4]

PICTURES: dict[str, tuple[int, list[tuple[Colour, Shape]]]] = {
    "app": (256, [(BLUE, disc(0, 0, 0.96)), (WHITE, bars([0.45, 0.95, 0.65, 0.3], 0.17))]),
    "offline": (32, [(GREY, either(ring(0.72, 0.94), slash()))]),
    "off": (32, [(GREY, either(ring(0.72, 0.94), bars([0.16] * 4, 0.17)))]),
    "listening": (32, [(GREEN, disc(0, 0, 0.94)), (WHITE, bars(VOICE, 0.17))]),
    "working": (32, [(GREY, ring(0.72, 0.94)), (BLUE, ring(0.66, 0.98, 0.7)), (BLUE, bars(VOICE, 0.17))]),
    "waiting": (32, [(AMBER, disc(0, 0, 0.94)), (WHITE, either(stroke(), disc(0, 0.52, 0.15)))]),
}


def main() -> None:
    """Writes every picture."""
    for name, (size, layers) in PICTURES.items():
        (ICONS / f"{name}.png").write_bytes(png(size, layers))


if __name__ == "__main__":
    main()
