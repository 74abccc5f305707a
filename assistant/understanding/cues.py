"""Small words that tell how a part of a sentence begins and what it hangs on, Russian and English together."""

from __future__ import annotations

import functools

from assistant.understanding.tokens import word_set
from assistant.words import is_russian, lemma, readings

DETERMINERS = word_set("the a an my your his her our their this these those some any another all both")
PREPOSITIONS = word_set(
    "in on at to for with of from by about into near within around under over after before until during "
    "в на с к о об у за по от до для из без между"
)
PRONOUNS = word_set(
    "i me you he she it they we him them us who which that whose "
    "я ты он она оно мы вы они мне тебе ему ей им нам который которая которые которое его ее их"
)
ANAPHORS = word_set(
    "it its him them her he she they that those one ones его ее их ему ей им это этот этом нем ней нем них он она они него"
)
"""Stand for something said before."""
CONJUNCTIONS = word_set(
    "that if when who which because so where while unless что чтобы если когда который которая которые пока потому"
)
"""Begin a clause that hangs on another."""
PREDICATES = word_set(
    "is are was were am do does did can could will would should has have i'm i'd it's what's that's there's isn't don't doesn't не"
)
"""Where they stand inside, a part has a verb of its own."""
PAIRING = word_set("between both compare между сравни")
"""Want two things with "and" between them."""
THAT = word_set("что чтобы чтоб that")
"""Begin what is told."""
_TELLING = word_set(
    "сообщить сообщение сказать передать написать письмо ответить ответ предупредить напомнить объяснить рассказать "
    "tell say write message note email letter reply answer inform explain remind warn"
)
TWOFOLD = word_set(
    "list call order play rate show stop set start run plan schedule top share mark fix track sort print mute dim clean spell "
    "book note record mail post query help search check drop save copy repeat charge change pay text plug light water vacuum "
    "cook stream"
)
"""Orders that are things too: "and list", "and call"."""
VERBS = word_set(
    "activate prepare pull bring look rate locate cook complain stream water vacuum shuffle pick choose arrange provide fetch "
    "wake boil bake inform enter type email text message inquire ask request try reset restart reboot refresh continue proceed "
    "switch select hit press push hook connect disconnect join leave invite accept decline reject approve deny confirm "
    "deactivate unlock lock sweep dust wash warm heat cool raise adjust tune mix learn teach recite summarize count subtract "
    "multiply divide solve compare review examine monitor watch follow unfollow like retweet comment publish upload install "
    "uninstall update upgrade archive forward crank power soften brighten darken purchase hail reorder reserve rent hire visit "
    "route direct guide drive"
)
"""Orders rarer than those a sentence is first looked at for."""
_NUMBERS = word_set(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand half quarter "
    "один два три четыре пять шесть семь восемь девять десять двадцать тридцать сорок пятьдесят сто"
)


def is_number(word: str) -> bool:
    """A number in digits, or one of the commoner ones in words."""
    return word in _NUMBERS or word[:1].isdigit()


def is_infinitive(word: str) -> bool:
    """A Russian verb as it stands in a list of what is to be done: "позвонить"."""
    return is_russian(word) and "INFN" in readings(word)[0].tag


def wants_told(word: str) -> bool:
    """Whether something told may follow: "сообщение", "скажи", "tell"."""
    return lemma(word) in _telling()


@functools.cache
def _telling() -> frozenset[str]:
    return frozenset(lemma(word) for word in _TELLING)
