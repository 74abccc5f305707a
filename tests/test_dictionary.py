"""The analysers of words: the Russian one reads its files where they lie."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pymorphy3
import pytest

from assistant import dictionary

pytestmark = pytest.mark.unit

WORDS = ("письмам", "стали", "договорённости", "симбиотом", "куздра", "по-новому", "ёлку", "Анне", "xyz", "2026-й")


def resident() -> int:
    """Kilobytes of the dictionary's files in this process."""
    parts = Path("/proc/self/smaps").read_text(encoding="utf-8").split("\nVmFlags")
    return sum(int(found[1]) for part in parts if ".dawg" in part and (found := re.search(r"Rss:\s+(\d+)", part)))


def test_a_word_is_read_as_the_dictionary_has_it() -> None:
    plain = pymorphy3.MorphAnalyzer(lang="ru")
    for word in WORDS:
        assert str(dictionary.russian().parse(word)) == str(plain.parse(word))


def test_what_was_let_go_can_be_read_again() -> None:
    before = [str(dictionary.russian().parse(word)) for word in WORDS]
    dictionary.let_go()
    assert [str(dictionary.russian().parse(word)) for word in WORDS] == before


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_what_was_let_go_takes_no_memory() -> None:
    dictionary.russian().parse("договор")
    assert resident() > 0
    dictionary.let_go()
    assert resident() == 0


def test_an_english_word_is_cut_to_its_stem() -> None:
    assert dictionary.english().stemWord("meetings") == "meet"
