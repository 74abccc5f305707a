"""The analysers behind `words`: a dictionary of Russian and the Snowball stemmer for English, loaded at first use.

The Russian dictionary is read where it lies in its files: 15 MB that the system may take back, and that every process shares.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import mmap
import sys
from pathlib import Path
from typing import Any

_NUMBER = 4
"""Bytes of a length, and of a unit of a tree."""
_mapped: list[mmap.mmap] = []


@functools.cache
def russian() -> Any:
    """A pymorphy3.MorphAnalyzer."""
    import pymorphy3  # 0.1 s and 8 MB that an English session never pays

    analyzer = pymorphy3.MorphAnalyzer(lang="ru")
    found, folder = analyzer.dictionary, Path(analyzer.dictionary.path)
    _read_in_place(found.words, folder / "words.dawg")
    for number, suffixes in enumerate(found.prediction_suffixes_dawgs):
        _read_in_place(suffixes, folder / f"prediction-suffixes-{number}.dawg")
    _read_in_place(analyzer.prob_estimator.p_t_given_w, folder / "p_t_given_w.intdawg")
    return analyzer


@functools.cache
def english() -> Any:
    """A stemmer with `stemWord`."""
    return _alone("snowballstemmer", "english_stemmer").EnglishStemmer()


def let_go() -> None:
    """Give the system back what was read of the files; what is used again comes from its cache. Any thread."""
    if hasattr(mmap, "MADV_DONTNEED"):
        for mapped in _mapped:
            mapped.madvise(mmap.MADV_DONTNEED)


def _read_in_place(tree: Any, file: Path) -> None:
    """Have a tree read its file instead of the copy it has made: a count and so many units, a count and so many pairs of bytes."""
    units, pairs = tree.dct._units, tree.guide._units
    with file.open("rb") as opened:
        mapped = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
    _mapped.append(mapped)
    whole, end = memoryview(mapped), _NUMBER + _NUMBER * len(units)
    tree.dct._units = whole[_NUMBER:end].cast("I")
    tree.guide._units = whole[end + _NUMBER : end + _NUMBER + len(pairs)]


def _alone(package: str, name: str) -> Any:
    """One module of a package that imports all the others: forty languages are 3 MB and 40 ms."""
    spec = importlib.util.find_spec(package)
    if spec is None or package in sys.modules:
        return importlib.import_module(f"{package}.{name}")
    sys.modules[package] = importlib.util.module_from_spec(spec)
    try:
        return importlib.import_module(f"{package}.{name}")
    finally:
        del sys.modules[package]
