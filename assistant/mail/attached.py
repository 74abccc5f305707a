"""The text of a file that came with a letter: PDF, HTML, plain text. Blocking, and bounded in pages, characters and seconds."""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Callable
from typing import Any

from assistant.domain.letter import AttachedText, Attachment
from assistant.errors import StepRefused
from assistant.mail import headers
from assistant.mail.html import shown_text, without_invisible

LARGEST = 20_000_000
"""Bytes of a file that is looked into."""
LONGEST = 200_000
"""Characters that are given."""
MOST_PAGES = 100
SECONDS = 15.0
"""What a PDF may take; a page that takes longer is given up."""
_READ_AS_TEXT = frozenset({"application/json", "application/xml", "application/x-yaml", "application/csv"})
_ENDINGS = frozenset({"txt", "csv", "tsv", "md", "log", "json", "xml", "yaml", "yml", "ics", "vcf"})


def text_of(attachment: Attachment, content: bytes) -> AttachedText:
    """What a file says. Raises StepRefused for one that holds no text this can read."""
    if len(content) > LARGEST:
        raise StepRefused(
            f"{attachment.name} is larger than {LARGEST // 1_000_000} MB; save it and open it instead.",
            ru=f"{attachment.name} больше {LARGEST // 1_000_000} МБ; сохраните файл и откройте его.",
        )
    ending = attachment.name.rpartition(".")[2].lower()
    if content[:1024].lstrip().startswith(b"%PDF-") or attachment.type == "application/pdf" or ending == "pdf":
        return _of_pdf(attachment, content)
    if attachment.type == "text/html" or ending in ("html", "htm"):
        return _cut(attachment, shown_text(headers.decoded(content, "")).text)
    if attachment.type.startswith("text/") or attachment.type in _READ_AS_TEXT or ending in _ENDINGS:
        return _cut(attachment, without_invisible(headers.decoded(content, "")))
    raise StepRefused(
        f"{attachment.name} is no PDF and no text; save it and open it instead.",
        ru=f"{attachment.name} — не PDF и не текст; сохраните файл и откройте его.",
    )


class _TooLong(Exception):
    """The time is over."""


def _of_pdf(attachment: Attachment, content: bytes) -> AttachedText:
    from pypdf import PdfReader  # only letters with a PDF need it
    from pypdf.errors import PyPdfError

    # What is odd about a file it says at length.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    in_time = _deadline()
    texts: list[str] = []
    count, length = 0, 0
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise StepRefused(f"{attachment.name} is locked with a password.", ru=f"Файл {attachment.name} защищён паролем.")
        count = len(reader.pages)
        for number in range(min(count, MOST_PAGES)):
            in_time()
            text = reader.pages[number].extract_text(visitor_operand_before=in_time)
            texts.append(text.strip())
            length += len(text)
            if length > LONGEST:
                break
    except _TooLong:
        pass
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, OSError) as error:
        # What the library raises on files its writers did not think of; the pages before are good.
        if not any(texts):
            raise StepRefused(
                f"{attachment.name} is damaged and cannot be read.", ru=f"Файл {attachment.name} повреждён, прочитать нельзя."
            ) from error
    found = without_invisible("\n\n".join(text for text in texts if text))
    if not found.strip():
        raise StepRefused(
            f"{attachment.name} holds no text, perhaps only pictures of pages; save it and open it instead.",
            ru=f"В файле {attachment.name} нет текста, возможно, это только картинки страниц; сохраните файл и откройте его.",
        )
    return AttachedText(attachment=attachment, text=found[:LONGEST], pages=count, cut=len(texts) < count or len(found) > LONGEST)


def _deadline() -> Callable[..., None]:
    """To be called now and then; raises when the time is over."""
    end = time.monotonic() + SECONDS

    def in_time(*_seen: Any) -> None:
        if time.monotonic() > end:
            raise _TooLong

    return in_time


def _cut(attachment: Attachment, text: str) -> AttachedText:
    return AttachedText(attachment=attachment, text=text[:LONGEST].strip(), cut=len(text) > LONGEST)
