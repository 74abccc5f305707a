"""What a call costs: the owner's price table before the known prices, and how many tokens a text is at most.

Known prices are those published when this was written, in US dollars for a million tokens; providers change them, so the
owner's table goes first and the screen shows which price is used.
"""

from __future__ import annotations

import ipaddress
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from assistant.settings import LlmSettings, ModelPrice

KNOWN: Mapping[str, ModelPrice] = {
    "gpt-4.1": ModelPrice(input=2.0, output=8.0),
    "gpt-4.1-mini": ModelPrice(input=0.4, output=1.6),
    "gpt-4.1-nano": ModelPrice(input=0.1, output=0.4),
    "gpt-4o": ModelPrice(input=2.5, output=10.0),
    "gpt-4o-mini": ModelPrice(input=0.15, output=0.6),
    "gpt-5": ModelPrice(input=1.25, output=10.0),
    "gpt-5-mini": ModelPrice(input=0.25, output=2.0),
    "gpt-5-nano": ModelPrice(input=0.05, output=0.4),
    "o3": ModelPrice(input=2.0, output=8.0),
    "o4-mini": ModelPrice(input=1.1, output=4.4),
    "text-embedding-3-small": ModelPrice(input=0.02),
    "text-embedding-3-large": ModelPrice(input=0.13),
}
ASSUMED = ModelPrice(input=5.0, output=25.0)
"""Counted for a model on somebody else's server whose price is not known: rather too much than too little."""
FREE = ModelPrice()
_BYTES_PER_TOKEN = 2.5
"""Fewer bytes than a token has in either language, so that a reservation is rather too large."""

Source = Literal["free", "yours", "known", "assumed"]


@dataclass(frozen=True, slots=True)
class Priced:
    """A model's price and where it is from."""

    price: ModelPrice
    source: Source

    def cost(self, tokens_in: int, tokens_out: int) -> float:
        """What so many tokens cost."""
        return (tokens_in * self.price.input + tokens_out * self.price.output) / 1_000_000


def priced(model: str, settings: LlmSettings) -> Priced:
    """The price of a model on the connected server: the owner's, else free on his own computer or network, else known."""
    if mine := settings.prices.get(model):
        return Priced(mine, "yours")
    if is_own(settings.base_url):
        return Priced(FREE, "free")
    fits = [name for name in KNOWN if model == name or model.startswith(f"{name}-20") or model.endswith(f"/{name}")]
    return Priced(KNOWN[max(fits, key=len)], "known") if fits else Priced(ASSUMED, "assumed")


def is_own(address: str) -> bool:
    """Whether a server is on this computer or in the owner's own network."""
    host = (urlsplit(address).hostname or "").lower()
    if host == "localhost" or host.endswith((".localhost", ".local", ".lan")):
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False


def tokens_at_most(text: str) -> int:
    """No fewer tokens than a text has, for a reservation."""
    return math.ceil(len(text.encode()) / _BYTES_PER_TOKEN)


def tokens_about(text: str) -> int:
    """Roughly the tokens of a text, where the server does not say."""
    return math.ceil(len(text.encode()) / 4)
