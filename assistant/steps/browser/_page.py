"""What steps on pages have in common: how an element is named, what the page must show, what they give."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json
from assistant.domain.page import CutOff, Deed, ElementPrint, Evidence, Expectation, SiteRules, Target, Visit
from assistant.domain.run import Receipt, Source, StepResult
from assistant.extensions.steps import StepContext, in_russian
from assistant.ports import Browser

ELEMENT = ("name", "label", "text", "css", "sites")
"""The targets of a step on an element: what it is called and where it may be, not the text it stands beside."""


class OnPage(BaseModel):
    """What every step on a page takes."""

    model_config = ConfigDict(extra="forbid")
    expect: Expectation = Field(
        default=Expectation(),
        description="what the page must show then: url_contains, selector, text, value (of the selector's field), gone (a text)",
        title="Expected",
        json_schema_extra=in_russian(
            "Ожидается",
            "что страница должна показать потом: url_contains, selector, text, value (поля из selector), gone (текст исчез)",
        ),
    )
    seconds: float = Field(
        default=15.0,
        gt=0,
        le=600,
        description="seconds the page has for it",
        title="Seconds",
        json_schema_extra=in_russian("Секунд", "сколько секунд на это даётся странице"),
    )
    sites: SiteRules = Field(
        default=SiteRules(),
        description="sites the run may reach from here on: allow, deny (lists of names)",
        title="Sites",
        json_schema_extra=in_russian("Сайты", "куда отсюда можно: allow, deny (списки имён)"),
    )

    def visit(self, context: StepContext) -> Visit:
        """On whose behalf the page is touched."""
        return Visit(
            run=context.run,
            key=context.key,
            language=context.language,
            rules=self.sites,
            expected=self.expect,
            seconds=self.seconds,
            agreed=context.decided,
        )


class OnElement(OnPage):
    """What every step on an element takes: what is said of it narrows, so that only one is left."""

    role: str = Field(
        default="",
        max_length=40,
        description="button, link, textbox, checkbox, combobox, ...",
        title="Kind of element",
        json_schema_extra=in_russian("Вид элемента", "button, link, textbox, checkbox, combobox, ..."),
    )
    name: str = Field(
        default="",
        max_length=500,
        description="what is written on it, or what a screen reader calls it",
        title="Name",
        json_schema_extra=in_russian("Название", "что на нём написано или как его называет программа чтения с экрана"),
    )
    label: str = Field(
        default="",
        max_length=500,
        description="the label of a field",
        title="Label",
        json_schema_extra=in_russian("Подпись", "подпись поля"),
    )
    text: str = Field(
        default="",
        max_length=500,
        description="a text on the page",
        title="Text",
        json_schema_extra=in_russian("Текст", "текст на странице"),
    )
    near: str = Field(
        default="",
        max_length=500,
        description="a text in the same row, item or card",
        title="Beside",
        json_schema_extra=in_russian("Рядом с", "текст в той же строке, пункте или карточке"),
    )
    css: str = Field(
        default="",
        max_length=1_000,
        description="a CSS selector",
        title="Selector",
        json_schema_extra=in_russian("Селектор", "селектор CSS"),
    )
    number: int = Field(
        default=0,
        ge=0,
        le=10_000,
        description="which of several, counted from one",
        title="Number",
        json_schema_extra=in_russian("Номер", "который из нескольких, считая с одного"),
    )
    frame: str = Field(
        default="",
        max_length=500,
        description="a part of the frame's address, or its name",
        title="Frame",
        json_schema_extra=in_russian("Фрейм", "часть адреса фрейма или его имя"),
    )
    print: ElementPrint | None = Field(
        default=None,
        description="what was kept of the element when it was shown",
        title="Recorded element",
        json_schema_extra=in_russian("Записанный элемент", "что сохранено об элементе, когда его показали"),
    )

    @property
    def target(self) -> Target | None:
        """The element that is meant, None when nothing is said of one."""
        said = {name: getattr(self, name) for name in Target.model_fields}
        target = Target.model_validate(said)
        return None if target.model_copy(update={"frame": "", "number": 0}) == Target() else target


def value(evidence: Evidence, **more: Json) -> dict[str, Json]:
    """What a step gives."""
    notes: Mapping[str, Json] = {"notes": list(evidence.notes)} if evidence.notes else {}
    return {"url": evidence.url, "title": evidence.title, **notes, **more}


async def cut_off(deed: Deed, visit: Visit, context: StepContext) -> StepResult | None:
    """What a deed gave that was begun before the assistant was stopped; None when it may be done. Raises Undecided, Declined."""
    return _gave(await context.use(Browser).cut_off(deed, visit), deed)


async def trace(deed: Deed, visit: Visit, context: StepContext) -> StepResult | None:
    """The same for a step that sends. Raises NotImplementedError when nothing is known of its page."""
    found = await context.use(Browser).cut_off(deed, visit)
    if found.state == "unknown":
        raise NotImplementedError
    return _gave(found, deed)


def _gave(found: CutOff, deed: Deed) -> StepResult | None:
    if found.evidence is None:
        return None
    receipt = proof(found.evidence, str(deed.target or deed.value)) if found.state == "done" else None
    return StepResult(value=value(found.evidence), receipt=receipt, sources=source(found.evidence), evidence=found.evidence)


def source(evidence: Evidence, excerpt: str = "") -> tuple[Source, ...]:
    """Where it came from: the page."""
    host = urlsplit(evidence.url).hostname or ""
    return (Source(kind="page", who=host, title=evidence.title[:200], link=evidence.url[:1_000], excerpt=excerpt[:200]),)


def proof(evidence: Evidence, what: str) -> Receipt:
    """The page as it was read back."""
    return Receipt(
        kind="page",
        id=evidence.url[:1_000],
        summary=f"{what} — {evidence.title or evidence.url}"[:500],
        link=evidence.url[:1_000],
    )
