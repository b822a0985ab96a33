"""What a level asks of an assessment team, and what a chosen one lacks. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.editions.model import Steps
from labelling.core.i18n import gettext, ngettext


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody on the team, standing or chosen; ``barred_by`` is a fact that forbids it."""

    name: str
    country: str | None
    from_abroad: bool
    leads: bool
    barred_by: str = ""


def shortcomings(steps: Steps, places: Sequence[Place]) -> list[str]:
    """Return in sentences what a team lacks of what the level asks; empty where it is right."""
    found = [_number(steps, places)] if len(places) != steps.assessors else []
    abroad = sum(place.from_abroad for place in places)
    if abroad < steps.from_abroad:
        found.append(
            ngettext(
                "This level asks for %(num)s assessor from abroad; the team has %(has)s.",
                "This level asks for %(num)s assessors from abroad; the team has %(has)s.",
                steps.from_abroad,
                has=abroad,
            )
        )
    if places and sum(place.leads for place in places) != 1:
        found.append(gettext("Exactly one of the team leads it. Choose who does."))
    found += [
        gettext(
            "%(name)s has no profile with a country yet, so home and abroad cannot be told apart.",
            name=place.name,
        )
        for place in places
        if place.country is None
    ]
    found += [
        gettext("%(name)s cannot be invited: %(fact)s.", name=place.name, fact=place.barred_by)
        for place in places
        if place.barred_by
    ]
    return found


def _number(steps: Steps, places: Sequence[Place]) -> str:
    return ngettext(
        "This level asks for %(num)s assessor; you have chosen %(has)s.",
        "This level asks for %(num)s assessors; you have chosen %(has)s.",
        steps.assessors,
        has=len(places),
    )
