"""`browser.task`: let the language model carry a task out in the browser."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json
from assistant.domain.both import both
from assistant.domain.page import Expectation
from assistant.domain.run import Effect, Receipt, Source, StepResult
from assistant.domain.web_task import WebTask, WebTaskResult, Whose
from assistant.errors import Declined, StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import BrowserTasks

_PAGE = 20_000
"""Characters of the last page that are given on."""


class BrowserTask(StepKind["BrowserTask.Params"]):
    """Lets the language model carry a task out in the browser, act by act, under the owner's eyes.

    Gives `{said, url, title, text, confirmed, acts}`: what the model says, the page it ended on, whether that shows what was
    expected, and what was done (as `domain.web_task.Act`). Before anything that cannot be taken back the owner is asked. Without `expect` nobody knows
    whether it succeeded: it ends unconfirmed. A site that only text from outside names is asked about like any other.
    """

    title = local("Task in the browser", "Задача в браузере")
    about = local(
        "The language model works in the browser; you see every step, can pause it and take over",
        "Языковая модель работает в браузере; видно каждое действие, можно остановить и продолжить самому",
    )

    class Params(BaseModel):
        """What to do and how far it may go."""

        model_config = ConfigDict(extra="forbid")
        task: str = Field(
            min_length=1,
            max_length=10_000,
            description="what is to be done, in words",
            title="Task",
            json_schema_extra=in_russian("Задача", "что сделать, словами"),
        )
        start: str = Field(
            default="",
            max_length=2_000,
            description="the page to begin with",
            title="First page",
            json_schema_extra=in_russian("Первая страница", "с какой страницы начать"),
        )
        sites: list[str] = Field(
            default_factory=list,
            max_length=50,
            description="the only sites it may open; empty: those the task names, others after a yes",
            title="Sites",
            json_schema_extra=in_russian(
                "Сайты", "только эти сайты можно открывать; пусто: названные в задаче, остальные после согласия"
            ),
        )
        secrets: dict[str, list[str]] = Field(
            default_factory=dict,
            max_length=20,
            description="for each site the names of secrets that may be typed there; the model never sees them",
            title="Secrets",
            json_schema_extra=in_russian(
                "Секреты", "для каждого сайта — имена секретов, которые можно там ввести; модель их не видит"
            ),
        )
        expect: Expectation = Field(
            default=Expectation(),
            description="what the page must show in the end: url_contains, selector, text, value, gone",
            title="Expected in the end",
            json_schema_extra=in_russian(
                "Что должно получиться", "что страница должна показать в конце: url_contains, selector, text, value, gone"
            ),
        )
        steps: int = Field(
            default=25,
            ge=1,
            le=100,
            description="steps of the model at most",
            title="Steps at most",
            json_schema_extra=in_russian("Не больше шагов", "сколько шагов модели самое большее"),
        )
        minutes: float = Field(
            default=10,
            gt=0,
            le=120,
            description="how long it may take, your own time not counted",
            title="Minutes at most",
            json_schema_extra=in_russian("Не больше минут", "сколько это может занять, без вашего времени"),
        )
        tokens: int = Field(
            default=400_000,
            ge=1_000,
            le=10_000_000,
            description="tokens of the model at most, beside your allowance",
            title="Tokens at most",
            json_schema_extra=in_russian("Не больше токенов", "сколько токенов модели самое большее, помимо вашего лимита"),
        )

    shorthand = "task"
    effect = Effect.SENDS
    asks = True
    bounded = True
    untrusted = True

    @classmethod
    def secrets_of(cls, params: Mapping[str, Json]) -> frozenset[str]:
        """Those it may type."""
        named = params.get("secrets")
        lists = named.values() if isinstance(named, Mapping) else ()
        return frozenset(str(name) for names in lists if isinstance(names, list) for name in names)

    async def run(self, params: Params, context: StepContext) -> StepResult:
        task = WebTask(
            task=params.task,
            own=context.outside.get("task"),
            start=params.start,
            sites=tuple(params.sites),
            secrets={site: tuple(names) for site, names in params.secrets.items()},
            expect=params.expect,
            steps=params.steps,
            seconds=params.minutes * 60,
            tokens=params.tokens,
        )
        ended = await context.use(BrowserTasks).carry_out(task, _whose(context))
        if ended.declined and not ended.met:
            raise Declined("You said no, and the task ended there.", ru="Вы ответили «нет», и на этом задача закончилась.")
        if ended.met is False:
            raise StepRefused.saying(
                both(
                    "The page does not show what was expected ({missing}), whatever the model says: “{said}”.",
                    "Страница не показывает ожидаемого ({missing}), что бы ни говорила модель: «{said}».",
                    missing=ended.missing,
                    said=_short(ended.said),
                )
            )
        if ended.ran_out:
            raise StepRefused.saying(
                both(
                    "The task was not finished in {steps} steps and was cut off. Say it in smaller parts, or allow more steps. {said}",
                    "Задача не закончена за {steps} шагов и прервана. Разбейте её на части или разрешите больше шагов. {said}",
                    steps=params.steps,
                    said=_short(ended.said),
                )
            )
        if not ended.done:
            raise StepRefused.saying(
                both(
                    "The task was not carried out. The model says: “{said}”.",
                    "Задача не выполнена. Модель говорит: «{said}».",
                    said=_short(ended.said) or "…",
                )
            )
        return StepResult(value=_value(ended), receipt=_proof(ended), sources=(_source(ended),))

    async def imagine(self, params: Params, context: StepContext) -> Json:
        """Nothing is opened in a dry run, and no model asked."""
        return {"said": "", "url": params.start, "title": "", "text": "", "confirmed": not params.expect.is_empty, "acts": []}

    async def trace(self, params: Params, context: StepContext) -> Receipt | None:
        """It may begin again when it had only looked; else nobody knows how far it came, and the owner decides."""
        if await context.use(BrowserTasks).may_have_acted(_whose(context)):
            raise NotImplementedError
        return None


def _whose(context: StepContext) -> Whose:
    return Whose(run=context.run, turn=context.turn, path=context.path, key=context.key, language=context.language)


def _value(ended: WebTaskResult) -> dict[str, Json]:
    return {
        "said": ended.said,
        "url": ended.shows.url,
        "title": ended.shows.title,
        "text": ended.shows.whole[:_PAGE],
        "confirmed": bool(ended.met),
        "acts": [act.model_dump(mode="json", exclude_defaults=True) for act in ended.path],
    }


def _proof(ended: WebTaskResult) -> Receipt | None:
    """The page as it was read; none when nothing was expected of it."""
    if not ended.met:
        return None
    shown = f"{ended.shows.url}\n{ended.shows.text}\n{ended.shows.value}"
    return Receipt(
        kind="page",
        id=hashlib.sha256(shown.encode()).hexdigest()[:32],
        summary=_short(ended.shows.text or ended.shows.title or ended.shows.url),
        link=ended.shows.url,
    )


def _source(ended: WebTaskResult) -> Source:
    shows = ended.shows
    host = urlsplit(shows.url).hostname or ""
    return Source(kind="page", who=host, title=shows.title, link=shows.url, excerpt=" ".join(shows.whole.split())[:200])


def _short(text: str, limit: int = 200) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
