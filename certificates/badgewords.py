"""What a badge says besides its certificate's words, language by language."""

from dataclasses import dataclass

from certificates.errors import BadInput
from certificates.standing import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeWords:
    """One language: the word of each status, its day, the demo's words, the description."""

    status: dict[Status, str]
    on: str
    since: str
    demo: str
    demo_detail: str
    description: str


ENGLISH = BadgeWords(
    status={
        Status.ACTIVE: "Active",
        Status.SUSPENDED: "Suspended",
        Status.EXPIRED: "Expired",
        Status.WITHDRAWN: "Withdrawn",
        Status.REVOKED: "Revoked",
    },
    on="on {day}",
    since="since {day}",
    demo="Not valid",
    demo_detail="demo with fictitious data",
    description=(
        "{holder}. {scheme}, {level}. Number {number}, {valid_from} to {valid_until}. "
        "Look it up: {address}"
    ),
)

GERMAN = BadgeWords(
    status={
        Status.ACTIVE: "Aktiv",
        Status.SUSPENDED: "Ausgesetzt",
        Status.EXPIRED: "Abgelaufen",
        Status.WITHDRAWN: "Zurückgegeben",
        Status.REVOKED: "Widerrufen",
    },
    on="am {day}",
    since="seit {day}",
    demo="Nicht gültig",
    demo_detail="Demo mit erfundenen Angaben",
    description=(
        "{holder}. {scheme}, {level}. Nummer {number}, {valid_from} bis {valid_until}. "
        "Nachsehen: {address}"
    ),
)

BADGE_WORDS = {"en": ENGLISH, "de": GERMAN}


def badge_words(language: str) -> BadgeWords:
    """Return the words in this language; raise BadInput where there are none."""
    if language not in BADGE_WORDS:
        raise BadInput(f"There is no badge in the language {language!r}.")
    return BADGE_WORDS[language]
