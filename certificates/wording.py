"""The certificate's fixed sentences and its dates in every official language of the Union.

They are data (``words.toml``), dates included: a verifier of later years writes a day as it was
printed, whatever the locale data of its time say.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, ClassVar

from certificates.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One language; `{names}` in its sentences are filled from the sheet."""

    statement: str
    holds: str
    rank: str
    ordinals: tuple[str, ...]
    counts: tuple[str, ...]
    edition: str
    scope: str
    carried: str
    committee: str
    valid_from: str
    valid_until: str
    decided: str
    decided_in: str
    signed: str
    note: str
    version: str
    sign: str
    qr: str
    day: str
    months: tuple[str, ...]
    title: ClassVar[str] = "{scheme}: {holder}, {level}"

    def rank_of(self, ordinal: int, count: int) -> str:
        """Say a level's place in words ("second of three levels"), where there are several."""
        if count == 1:
            return ""
        return self.rank.format(ordinal=self.ordinals[ordinal - 1], count=self.counts[count - 1])

    def level_of(self, level: str, ordinal: int, count: int) -> str:
        """Name a level with its place ("Silver, level 2 of 3"), where there are several."""
        sign = self.sign if count > 1 else "{level}"
        return sign.format(level=level, ordinal=ordinal, count=count)

    def in_words(self, day: date) -> str:
        """Write a day with its month's name."""
        return self.day.format(day=day.day, month=self.months[day.month - 1], year=day.year)


@cache
def tables() -> Mapping[str, Mapping[str, Any]]:
    """Return all words as they stand in the file, language by language (ISO 639-1)."""
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))


def _wording(table: Mapping[str, Any]) -> Wording:
    texts: dict[str, Any] = {field.name: table[field.name] for field in fields(Wording)}
    for name in ("ordinals", "counts", "months"):
        texts[name] = tuple(texts[name])
    return Wording(**texts)


WORDINGS: Mapping[str, Wording] = {
    language: _wording(table) for language, table in tables().items()
}
ENGLISH = WORDINGS["en"]

LABEL, AWARD = "label", "award"
KINDS = frozenset({LABEL, AWARD})
"""What a certificate can state: that somebody holds a label, or received an award of a club."""

AWARD_WORDINGS: Mapping[str, Wording] = {
    language: replace(WORDINGS[language], **table[AWARD])
    for language, table in tables().items()
    if AWARD in table
}
"""Sentences of awards, in the languages in which clubs give them."""


def wording(language: str, kind: str = LABEL) -> Wording:
    """Return the sentences in this language (ISO 639-1); raise BadInput where there are none."""
    wordings = AWARD_WORDINGS if kind == AWARD else WORDINGS
    if language not in wordings:
        known = ", ".join(sorted(wordings))
        raise BadInput(f"A certificate can be written in {known}, not in {language!r}.")
    return wordings[language]


def in_words(day: date, language: str) -> str:
    """Return the day with its month written out: 1 June 2026, 1. Juni 2026."""
    return wording(language).in_words(day)
