"""The papers of a blinded item: what bears on the decision, without whose case it is.

The organisation's name, its places, persons, addresses and numbers are hidden in every text, and
evidence is not listed at all: titles and file names tell. Nor are the organisation's earlier
labels: level, dates and end are in the public register, which says whose they were.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from babel import Locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.editions import Edition
from labelling.applications.models import Application
from labelling.applications.queries import find_submission, snapshot
from labelling.applications.schemes import edition_of
from labelling.core import i18n
from labelling.core.errors import NotFound
from labelling.decisions.committee.hiding import hide, words_in
from labelling.decisions.conditions.queries import conditions_of
from labelling.decisions.models import Decision
from labelling.decisions.picture import Picture, Settled, picture_of
from labelling.organisations.models import Organisation, SeatHolding
from labelling.organisations.queries import get_organisation
from labelling.people.models import Person
from labelling.reviews.models import Outcome, PanelSeat
from labelling.reviews.reports import Report, report_of


@dataclass(frozen=True, slots=True)
class Said:
    """A part of the self-assessment, or of the report."""

    id: str
    title: str
    text: str
    strengths: Sequence[str] = ()
    improvements: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """A part over which the assessors differed, without their names."""

    settled: Settled
    reason: str
    dissents: Sequence[str]


@dataclass(frozen=True, slots=True)
class BlindPapers:
    """What the committee reads of a case whose owner it must not know."""

    edition: Edition
    picture: Picture
    recommended: Outcome | None
    recommended_level: str | None
    recommended_reason: str
    note: str
    summary: str
    observations: str
    differences: Sequence[Difference]
    report: Sequence[Said]
    answers: Sequence[Said]
    conditions: Sequence[tuple[str, date]]


def blind_papers(session: Session, application: Application, decision: Decision) -> BlindPapers:
    """Return the papers of a case with everything hidden that tells whose it is."""
    edition = edition_of(application)
    veil = _veil(session, application, edition)
    picture = picture_of(session, application)
    said = picture.recommendation
    report = report_of(session, application)
    return BlindPapers(
        edition=edition,
        picture=picture,
        recommended=said.outcome if said is not None else None,
        recommended_level=said.level_id if said is not None else None,
        recommended_reason=veil(said.reason) if said is not None else "",
        note=veil(decision.note),
        summary=veil(report.row.summary),
        observations=veil(report.row.observations),
        differences=[
            Difference(
                one, veil(one.agreed.reason), [veil(dissent.text) for dissent, _ in one.dissents]
            )
            for one in picture.settled
        ],
        report=_report(report, veil),
        answers=_answers(session, application, edition, veil),
        conditions=[(veil(one.text), one.due_on) for one in conditions_of(session, decision.id)],
    )


def _report(report: Report, veil: Callable[[str], str]) -> list[Said]:
    return [
        Said(
            line.id,
            line.title,
            line.band,
            [veil(one) for one in line.strengths],
            [veil(one) for one in line.improvements],
        )
        for section in report.sections
        for line in section.parts
    ]


def _answers(
    session: Session, application: Application, edition: Edition, veil: Callable[[str], str]
) -> list[Said]:
    answers: Mapping[str, Any] = _frozen(session, application).get("answers", {})
    return [
        Said(part_id, part.title, veil(answers[part_id].get("text") or ""))
        for part_id, part in edition.parts.items()
        if part_id in answers
    ]


def _frozen(session: Session, application: Application) -> Mapping[str, Any]:
    submission = find_submission(session, application.id)
    if submission is None:
        return {}
    try:
        return snapshot(session, submission)
    except NotFound:
        return {}


def _veil(session: Session, application: Application, edition: Edition) -> Callable[[str], str]:
    """Return what hides, in a text, all that is known to tell whose case it is."""
    organisation = get_organisation(session, application.organisation_id)
    frozen = _frozen(session, application)
    then = frozen.get("organisation", {})
    names = [
        *_places(organisation.name, organisation.city, organisation.website),
        *_places(then.get("name", ""), then.get("city", ""), then.get("website", "")),
        *_countries(organisation),
        *(member["name"] for member in frozen.get("members", [])),
        *_titles(frozen),
        application.authorised_name,
        *_persons(session, application),
    ]
    vocabulary = words_in(edition.canonical.decode())
    return lambda text: hide(text, names, vocabulary)


def _places(name: str, city: str, website: str) -> list[str]:
    return [name, city, urlsplit(website).hostname or ""]


def _countries(organisation: Organisation) -> list[str]:
    languages = {*i18n.LANGUAGES, organisation.language}
    country = organisation.country.upper()
    return [str(Locale.parse(code).territories.get(country, "")) for code in languages]


def _titles(frozen: Mapping[str, Any]) -> list[str]:
    """Return the titles and file names of all that was cited: an answer may name them, too."""
    pieces = [
        piece
        for answer in frozen.get("answers", {}).values()
        for piece in answer.get("evidence", [])
    ]
    return [str(piece.get(key) or "") for piece in pieces for key in ("title", "filename")]


def _persons(session: Session, application: Application) -> list[str]:
    seats = select(SeatHolding.person_id).where(
        SeatHolding.organisation_id == application.organisation_id
    )
    team = select(PanelSeat.person_id).where(PanelSeat.application_id == application.id)
    return list(
        session.scalars(
            select(Person.name)
            .where(Person.id.in_(seats) | Person.id.in_(team))
            .order_by(Person.id)
        )
    )
