"""Whether words change what is shown on a card ("во втором шаге вместо Анны — Иван", "потом покажи заметки") or are about
something else."""

from __future__ import annotations

import re

from assistant.words import fold

ORDINALS = (
    r"перв\w{2,3}|втор\w{2,3}|треть\w{1,3}|трети\w|четв[её]рт\w{2,3}|пят\w{2,3}|шест\w{2,3}|седьм\w{2,3}|восьм\w{2,3}|девят\w{2,3}|"
    r"десят\w{2,3}|последн\w{2,3}|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|\d{1,2}(?:st|nd|rd|th|-\w{1,2})?"
)
STEP = (
    rf"(?:(?:{ORDINALS})\s+(?:шаг\w{{0,3}}|пункт\w{{0,3}}|step)|(?:шаг\w{{0,3}}|пункт\w{{0,3}}|step)\s+"
    r"(?:номер\s+|number\s+)?\w+)"
)
_CHANGES = re.compile(
    rf"^(?:нет[, ]+)?(?:(?:а|и|and|no)[, ]+)?(?:"
    rf"(?:в|во|in|at)\s+(?:the\s+)?{STEP}|"
    rf"(?:убери|удали|выкинь|вычеркни|пропусти|remove|delete|drop|skip)\s+(?:the\s+)?{STEP}|"
    rf"(?:после|перед|до|after|before)\s+(?:the\s+)?{STEP}|"
    rf"(?:поменяй местами|переставь|перенеси|swap|move)\s+(?:the\s+)?(?:{ORDINALS}|шаг|step)|"
    r"вместо\s|замени\s|instead of\s|replace\s|"
    r"добавь\s+(?:еще\s+)?(?:в конец|в начало|шаг|фразу)|add\s+(?:a\s+|another\s+|the\s+)?(?:step|phrase)|"
    r"(?:в конце|в начале|сначала|at the end|at the beginning|first)\b|"
    r"(?:потом|а потом|и потом|затем|а затем|и затем|после этого|еще|и еще|then|and then|after that|also|and also)\s|"
    r"(?:переименуй|назови|rename|call it)\b"
    r")"
)


def sounds_like_change(text: str) -> bool:
    """Whether the words change what is being taught."""
    return bool(_CHANGES.match(fold(text).strip()))
