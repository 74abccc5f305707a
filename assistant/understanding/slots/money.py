"""Amounts of money: "пятьдесят тысяч рублей", "50к", "$20", "1,5 млн руб", "20 dollars and 50 cents"."""

from __future__ import annotations

from assistant.domain.value import Money as MoneyValue
from assistant.extensions.understanding import Found, SlotContext, SlotType
from assistant.understanding.grammar.line import Line, line_of
from assistant.understanding.grammar.money import Amount, amount


class Money(SlotType):
    """A Money; an amount without a currency is in roubles when the owner speaks Russian, in dollars in English."""

    def find(self, text: str, context: SlotContext) -> list[Found]:
        """Amounts in the text, those with a currency first, a bare number last and hardly certain."""
        line, i = line_of(text), 0
        found: list[Found] = []
        while i < len(line):
            read = amount(line, i)
            if read is None:
                i += 1
                continue
            found.append(_found(line, i, read, context))
            i = read[1]
        return sorted(found, key=lambda one: (-one.certainty, one.start - one.end))


def _found(line: Line, i: int, read: tuple[Amount, int], context: SlotContext) -> Found:
    told, j = read
    currency = told.currency or ("RUB" if context.language == "ru" else "USD")
    value = MoneyValue(amount=told.amount, currency=currency, text=line.raw(i, j))
    certainty = 1.0 if told.currency else 0.6 if told.large else 0.3
    return Found(line.starts[i], line.ends[j - 1], value.model_dump(mode="json"), certainty)
