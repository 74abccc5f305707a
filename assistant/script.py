"""Small pieces of JavaScript in a QuickJS of their own: no files, no network, no clock of ours; bounded time and memory."""

from __future__ import annotations

import json

import anyio
import anyio.to_thread
import quickjs

from assistant import ports
from assistant.domain.base import Json
from assistant.errors import StepError, StepRefused

MAX_CODE = 100_000
"""Characters of code."""
MAX_VALUE = 5_000_000
"""Characters of JSON that go in, or come out."""
MEMORY = 128 * 1024 * 1024
STACK = 256 * 1024
"""Bytes; below the smallest stack a thread has on any system."""
AT_ONCE = 2

# An expression is tried first, so that `input.length` needs no `return`; its newline ends a comment.
_RUN = """(code, text) => {
    let work;
    try { work = new Function('input', "'use strict'; return (" + code + "\\n)"); }
    catch (_) { work = new Function('input', "'use strict'; " + code); }
    const given = work(JSON.parse(text));
    if (given instanceof Promise) throw new TypeError('a promise cannot be given; there is nothing to wait for here');
    const out = JSON.stringify(given);
    return out === undefined ? 'null' : out;
}"""


class Sandbox(ports.Scripts):
    """The real thing behind the port Scripts; at most two pieces run at once, each in a context that is thrown away."""

    def __init__(self) -> None:
        self._turns = anyio.CapacityLimiter(AT_ONCE)

    async def run(self, code: str, value: Json, *, seconds: float) -> Json:
        """What the code gives. Raises StepRefused for a fault of the code or its bounds."""
        text = json.dumps(value, ensure_ascii=False, default=str)
        if len(code) > MAX_CODE or len(text) > MAX_VALUE:
            raise StepRefused(
                f"Code may have {MAX_CODE:,} characters and its input {MAX_VALUE:,}.",
                ru=f"Код — не больше {MAX_CODE} знаков, входные данные — не больше {MAX_VALUE}.",
            )
        out = await anyio.to_thread.run_sync(_run, code, text, seconds, limiter=self._turns)
        try:
            return json.loads(out)
        except (ValueError, RecursionError) as error:
            raise StepRefused(
                "The code gives a value that JSON cannot hold.", ru="Код даёт значение, которого нет в JSON."
            ) from error


def _run(code: str, text: str, seconds: float) -> str:
    context = quickjs.Context()
    context.set_memory_limit(MEMORY)
    context.set_max_stack_size(STACK)
    context.set_time_limit(seconds)
    try:
        out = context.eval(_RUN)(code, text)
    except quickjs.StackOverflow as error:
        raise StepRefused("The code calls itself too deeply.", ru="Код вызывает сам себя слишком глубоко.") from error
    except quickjs.JSException as error:
        raise _refused(str(error), seconds) from error
    except (UnicodeError, MemoryError) as error:
        raise StepRefused("The code gives a text that cannot be read.", ru="Код даёт текст, который нельзя прочитать.") from error
    if not isinstance(out, str):
        raise StepError("The code gave nothing that can be read.", ru="Код не дал ничего, что можно прочитать.")
    if len(out) > MAX_VALUE:
        raise StepRefused(f"The code gives more than {MAX_VALUE:,} characters.", ru=f"Код даёт больше {MAX_VALUE} знаков.")
    return out


def _refused(said: str, seconds: float) -> StepRefused:
    first = said.strip().split("\n", 1)[0][:300]
    if first.startswith("InternalError: interrupted"):
        return StepRefused(f"The code ran longer than {seconds:g} seconds.", ru=f"Код работал дольше {seconds:g} с.")
    if "out of memory" in first or "string too long" in first:
        mega = MEMORY // 1024 // 1024
        return StepRefused(f"The code wanted more than {mega} MB of memory.", ru=f"Коду понадобилось больше {mega} МБ памяти.")
    return StepRefused(f"The code failed: {first}", ru=f"Ошибка в коде: {first}")
