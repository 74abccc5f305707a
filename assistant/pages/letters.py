"""Letters in a webmail: its list and one letter, by the owner's selectors, else by structure; weighed as the mailbox's letters are."""

from __future__ import annotations

import re
from datetime import datetime

from bs4 import BeautifulSoup, Tag

from assistant.domain.letter import Address, LetterHead
from assistant.domain.market import LetterPage, OpenedLetter, WebLetter, Webmail
from assistant.mail import importance
from assistant.pages import structure
from assistant.store.letters_ask import Standing

WORTH_OPENING = 0.5
"""From this weight in the list a letter is opened: it asks, or names a date, or is about money."""
MATTERS = 2.5
"""From here on a letter that was read matters. Less than in a mailbox: a page does not tell whom one has written to."""
LONGEST_TEXT = 20_000
_WHEN = re.compile(
    r"\d{1,2}:\d{2}(?:\s?[ap]m)?|\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?|\d{4}-\d\d-\d\d|вчера|сегодня|yesterday|today"
    r"|\d{1,2}\s(?:янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек)[а-я]*\.?|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s\d{1,2}",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_BULK = re.compile(r"\bunsubscribe\b|отписаться|view in browser|рассылк", re.IGNORECASE)
_ANSWER = re.compile(r"^\s*(?:re|ответ|отв)\s*:", re.IGNORECASE)
_BLOCKS = ["div", "article", "section", "main", "td", "p", "pre", "blockquote"]
_INLINE = frozenset(["span", "a", "b", "i", "em", "strong", "u", "font", "p"])
_UNREAD = re.compile(r"\bun-?(?:read|seen)\b|непрочит", re.IGNORECASE)
_SELF = "owner@webmail.invalid"
_OTHER = "others@webmail.invalid"


def letters(html: str, url: str, mailbox: Webmail, now: datetime) -> LetterPage:
    """What a page of a mailbox's list shows, each letter weighed by what it tells. Raises StepRefused for a selector that is none."""
    soup = structure.parsed(html)
    if soup.select_one('input[type="password"]') is not None:
        return LetterPage(login=True)
    found = [letter for item in _items(soup, mailbox) if (letter := _letter(item, url, mailbox)) is not None]
    return LetterPage(
        letters=tuple(_considered(letter, now) for letter in found), next=structure.following(soup, url, mailbox.next)
    )


def body(html: str, mailbox: Webmail) -> str:
    """The text of an open letter: what the selector says, else the largest text on the page that is not about who wrote when."""
    soup = structure.parsed(html)
    if mailbox.body:
        texts = [tag.get_text("\n") for tag in structure.chosen(soup, mailbox.body)]
    else:
        blocks = [tag for tag in soup.find_all(_BLOCKS) if tag.find_parent(["nav", "header", "form"]) is None]
        own = [text for tag in blocks if (text := _own_text(tag)) and not (len(text) < 200 and _EMAIL.search(text))]
        texts = [max(own, key=len, default="")]
    lines = (" ".join(line.split()) for line in "\n".join(texts).splitlines())
    return "\n".join(line for line in lines if line)[:LONGEST_TEXT]


def weighed(letter: WebLetter, text: str, now: datetime) -> tuple[float, tuple[tuple[str, str], ...]]:
    """A letter's weight by the rules for any mailbox, and the reasons in both languages. `text` is what is known of it."""
    # Whom it was written to cannot be seen in a list: neither to the owner alone, nor to others only.
    head = LetterHead(
        id=letter.link or letter.subject,
        account="",
        thread=letter.link or letter.subject,
        message_id="",
        subject=letter.subject,
        sender=Address(name=letter.sender, email=letter.email),
        to=(Address(email=_SELF), Address(email=_OTHER)),
        date=now,
        opening=letter.opening,
        role="inbox",
        unread=letter.unread,
        bulk=bool(_BULK.search(f"{letter.subject}\n{letter.sender}\n{letter.opening}\n{text}")),
    )
    answers = bool(_ANSWER.match(letter.subject))
    standing = Standing(head=head, text=text, written=0, received=0, own_after=False, own_in_thread=answers)
    found = importance.weigh(standing, frozenset({_SELF}), now)
    return found.score, found.reasons


def _items(soup: BeautifulSoup, mailbox: Webmail) -> list[Tag]:
    if mailbox.item:
        return structure.chosen(soup, mailbox.item)
    marks = [text.parent for text in soup.find_all(string=_WHEN) if len(text) < 40 and isinstance(text.parent, Tag)]
    linked = structure.holders(structure.links(soup))
    return structure.repeated(soup, marks, lambda tag: id(tag) in linked)


def _letter(item: Tag, url: str, mailbox: Webmail) -> WebLetter | None:
    said = structure.pieces(item)
    link = max(structure.links(item), key=lambda each: len(each.get_text()), default=None)
    subject = structure.field(item, mailbox.subject) if mailbox.subject else " ".join(link.get_text(" ").split()) if link else ""
    if mailbox.link:
        address = structure.field(item, mailbox.link if "@" in mailbox.link else f"{mailbox.link}@href")
    else:
        address = structure.value(link, "href") if link is not None else ""
    if not subject:
        return None
    whole = structure.whole(address, url) if address else ""
    rest = [piece for piece in _texts(item) if piece != subject and not _WHEN.fullmatch(piece)]
    email = next((hit.group() for piece in said if (hit := _EMAIL.search(piece))), "")
    who = structure.field(item, mailbox.sender) if mailbox.sender else next(iter(rest), "")
    opening = (
        structure.field(item, mailbox.opening) if mailbox.opening else " ".join(one for one in rest if one not in (who, email))
    )
    return WebLetter(
        sender=who[:200],
        email=email[:200],
        subject=subject[:500],
        opening=opening.lstrip("—–- ")[:500],
        when=structure.field(item, mailbox.when) if mailbox.when else next((one for one in said if _WHEN.fullmatch(one)), ""),
        link=whole if structure.same_site(whole, url) else "",
        unread=bool(_UNREAD.search(structure.value(item, "class"))) or item.find(["b", "strong"]) is not None,
    )


def _texts(item: Tag) -> list[str]:
    return [text for node in item.descendants if structure.is_text(node) and (text := " ".join(str(node).split()))]


def _own_text(tag: Tag) -> str:
    """The text of a block that stands in it itself, in its paragraphs and words, not in blocks within it."""
    found = []
    for node in tag.children:
        if isinstance(node, Tag):
            found.append(
                "\n"
                if node.name == "br"
                else f"{node.get_text()}\n"
                if node.name == "p"
                else node.get_text()
                if node.name in _INLINE
                else ""
            )
        elif structure.is_text(node):
            found.append(str(node))
    return "".join(found).strip()


def is_of_today(when: str, now: datetime) -> bool:
    """Whether a list writes a letter's time as one of today: the hour alone, the word, or the date."""
    text = when.strip().casefold()
    days = {now.strftime(form) for form in ("%d.%m.%Y", "%d.%m.%y", "%d.%m", "%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y")}
    return bool(re.match(r"\d{1,2}:\d{2}", text)) or text.startswith(("сегодня", "today")) or text in days


def opened(letter: WebLetter, html: str, mailbox: Webmail, now: datetime) -> OpenedLetter:
    """A letter of the list once it was opened: what it says, and whether it matters."""
    text = body(html, mailbox)
    score, reasons = weighed(letter, text, now)
    return OpenedLetter(text=text, score=score, important=score >= MATTERS, reasons=reasons)


def _considered(letter: WebLetter, now: datetime) -> WebLetter:
    """With what a person would think of it who reads the list."""
    weight, _reasons = weighed(letter, letter.opening, now)
    worth = bool(letter.link) and weight >= WORTH_OPENING
    return letter.model_copy(update={"today": is_of_today(letter.when, now), "weight": weight, "open": worth})
