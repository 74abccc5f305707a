"""What is said to the owner of each piece of a workflow, in both languages; English is the key, as in a message catalogue."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.domain.command import LocalText

_RUSSIAN: Mapping[str, str] = {
    "A note; its text is in the description.": "Заметка; её текст попал в описание.",
    "It serves another node there.": "Там он обслуживает другой узел.",
    "It is switched off there; its items pass by.": "Там он отключён; данные идут мимо него.",
    "Kept as it is: {why}.": "Сохранено как есть: {why}.",
    "There is no counterpart here; it is kept as it is and does not run.": "Замены здесь нет: узел сохранён как есть и не выполняется.",
    "Its account must be connected here.": "Учётную запись нужно подключить здесь.",
    "This loop is entered at several places; here it begins at one.": "В этот цикл входят в нескольких местах; здесь он начинается в одном.",
    "What leads back to this loop from behind it is done once.": "То, что возвращается к этому циклу извне, выполняется один раз.",
    "A loop over each item.": "Цикл по каждому элементу.",
    "A loop over {size} items at a time.": "Цикл по {size} элементов за раз.",
    "The address changes: it is shown among the command's triggers. An answer is sent at once.": (
        "Адрес меняется: он показан среди условий запуска команды. Ответ отправляется сразу."
    ),
    "A webhook here answers at once; this answer is not sent.": "Веб-хук здесь отвечает сразу; этот ответ не отправляется.",
    "Nothing leads back to it, so only its first batch goes on, as in n8n.": (
        "К нему ничего не возвращается, поэтому дальше идёт только первая порция, как и в n8n."
    ),
    "Only its first time rule is kept, as a schedule of the command.": "Сохранено только первое правило времени — как расписание команды.",
    "It calls the command `{name}`, which must exist here.": "Вызывает команду `{name}`: она должна быть и здесь.",
    "Its account must be connected: enter the key in the settings, under Secrets, and name it under `secrets`.": (
        "Нужна учётная запись: введите ключ в настройках, в разделе «Секреты», и укажите его имя в `secrets`."
    ),
    "The whole answer is `status`, `headers`, `body` here.": "Полный ответ здесь — это `status`, `headers`, `body`.",
    "n8n keeps it but cannot run it: {why}.": "n8n сохранит этот шаг, но не выполнит: {why}.",
    "it sends files": "он отправляет файлы",
    "its answer is a file": "его ответ — файл",
    "its code is Python": "его код на Python",
    "its conditions cannot be read": "его условия не читаются",
    "its fields cannot be read": "его поля не читаются",
    "its rules are of an old version": "его правила старой версии",
    "it keeps only some fields": "он оставляет лишь часть полей",
    "it splits several fields, or keeps others": "он делит несколько полей или сохраняет другие",
    "it waits for a call from outside": "он ждёт вызова извне",
    "which workflow it calls is an expression": "какой процесс вызвать, решает выражение",
    "this way of merging has no counterpart": "такого способа слияния здесь нет",
    "its length is an expression": "его длительность задана выражением",
    "its method is an expression": "его метод задан выражением",
    "n8n has no node for it": "в n8n нет такого узла",
    "a command with slots": "команда с параметрами",
    "secrets and raw bodies": "секреты и произвольное тело запроса",
}
"""Remarks and the commonest reasons. A reason that is about a detail of an expression is told in English."""


def remark(text: str, **values: object) -> LocalText:
    """A remark with its values, which are translated too when they are reasons."""
    russian = {name: _RUSSIAN.get(str(value), str(value)) for name, value in values.items()}
    return {"en": text.format(**values), "ru": _RUSSIAN.get(text, text).format(**russian)}


def joined(*remarks: LocalText) -> LocalText:
    """Several remarks, one after another."""
    return {language: " ".join(one[language] for one in remarks if one) for language in ("en", "ru") if any(remarks)}
