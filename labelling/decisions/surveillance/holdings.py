"""All that a check of holders needs, loaded for many labels in a constant number of statements."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labelling.applications.eligibility import Declared, Facts, rule_standings
from labelling.applications.models import (
    Declaration,
    EligibilityFinding,
    Snapshot,
    Submission,
)
from labelling.applications.schemes import edition_of
from labelling.decisions.models import Decision, Label, LabelTerm
from labelling.decisions.surveillance.membership import Remaining, remaining
from labelling.decisions.surveillance.models import (
    Confirmation,
    ConfirmationAnswer,
    Notice,
    NoticeKind,
)
from labelling.decisions.surveillance.queries.held import terms_held
from labelling.decisions.surveillance.queries.overdue import confirmed_days
from labelling.decisions.surveillance.rules import Checked, Shortfall, floors, shortfalls
from labelling.organisations.members import MemberKind, MemberLine
from labelling.organisations.models import FactValue
from labelling.organisations.numbers import canonical
from labelling.organisations.queries import members_by_organisation

FIGURE_OF: Mapping[NoticeKind, str] = {
    NoticeKind.MEMBERS: "members-total",
    NoticeKind.STAFF: "staff-fte",
}
"""The figure of the fact sheet that a notice of a kind reports between two years' ends."""

Year = dict[str, str]


@dataclass(frozen=True, slots=True)
class Holding:
    """A label that is held on a day, with the term in force and all that is known of its holder.

    ``content`` is what the application of that term said, empty where it is not kept any more.
    """

    label: Label
    term: LabelTerm
    content: Mapping[str, Any]
    checked: Mapping[str, Checked]
    facts: Facts
    declared: Mapping[str, Declared]
    confirmed: frozenset[date]
    members: tuple[MemberLine, ...]

    @property
    def shortfalls(self) -> tuple[Shortfall, ...]:
        """Return the eligibility rules that the holder does not meet today.

        Raises EditionChanged where the installed edition is not the term's.
        """
        edition = edition_of(self.term)
        said = {
            key: Declared(bool(one["holds"]), str(one["explanation"]))
            for key, one in self.content.get("declarations", {}).items()
        }
        level_id = self.term.level_id
        then = rule_standings(edition, level_id, self.content.get("facts", {}), said)
        today = rule_standings(edition, level_id, self.facts, {**said, **self.declared})
        return shortfalls(today, floors(then, self.checked))

    @property
    def remaining(self) -> Remaining | None:
        """Return who of the members named is left; None where nobody was named."""
        named = [_line(one) for one in self.content.get("members", [])]
        return remaining(named, self.members) if named else None


def _line(one: Mapping[str, str]) -> MemberLine:
    return MemberLine(one["name"], MemberKind(one["kind"]), one["country"])


def holdings(session: Session, labels: Sequence[Label], day: date) -> list[Holding]:
    """Return those of the labels that are held on a day, with what is known of their holders."""
    terms = terms_held(session, labels, day)
    held = [label for label in labels if label.id in terms]
    organisation_ids = [label.organisation_id for label in held]
    applications = _applications(session, terms.values())
    contents = _contents(session, applications.values())
    checks = _checks(session, applications.values())
    said = _declarations(session, applications.values())
    facts = _facts(session, organisation_ids)
    _add_reported_between(session, held, facts)
    answers = _answers(session, [label.id for label in held])
    confirmed = confirmed_days(session, [label.id for label in held])
    members = members_by_organisation(session, organisation_ids)
    return [
        Holding(
            label=label,
            term=terms[label.id],
            content=contents.get(applications[terms[label.id].id], {}),
            checked=checks.get(applications[terms[label.id].id], {}),
            facts=facts.get(label.organisation_id, {}),
            declared={
                **said.get(applications[terms[label.id].id], {}),
                **answers.get(label.id, {}),
            },
            confirmed=frozenset(confirmed.get(label.id, ())),
            members=tuple(row.line for row in members.get(label.organisation_id, [])),
        )
        for label in held
    ]


def _applications(session: Session, terms: Iterable[LabelTerm]) -> dict[UUID, UUID]:
    """Return, by term, the application that it was decided on."""
    rows = session.execute(
        select(LabelTerm.id, Decision.application_id)
        .join(Decision, Decision.id == LabelTerm.decision_id)
        .where(LabelTerm.id.in_([term.id for term in terms]))
    )
    return {row[0]: row[1] for row in rows}


def _contents(session: Session, ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """Return, by application, what its last submission said, where that is kept."""
    newest = (
        select(Submission.application_id, func.max(Submission.number).label("number"))
        .where(Submission.application_id.in_(list(ids)))
        .group_by(Submission.application_id)
        .subquery()
    )
    rows = session.execute(
        select(Submission.application_id, Snapshot.content)
        .join(
            newest,
            (newest.c.application_id == Submission.application_id)
            & (newest.c.number == Submission.number),
        )
        .join(Snapshot, Snapshot.sha256 == Submission.sha256)
    )
    return {application_id: json.loads(content) for application_id, content in rows}


def _checks(session: Session, ids: Iterable[UUID]) -> dict[UUID, dict[str, Checked]]:
    found: dict[UUID, dict[str, Checked]] = {}
    for row in session.scalars(
        select(EligibilityFinding).where(EligibilityFinding.application_id.in_(list(ids)))
    ):
        found.setdefault(row.application_id, {})[row.rule_id] = Checked(row.holds, row.derogation)
    return found


def _declarations(session: Session, ids: Iterable[UUID]) -> dict[UUID, dict[str, Declared]]:
    found: dict[UUID, dict[str, Declared]] = {}
    for row in session.scalars(
        select(Declaration).where(Declaration.application_id.in_(list(ids)))
    ):
        said = Declared(row.holds, row.explanation)
        found.setdefault(row.application_id, {})[row.rule_id] = said
    return found


def _facts(session: Session, ids: Iterable[UUID]) -> dict[UUID, dict[str, Year]]:
    found: dict[UUID, dict[str, Year]] = {}
    for row in session.scalars(select(FactValue).where(FactValue.organisation_id.in_(list(ids)))):
        of = found.setdefault(row.organisation_id, {})
        of.setdefault(row.fact_id, {})[str(row.year)] = row.value
    return found


def _add_reported_between(
    session: Session, labels: Sequence[Label], facts: dict[UUID, dict[str, Year]]
) -> None:
    """Let a figure of a notice count for its year, until the fact sheet has that year or later."""
    organisations = {label.id: label.organisation_id for label in labels}
    sheet = {
        key: {fact_id: _last_year(years) for fact_id, years in of.items()}
        for key, of in facts.items()
    }
    for notice in session.scalars(
        select(Notice)
        .where(Notice.label_id.in_(list(organisations)), Notice.figure_now.is_not(None))
        .order_by(Notice.happened_on, Notice.reported_at, Notice.id)
    ):
        fact_id = FIGURE_OF.get(notice.kind)
        organisation_id = organisations[notice.label_id]
        last = sheet.get(organisation_id, {}).get(fact_id or "", 0)
        if fact_id is None or notice.figure_now is None or notice.happened_on.year <= last:
            continue
        years = facts.setdefault(organisation_id, {}).setdefault(fact_id, {})
        years[str(notice.happened_on.year)] = canonical(notice.figure_now)


def _last_year(years: Year) -> int:
    return max((int(year) for year, value in years.items() if value), default=0)


def _answers(session: Session, label_ids: Iterable[UUID]) -> dict[UUID, dict[str, Declared]]:
    """Return what each holder said last, when confirming, of the rules without a figure."""
    found: dict[UUID, dict[str, Declared]] = {}
    rows = session.execute(
        select(Confirmation.label_id, ConfirmationAnswer)
        .join(ConfirmationAnswer, ConfirmationAnswer.confirmation_id == Confirmation.id)
        .where(Confirmation.label_id.in_(list(label_ids)))
        .order_by(Confirmation.due_on)
    )
    for label_id, row in rows:
        found.setdefault(label_id, {})[row.rule_id] = Declared(row.holds, row.explanation)
    return found
