"""Amounts and currencies (ISO 4217), in signs, codes and words."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.understanding.grammar.line import Line, Parsed
from assistant.understanding.grammar.numbers import cardinal
from assistant.understanding.grammar.numerals import GLUED_SCALES, SCALES

_SIGNS = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "₽": "RUB",
    "¥": "JPY",
    "₸": "KZT",
    "₴": "UAH",
    "₺": "TRY",
    "₹": "INR",
    "₾": "GEL",
    "₩": "KRW",
}
_NAMES = {
    "RUB": "рубль рубля рублей рублям рублю рублями рублем рубли руб р rub rur rouble roubles ruble rubles",
    "USD": "доллар доллара долларов долларам доллару долларами доллары бакс бакса баксов баксы usd dollar dollars buck bucks",
    "EUR": "евро eur euro euros",
    "GBP": "фунт фунта фунтов фунты gbp pound pounds quid",
    "KZT": "тенге kzt",
    "UAH": "гривна гривны гривен гривну uah hryvnia hryvnias",
    "BYN": "byn",
    "CNY": "юань юаня юаней юани cny yuan rmb",
    "JPY": "иена иены иен йена йены йен jpy yen",
    "CHF": "франк франка франков франки chf franc francs",
    "TRY": "лира лиры лир try lira",
    "AED": "дирхам дирхама дирхамов aed dirham dirhams",
    "INR": "рупия рупии рупий inr rupee rupees",
    "GEL": "лари gel lari",
    "AMD": "драм драма драмов amd dram",
    "UZS": "сум сума сумов uzs",
}
CURRENCIES = {**{word: code for code, words in _NAMES.items() for word in words.split()}, **_SIGNS}
_NOT_WORDS = frozenset({"try", "р"})
_CENTS = frozenset(
    [
        "копейка",
        "копейки",
        "копеек",
        "копейку",
        "коп",
        "цент",
        "цента",
        "центов",
        "cent",
        "cents",
        "пенс",
        "пенсов",
        "pence",
        "penny",
        "kopecks",
    ]
)


@dataclass(frozen=True, slots=True)
class Amount:
    """`currency` is empty when none was said; `large` when "тысяч", "к" or the like was."""

    amount: float
    currency: str
    large: bool = False


def amount(line: Line, i: int) -> Parsed[Amount]:
    """An amount at token `i`; a bare number too, with no currency."""
    sign = CURRENCIES.get(line.word(i), "") if line.word(i) not in _NOT_WORDS else ""
    told = cardinal(line, i + bool(sign))
    if told is None:
        return None
    value, j = told
    large = any(word in SCALES for word in line.words[i:j]) or line.word(j - 1) in GLUED_SCALES
    if sign:
        return (Amount(value, sign, large), j) if line.word(i) in _SIGNS or line.word(i).upper() == sign else None
    if line.word(j) in _CENTS:
        return Amount(value / 100, _cent_currency(line.word(j)), large), j + 1
    code = CURRENCIES.get(line.word(j), "")
    if line.word(j) in _NOT_WORDS and not _short_rouble(line, j):
        code = ""
    if not code:
        return Amount(value, "", large), j
    return _with_cents(line, _currency_end(line, j), Amount(value, code, large))


def _short_rouble(line: Line, j: int) -> bool:
    return line.word(j) == "р" and (line.glued(j) or line.word(j + 1) in {".", ""})


def _currency_end(line: Line, j: int) -> int:
    if line.word(j) in {"руб", "р"} and line.word(j + 1) == "." and line.glued(j + 1):
        return j + 2
    if line.word(j + 1) in {"стерлингов", "sterling", "сша"}:
        return j + 2
    return j + 1


def _with_cents(line: Line, j: int, whole: Amount) -> tuple[Amount, int]:
    k = j + (line.word(j) in {"и", "and"})
    cents = cardinal(line, k)
    if cents and cents[0] < 100 and line.word(cents[1]) in _CENTS:
        return Amount(whole.amount + cents[0] / 100, whole.currency, whole.large), cents[1] + 1
    return whole, j


def _cent_currency(word: str) -> str:
    if word.startswith("коп") or word.startswith("kop"):
        return "RUB"
    return "GBP" if word.startswith(("пенс", "pen")) else "USD"
