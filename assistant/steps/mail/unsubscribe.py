"""`mail.unsubscribe`: be rid of somebody's letters."""

from __future__ import annotations

import hashlib
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.letter import Address, Outgoing
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.domain.web import WebRequest
from assistant.errors import StepError, StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Mail, Web
from assistant.steps.mail import _leaving, _told

_TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_PAIR = b"List-Unsubscribe=One-Click"
"""All that RFC 8058 lets be sent."""


class Unsubscribe(StepKind["Unsubscribe.Params"]):
    """Unsubscribes as a letter says: by one request to its address, or by a letter. Gives `{how, to}`.

    `how` and `to` are what `mail.unsubscribe_way` gave: nothing is done when the letter says something else.
    """

    title = local("Unsubscribe", "Отписаться от рассылки")
    about = local("Asks who wrote a letter to write no more", "Просит отправителя рассылки больше не писать")

    class Params(BaseModel):
        """The letter, and what is to be done."""

        model_config = ConfigDict(extra="forbid")
        letter: str = Field(
            min_length=1,
            max_length=100,
            description="its id",
            title="Letter",
            json_schema_extra=in_russian("Письмо", "его номер"),
        )
        how: Literal["post", "letter"] = Field(
            description="one request to a web address, or a letter",
            title="How",
            json_schema_extra=in_russian("Как", "один запрос по адресу или письмо"),
        )
        to: str = Field(
            min_length=1,
            max_length=4_000,
            description="the address",
            title="To",
            json_schema_extra=in_russian("Куда", "адрес"),
        )

    effect = Effect.SENDS
    targets = ("how", "to")

    async def run(self, params: Params, context: StepContext) -> StepResult:
        mail = context.use(Mail)
        found = await mail.read(params.letter)
        way = _leaving.way(found.letter)
        if (way.how, way.to) != (params.how, params.to):
            raise StepRefused(
                "The letter says another way to unsubscribe, so nothing was done.",
                ru="В письме указан другой способ отписаться, поэтому ничего не сделано.",
            )
        value = {"how": params.how, "to": params.to}
        if params.how == "letter":
            asking = Outgoing(account=found.head.account, to=(Address(email=way.to),), subject=way.subject, text=way.text)
            sent = await mail.send(asking, key=context.key)
            return StepResult(value=value, receipt=_told.proof(sent, context.language))
        return StepResult(value=value, receipt=await _post(params.to, context))

    async def trace(self, params: Params, context: StepContext) -> Receipt | None:
        """Of a letter its Message-ID; of a request nobody knows."""
        if params.how == "post":
            raise NotImplementedError
        sent = await context.use(Mail).sent(context.key)
        return _told.proof(sent, context.language) if sent else None


async def _post(url: str, context: StepContext) -> Receipt:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await context.use(Web).fetch(WebRequest(method="POST", url=url, headers=headers, body=_PAIR))
    host = urlsplit(url).hostname or ""
    if not 200 <= answer.status < 300:
        text, ru = f"{host} answered {answer.status} and did not unsubscribe.", f"{host} ответил {answer.status} и не отписал."
        raise (StepError if answer.status in _TRY_AGAIN else StepRefused)(text, ru=ru)
    proof = f"{answer.status}:{hashlib.sha256(answer.body).hexdigest()[:16]}"
    return Receipt(kind="http", id=proof, summary=f"POST {host} → {answer.status}")
