"""An assessor's passport: what they can show elsewhere. It names no organisation."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core.i18n import language_name
from labelling.people.queries import get_person
from labelling.reviews.profiles import queries
from labelling.reviews.profiles.levels import LEVELS
from labelling.reviews.queries.candidates import find_profile


@dataclass(frozen=True, slots=True)
class Proof:
    """A training, and whether it counts on the day of the passport."""

    title: str
    passed_on: date
    expires_on: date | None
    counts: bool


@dataclass(frozen=True, slots=True)
class Passport:
    """What an assessor can, was trained in and has done, as of a day. Cases are counts by level."""

    name: str
    day: date
    country: str
    languages: tuple[tuple[str, str], ...]
    fields: tuple[str, ...]
    worked_in: tuple[str, ...]
    lived_in: tuple[str, ...]
    trainings: tuple[Proof, ...]
    cases: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """Return the number of all cases."""
        return sum(count for _, count in self.cases)


def passport_of(session: Session, person_id: UUID, day: date) -> Passport:
    """Return an assessor's passport as of a day."""
    profile = find_profile(session, person_id)
    experience = queries.find_experience(session, person_id)
    levels = experience.levels if experience is not None else {}
    return Passport(
        name=get_person(session, person_id).name,
        day=day,
        country=profile.country if profile is not None else "",
        languages=tuple(
            (code, levels.get(code, ""))
            for code in sorted(profile.languages if profile is not None else [])
        ),
        fields=tuple(sorted(profile.fields)) if profile is not None else (),
        worked_in=tuple(experience.worked_in) if experience is not None else (),
        lived_in=tuple(experience.lived_in) if experience is not None else (),
        trainings=tuple(
            Proof(
                one.title,
                one.passed_on,
                one.expires_on,
                counts=one.expires_on is None or one.expires_on >= day,
            )
            for one in queries.trainings(session, person_id)
        ),
        cases=tuple(queries.cases_by_level(session, person_id).items()),
    )


def as_json(passport: Passport, issued_by: str) -> dict[str, Any]:
    """Return a passport as JSON values, days as ISO 8601, languages and countries as codes."""
    return {
        "kind": "assessor-passport",
        "issued_by": issued_by,
        "as_of": passport.day.isoformat(),
        "name": passport.name,
        "country": passport.country,
        "languages": [
            {"language": code, "level": level or None} for code, level in passport.languages
        ],
        "fields": list(passport.fields),
        "countries_worked_in": list(passport.worked_in),
        "countries_lived_in": list(passport.lived_in),
        "trainings": [
            {
                "title": one.title,
                "passed_on": one.passed_on.isoformat(),
                "expires_on": one.expires_on.isoformat() if one.expires_on else None,
                "in_force": one.counts,
            }
            for one in passport.trainings
        ],
        "cases_by_level": dict(passport.cases),
    }


def spoken(code: str, level: str) -> str:
    """Return a language with its level in words."""
    name = language_name(code)
    return f"{name} ({LEVELS[level]})" if level in LEVELS else name
