"""The text of attached files: PDFs, pages, plain text; what holds none, is locked, damaged or takes too long says so."""

from __future__ import annotations

import io
from contextlib import suppress

import pytest
from pypdf import PdfReader, PdfWriter

from assistant.domain.letter import Attachment, LetterQuery
from assistant.errors import LetterUnreadable, StepRefused
from assistant.mail import attached, mime
from tests.fixtures.mailserver import MailServer
from tests.mail.letters import CORPUS, letter
from tests.mail.post import Post


def pdf(*pages: str) -> bytes:
    """A PDF with these lines, one on each page, as a plain program writes it."""
    count = len(pages)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(count))),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, text in enumerate(pages):
        drawn = b"BT /F1 12 Tf 72 720 Td (%s) Tj ET" % text.encode("latin-1")
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
            % (5 + 2 * number)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
    made, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return made + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        table,
        size,
        len(made),
    )


def locked(content: bytes) -> bytes:
    """The same behind a password."""
    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(content))), io.BytesIO()
    writer.encrypt("open sesame", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def named(name: str, kind: str = "application/octet-stream") -> Attachment:
    return Attachment(number=1, name=name, type=kind, size=1)


@pytest.mark.unit
def test_the_pages_of_a_pdf_are_read_in_order_whatever_the_letter_says_of_its_type() -> None:
    found = attached.text_of(named("offer.bin"), pdf("Price 100", "Delivery in May"))
    assert (found.text, found.pages, found.cut) == ("Price 100\n\nDelivery in May", 2, False)


@pytest.mark.unit
def test_a_long_pdf_is_cut_and_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attached, "MOST_PAGES", 2)
    found = attached.text_of(named("offer.pdf"), pdf("one", "two", "three"))
    assert (found.text, found.pages, found.cut) == ("one\n\ntwo", 3, True)


@pytest.mark.unit
def test_a_pdf_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attached, "SECONDS", -1.0)
    with pytest.raises(StepRefused, match="holds no text"):
        attached.text_of(named("offer.pdf"), pdf("one"))


@pytest.mark.unit
@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", pdf(""), "holds no text"),
        ("a.pdf", b"%PDF-1.4 nothing more", "damaged|holds no text"),
        ("a.pdf", b"", "damaged|holds no text"),
        ("a.pdf", locked(pdf("secret")), "password"),
        ("a.png", b"\x89PNG", "no PDF and no text"),
        ("a.pdf", b"x" * (attached.LARGEST + 1), "larger than"),
    ],
)
def test_what_cannot_be_read_says_why_in_both_languages(name: str, content: bytes, said: str) -> None:
    with pytest.raises(StepRefused, match=said) as refused:
        attached.text_of(named(name), content)
    assert name in refused.value.ru


@pytest.mark.unit
def test_pages_and_texts_are_read_in_their_encoding() -> None:
    page = attached.text_of(named("a.html", "text/html"), "<p>Счёт <b>за май</b></p>".encode())
    assert page.text == "Счёт за май"
    table = attached.text_of(named("счёт.csv"), "имя;сумма\nАнна;100".encode("cp1251"))
    assert table.text == "имя;сумма\nАнна;100"


@pytest.mark.unit
def test_every_file_of_every_odd_letter_gives_its_text_or_says_why_not() -> None:
    told = 0
    for path in sorted(CORPUS.glob("*.eml")):
        raw = path.read_bytes()
        with suppress(LetterUnreadable):
            for known in mime.read_letter(raw).attachments:
                with suppress(StepRefused):
                    told += bool(attached.text_of(*mime.attachment(raw, known.number)).text)
    assert told >= 5


@pytest.mark.mail
@pytest.mark.anyio
async def test_a_pdf_of_a_letter_in_the_mailbox_is_read(mail: Post, mail_server: MailServer) -> None:
    made = letter()
    made.add_attachment(pdf("The price is 100"), maintype="application", subtype="pdf", filename="счёт.pdf")
    mail_server.deliver(made)
    (head,) = await mail.mailboxes.search(LetterQuery(attachments=True))
    found = await mail.mailboxes.attachment_text(head.id, 1)
    assert (found.attachment.name, found.text) == ("счёт.pdf", "The price is 100")
