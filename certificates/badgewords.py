"""What a badge says besides its certificate's words, language by language (``words.toml``)."""

from collections.abc import Mapping
from dataclasses import dataclass

from certificates.errors import BadInput
from certificates.standing import Status
from certificates.wording import tables

_SHOWN = (Status.ACTIVE, Status.SUSPENDED, Status.EXPIRED, Status.WITHDRAWN, Status.REVOKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeWords:
    """One language: the word of each status, its day, the demo's words, the description."""

    status: Mapping[Status, str]
    on: str
    since: str
    demo: str
    demo_detail: str
    description: str


def _words(table: Mapping[str, str]) -> BadgeWords:
    return BadgeWords(
        status={status: table[status.value] for status in _SHOWN},
        on=table["on"],
        since=table["since"],
        demo=table["demo"],
        demo_detail=table["demo_detail"],
        description=table["description"],
    )


BADGE_WORDS: Mapping[str, BadgeWords] = {
    language: _words(table["badge"]) for language, table in tables().items()
}


def badge_words(language: str) -> BadgeWords:
    """Return the words in this language; raise BadInput where there are none."""
    if language not in BADGE_WORDS:
        raise BadInput(f"There is no badge in the language {language!r}.")
    return BADGE_WORDS[language]
