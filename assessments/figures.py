"""Figures in answers against those of the fact sheet, and against each other."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from assessments.answers import Answers
from assessments.editions.model import Edition, Fact

FactSheet = Mapping[str, Mapping[int, Decimal]]
"""Figures by the id of their fact and by year."""

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_NUMBER = r"(?<![\w.,])\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?:[.,]\d+)?|(?<![\w.,])\d+(?:[.,]\d+)?"
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SEPARATORS = str.maketrans("", "", "'’\u00a0\u202f ")
_SHORTEST = 4  # letters of a word whose ending may differ


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure that a text gives for a fact: as written, all that it can mean, and of which year.

    What is written 1.200 can be one and a fifth, or twelve hundred.
    """

    part: str
    fact: Fact
    written: str
    readings: frozenset[Decimal]
    year: int | None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A mention, and what says otherwise: the fact sheet (by year) or a mention before it."""

    mention: Mention
    other: Mention | None
    sheet: tuple[tuple[int, Decimal], ...]


def contradictions(edition: Edition, answers: Answers, sheet: FactSheet) -> Iterator[Contradiction]:
    """Yield each mention that neither agrees with the sheet nor with what was said before.

    A figure is taken for a fact only where it stands right before the fact's name or, with a
    colon, right behind it, in any language of the edition. Without a single year in its sentence
    it agrees with the sheet if any year does; two mentions are compared if both are of the same
    year, or both of none.
    """
    earlier: dict[tuple[str, int | None], Mention] = {}
    for part_id in edition.parts:
        answer = answers.get(part_id)
        for mention in mentions(edition, part_id, answer.text if answer else ""):
            of_sheet = _of_sheet(mention, sheet)
            before = earlier.setdefault((mention.fact.id, mention.year), mention)
            if of_sheet and not any(value in mention.readings for _, value in of_sheet):
                yield Contradiction(mention, None, of_sheet)
            elif not (of_sheet or before.readings & mention.readings):
                yield Contradiction(mention, before, ())


def mentions(edition: Edition, part_id: str, text: str) -> Iterator[Mention]:
    """Yield the figures that a text gives for facts of the edition, in their order."""
    facts = {fact.id: fact for fact in edition.facts}
    patterns = [
        (facts[fact.id], _pattern(fact.name))
        for version in edition.versions.values()
        for fact in version.facts
    ]
    for sentence in _SENTENCE.split(text):
        years = {int(year) for year in _YEAR.findall(sentence)}
        year = years.pop() if len(years) == 1 else None
        found: dict[tuple[int, str], Mention] = {}
        for fact, pattern in patterns:
            for match in pattern.finditer(sentence):
                written = match["before"] or match["behind"]
                mention = Mention(part_id, fact, written, _readings(written), year)
                found.setdefault((match.start(), fact.id), mention)
        yield from (found[key] for key in sorted(found))


def _of_sheet(mention: Mention, sheet: FactSheet) -> tuple[tuple[int, Decimal], ...]:
    years = sheet.get(mention.fact.id, {})
    if mention.year is None:
        return tuple(sorted(years.items(), reverse=True))
    return ((mention.year, years[mention.year]),) if mention.year in years else ()


@lru_cache(maxsize=1024)
def _pattern(name: str) -> re.Pattern[str]:
    words = [
        re.escape(word[:-1] if len(word) >= _SHORTEST else word) + r"\w{0,3}"
        for word in name.split()
    ]
    phrase = r"\s{1,3}".join(words)
    return re.compile(
        rf"(?P<before>{_NUMBER})(?:\s?%)?\s{{1,3}}{phrase}\b|\b{phrase}:\s?(?P<behind>{_NUMBER})",
        re.IGNORECASE,
    )


def _readings(written: str) -> frozenset[Decimal]:
    """Return every number that the digits can mean, whichever sign parts thousands."""
    plain = written.translate(_SEPARATORS)
    candidates = {
        plain.replace(",", ""),
        plain.replace(".", "").replace(",", "."),
        plain.replace(",", "."),
    }
    return frozenset(number for text in candidates for number in _numbers(text))


def _numbers(text: str) -> Iterator[Decimal]:
    try:
        yield Decimal(text)
    except InvalidOperation:
        return
