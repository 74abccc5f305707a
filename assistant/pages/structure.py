"""A page as a tree: what repeats on it, what stands in one item of that, where its links lead. Text of a page is data, whatever it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString
from soupsieve import SelectorSyntaxError

from assistant.errors import StepRefused

LONGEST = 5_000_000
"""Characters of a page that are looked at."""
MOST = 500
"""Items of one page."""
MOST_MARKS = 5_000
"""Marks of one page that are looked at."""
LONGEST_LINK = 2_000
LONGEST_SAID = 1_000
"""Characters of one text that are looked at."""
_HIDDEN = ["script", "style", "template", "noscript", "iframe"]
_FRAME = ["header", "footer", "nav"]
_NEXT = re.compile(
    r"(?:дальше|далее|следующ\w+(?: страница)?|вперед|вперёд|старее|старые|раньше|next(?: page)?|older|nächste(?: seite)?|weiter|›|»|→|>)\s*[→›»>]*",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:показать|загрузить|смотреть)\s+(?:ещё|еще|больше)\b.*|(?:load|show|see)\s+more\b.*|mehr (?:laden|anzeigen)",
    re.IGNORECASE,
)


def parsed(html: str) -> BeautifulSoup:
    """The page without what is never shown."""
    soup = BeautifulSoup(html[:LONGEST], "lxml")
    for tag in soup.find_all(_HIDDEN):
        tag.decompose()
    for tag in soup.select('[hidden], [style*="display:none"], [style*="display: none"]'):
        tag.decompose()
    return soup


def chosen(root: Tag, selector: str) -> list[Tag]:
    """What a selector of the owner finds. Raises StepRefused for one that is none."""
    try:
        return list(root.select(selector, limit=MOST))
    except (SelectorSyntaxError, NotImplementedError, ValueError) as error:
        raise StepRefused(f"“{selector}” is no selector.", ru=f"«{selector}» — не селектор.") from error


def field(item: Tag, selector: str) -> str:
    """The text a selector finds in an item, or with `selector@attribute` that attribute; `@attribute` alone is the item's own."""
    path, _at, attribute = selector.partition("@")
    found = next(iter(chosen(item, path)), None) if path.strip() else item
    if found is None:
        return ""
    return value(found, attribute.strip())[:LONGEST_LINK] if attribute else said(found)


def said(tag: Tag, between: str = " ") -> str:
    """The text of an element in one line, no more of it than anybody looks at."""
    return " ".join(beginning(tag, between, LONGEST_SAID).split())[:LONGEST_SAID]


def beginning(tag: Tag, between: str, longest: int) -> str:
    """The text of an element until it is longer than that; the rest is not gone through."""
    found, length = [], 0
    for text in tag.strings:
        found.append(str(text)[: longest + 1])
        length += len(found[-1]) + len(between)
        if length > longest + len(between):
            break
    return between.join(found)


def value(tag: Tag, attribute: str) -> str:
    """An attribute as text; nothing when there is none."""
    found = tag.get(attribute)
    return " ".join(found) if isinstance(found, list) else str(found or "").strip()


def pieces(tag: Tag) -> list[str]:
    """The texts in an element one by one, and what is read out in place of a picture, in order."""
    found = []
    for node in tag.descendants:
        if isinstance(node, Tag):
            found += [said[:LONGEST_SAID] for name in ("aria-label", "title") if (said := value(node, name))]
        elif is_text(node) and (text := " ".join(str(node).split())):
            found.append(text[:LONGEST_SAID])
    return found


def is_text(node: object) -> bool:
    """Whether a node is shown as text; a comment is not."""
    return isinstance(node, NavigableString) and not isinstance(node, PreformattedString)


def repeated(root: Tag, marks: Iterable[Tag], is_whole: Callable[[Tag], bool]) -> list[Tag]:
    """The items of a list nobody described. `marks` are elements every item has one of (a price, a time); `is_whole` tells an
    element that could be an item. An item is the largest element around a mark that holds no other item."""
    cores: dict[int, Tag] = {}
    for mark in islice(marks, MOST_MARKS):
        core = next((each for each in [mark, *mark.parents] if isinstance(each, Tag) and is_whole(each)), None)
        if core is not None and core.name not in ("body", "html", "[document]") and core.find_parent(_FRAME) is None:
            cores[id(core)] = core
    around = {id(parent) for core in cores.values() for parent in core.parents}
    inner = [core for key, core in cores.items() if key not in around]
    counts: dict[int, int] = {}
    for core in inner:
        for parent in [core, *core.parents]:
            counts[id(parent)] = counts.get(id(parent), 0) + 1
    items = [_widest(core, counts) for core in inner] if len(inner) > 1 else inner
    return _alike(list({id(item): item for item in items}.values()))[:MOST]


def _widest(core: Tag, counts: dict[int, int]) -> Tag:
    item = core
    for parent in core.parents:
        if counts.get(id(parent), 0) > 1:
            break
        item = parent
    return item


def _alike(items: Sequence[Tag]) -> list[Tag]:
    """The largest group of items that stand equally deep."""
    groups: dict[tuple[int, str], list[Tag]] = {}
    for item in items:
        groups.setdefault((sum(1 for _ in item.parents), item.name), []).append(item)
    return max(groups.values(), key=len, default=[])


def links(item: Tag) -> Iterator[Tag]:
    """The links of an item that are called something."""
    for link in [item, *item.find_all("a")]:
        if link.name == "a" and value(link, "href") and len(re.findall(r"[^\W\d_]", beginning(link, "", LONGEST_SAID))) >= 3:
            yield link


def holders(links: Iterable[Tag]) -> set[int]:
    """The ids of the elements that are one of these links, or hold one."""
    found: set[int] = set()
    for link in links:
        for each in [link, *link.parents]:
            if id(each) in found:
                break
            found.add(id(each))
    return found


def heading(item: Tag) -> tuple[str, Tag | None]:
    """What an item is called, and its link: its heading, else its longest link."""
    for tag in item.find_all(["h1", "h2", "h3", "h4", "h5", "h6"]):
        if text := said(tag):
            return text, tag.find("a", href=True) or tag.find_parent("a", href=True)
    best = max(links(item), key=lambda link: len(link.get_text()), default=None)
    return (said(best), best) if best is not None else ("", None)


def whole(address: str, base: str) -> str:
    """An address of a page as a whole one, without its fragment; nothing when it leads nowhere on the web."""
    try:
        found = urldefrag(urljoin(base, address.strip())).url
    except ValueError:
        return ""
    return found if urlsplit(found).scheme in ("http", "https") and len(found) <= LONGEST_LINK else ""


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of the same host and port."""
    return urlsplit(one).netloc.lower() == urlsplit(other).netloc.lower()


def following(soup: BeautifulSoup, url: str, selector: str = "") -> str:
    """The address of the next page, of the same site; nothing on the last one."""
    if selector:
        found: Sequence[Tag] = chosen(soup, selector)
    else:
        named = [link for link in soup.find_all("a", href=True) if _is_next(link)]
        found = [*soup.select('a[rel~="next"][href], link[rel~="next"][href]'), *named]
    for link in found:
        address = whole(value(link, "href"), url)
        if address and same_site(address, url) and address != whole(url, url):
            return address
    return ""


def _is_next(link: Tag) -> bool:
    said = (" ".join(link.get_text(" ").split()), value(link, "aria-label"), value(link, "title"))
    return any(_NEXT.fullmatch(text) for text in said if 0 < len(text) <= 40)


def brings_more(soup: BeautifulSoup, name: str = "") -> str:
    """What the button is called that brings more results: the one of this name, or one that says so; nothing for none."""
    for button in soup.find_all(["button", "a"]):
        text = " ".join(button.get_text(" ").split())
        if (text.casefold() == name.casefold()) if name else (len(text) <= 40 and _MORE.fullmatch(text)):
            return text
    return ""
