"""What is said of checks of independence: their steps, and each fact in a phrase."""

from collections.abc import Mapping
from datetime import date

from labelling.core.i18n import Text, format_day, gettext, lazy
from labelling.people.models import InvolvementKind
from labelling.reviews.conflicts.models import Occasion
from labelling.reviews.independence import KIND_NAMES

OCCASIONS: Mapping[Occasion, Text] = {
    Occasion.INVITED: lazy("Invited"),
    Occasion.DECLARED: lazy("Declared"),
    Occasion.OBJECTED: lazy("Objection answered"),
    Occasion.ACCEPTED: lazy("Looked at before joining the team"),
}


def fact_in_words(fact: Mapping[str, str]) -> str:
    """Return a kept fact as a phrase: what it is, since and until when, and its source."""
    pieces = [str(KIND_NAMES[InvolvementKind(fact["kind"])])]
    if fact["since"]:
        pieces.append(gettext("since %(day)s", day=format_day(date.fromisoformat(fact["since"]))))
    if fact["until"]:
        pieces.append(gettext("until %(day)s", day=format_day(date.fromisoformat(fact["until"]))))
    source = gettext("source: %(source)s", source=fact["source"])
    return f"{', '.join(pieces)} ({source})"
