"""Letters of a webmail, found by structure and weighed by the rules for any mailbox."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from assistant.domain.market import LetterPage, Webmail
from assistant.pages import letters
from tests.sites.serving import Asked
from tests.sites.webmail import Webmail as Site

pytestmark = pytest.mark.unit
NOW = datetime(2026, 5, 5, 20, 0, tzinfo=UTC)
MAILBOX = Webmail(address="http://mail.example/inbox")


@pytest.fixture
def site() -> Site:
    made = Site(now=NOW)
    made.signed_in.add("v")
    return made


def page(site: Site, number: int) -> LetterPage:
    return letters.letters(shown(site, "/inbox", page=str(number)), MAILBOX.address, MAILBOX, NOW)


def shown(site: Site, path: str, **fields: str) -> str:
    return site.site.pages[path](Asked("GET", path, fields, "v")).body


def test_the_list_is_read_page_by_page(site: Site) -> None:
    first = page(site, 1)
    assert [letter.sender for letter in first.letters] == [letter.sender for letter in site.letters[:5]]
    assert [letter.subject for letter in first.letters] == [letter.subject for letter in site.letters[:5]]
    assert [letter.email for letter in first.letters] == [letter.email for letter in site.letters[:5]]
    assert all(letter.today for letter in first.letters)
    assert [letter.unread for letter in first.letters] == [letter.unread for letter in site.letters[:5]]
    assert first.letters[0].when == "19:55"
    assert (first.next, page(site, 3).next) == ("http://mail.example/inbox?page=2", "")


def test_who_is_not_signed_in_is_told_apart_from_an_empty_mailbox(site: Site) -> None:
    asks = site.site.pages["/login"](Asked("GET", "/login", {}, "v")).body
    assert letters.letters(asks, MAILBOX.address, MAILBOX, NOW).login
    for letter in site.letters:
        letter.archived = True
    assert page(site, 1) == LetterPage()


def test_an_open_letter_gives_its_text_alone(site: Site) -> None:
    for letter in site.letters:
        text = letters.body(shown(site, "/letter", id=str(letter.id)), MAILBOX)
        assert text == "\n".join(line for line in letter.text.splitlines() if line)


def test_what_matters_is_what_a_person_would_say(site: Site) -> None:
    known = {letter.subject: letter for letter in site.letters}
    listed = [letter for number in (1, 2, 3) for letter in page(site, number).letters]
    opened = {
        one.subject: letters.opened(one, shown(site, "/letter", id=str(known[one.subject].id)), MAILBOX, NOW)
        for one in listed
        if one.open
    }
    chosen = {subject for subject, one in opened.items() if one.important}
    assert chosen == {letter.subject for letter in site.letters if letter.matters}
    assert len(opened) < len(listed) / 2, "what is no use is not even opened"
    assert all(opened[subject].reasons for subject in chosen)


def test_a_letter_of_today_is_told_from_an_older_one() -> None:
    said = ("19:55", "сегодня", "Today, 9:01", "05.05.2026", "5/5/26", "04.05.2026", "вчера", "Mon", "")
    assert [letters.is_of_today(when, NOW) for when in said] == [True, True, True, True, False, False, False, False, False]


def test_a_link_out_of_the_webmail_is_not_a_letter_to_open() -> None:
    row = '<div><b>Anna</b><a href="https://evil.example/x">Please sign today</a><i>10:00</i></div>'
    found = letters.letters(row * 3, MAILBOX.address, MAILBOX, NOW)
    assert [letter.link for letter in found.letters] == ["", "", ""]
    assert not any(letter.open for letter in found.letters)


def test_selectors_of_the_owner_win() -> None:
    html = "<table><tr class=m><td>x</td><td class=w>Anna</td><td class=s><a href='/1'>Hello there</a></td><td class=d>now</td></tr></table>"
    mailbox = Webmail(address="http://mail.example/", item="tr.m", sender=".w", subject=".s", when=".d", link="a")
    (letter,) = letters.letters(html, mailbox.address, mailbox, NOW).letters
    assert (letter.sender, letter.subject, letter.when, letter.link) == ("Anna", "Hello there", "now", "http://mail.example/1")
    assert letters.body("<p>no</p><pre class=t>a\nb</pre>", mailbox.model_copy(update={"body": ".t"})) == "a\nb"


def test_a_subject_made_to_be_slow_is_not() -> None:
    rows = f"<tr><td>{'a.' * 100_000}</td><td><a href='/m'>A letter {'b' * 200_000}</a></td><td>12:30</td></tr>" * 2
    began = time.process_time()
    letters.letters(f"<table>{rows}</table>", MAILBOX.address, MAILBOX, NOW)
    letters.body(
        "<div>" + "<p><a href='/m'>Hello there</a> 12:30</p>" * 3_000 + "</div>",
        MAILBOX,
    )
    letters.letters("<div>" + "<p><a href='/m'>...</a> <i>12:30</i></p>" * 5_000 + "</div>", MAILBOX.address, MAILBOX, NOW)
    assert time.process_time() - began < 25, "such pages took minutes"
