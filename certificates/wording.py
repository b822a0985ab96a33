"""The certificate's fixed sentences, language by language, and its dates written out."""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from certificates.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One language; `{names}` in its sentences are filled from the sheet."""

    locale: str
    statement: str
    holds: str
    rank: str
    ordinals: tuple[str, ...]
    counts: tuple[str, ...]
    edition: str
    valid_from: str
    valid_until: str
    decided: str
    decided_in: str
    signed: str
    note: str
    version: str
    sign: str
    sign_alone: str
    qr: str
    title: str

    def rank_of(self, ordinal: int, count: int) -> str:
        """Say a level's place in words ("second of three levels"), where there are several."""
        if count == 1:
            return ""
        return self.rank.format(ordinal=self.ordinals[ordinal - 1], count=self.counts[count - 1])

    def level_of(self, level: str, ordinal: int, count: int) -> str:
        """Name a level with its place ("Silver, level 2 of 3"), where there are several."""
        sign = self.sign if count > 1 else self.sign_alone
        return sign.format(level=level, ordinal=ordinal, count=count)


ENGLISH = Wording(
    locale="en_GB",
    statement="This is to state that",
    holds="holds the {scheme} at the level",
    rank="{ordinal} of {count} levels",
    ordinals=("first", "second", "third", "fourth", "fifth"),
    counts=("one", "two", "three", "four", "five"),
    edition="Criteria: {edition}",
    valid_from="Valid from",
    valid_until="Valid until",
    decided="Decided by {by} on {on}.",
    decided_in="Decided by {by} on {on} in {place}.",
    signed="For the label: {names}",
    note="Only the register says whether this label is active today.",
    version="version {version}",
    sign="{level}, level {ordinal} of {count}",
    sign_alone="{level}",
    qr="QR code of the register entry, {address}",
    title="{scheme}: {holder}, {level}",
)

GERMAN = Wording(
    locale="de",
    statement="Hiermit wird bestätigt:",
    holds="trägt das {scheme} auf der Stufe",
    rank="{ordinal} von {count} Stufen",
    ordinals=("erste", "zweite", "dritte", "vierte", "fünfte"),
    counts=("einer", "zwei", "drei", "vier", "fünf"),
    edition="Kriterien: {edition}",
    valid_from="Gültig ab",
    valid_until="Gültig bis",
    decided="Entschieden durch {by} am {on}.",
    decided_in="Entschieden durch {by} am {on} in {place}.",
    signed="Für das Label: {names}",
    note="Ob dieses Label heute gilt, sagt allein das Register.",
    version="Fassung {version}",
    sign="{level}, Stufe {ordinal} von {count}",
    sign_alone="{level}",
    qr="QR-Code des Registereintrags, {address}",
    title="{scheme}: {holder}, {level}",
)

WORDINGS = {"en": ENGLISH, "de": GERMAN}


def wording(language: str) -> Wording:
    """Return the sentences in this language (ISO 639-1); raise BadInput where there are none."""
    if language not in WORDINGS:
        known = ", ".join(sorted(WORDINGS))
        raise BadInput(f"A certificate can be written in {known}, not in {language!r}.")
    return WORDINGS[language]


def in_words(day: date, language: str) -> str:
    """Return the day with its month written out: 1 June 2026, 1. Juni 2026."""
    return format_date(day, "long", locale=wording(language).locale)
