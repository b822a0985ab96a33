"""What happened in a year, counted in full: for the office and the advisory board alone.

A civil year in the scheme's zone; an application counts in the year in which it was concluded.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from labelling.applications.life import State
from labelling.applications.models import Application, ApplicationEvent, EligibilityFinding
from labelling.core.clock import today, year_span
from labelling.decisions.appeals.life import ENDED as APPEAL_ENDED
from labelling.decisions.appeals.models import Appeal
from labelling.decisions.complaints.models import ENDED as COMPLAINT_ENDED
from labelling.decisions.complaints.models import Complaint
from labelling.decisions.models import Decision, DecisionState, Label, LabelEvent, LabelTerm
from labelling.organisations.models import Organisation
from labelling.register.statistics.agreeing import agreement_of
from labelling.register.statistics.words import (
    AWARDED,
    GROUPS,
    INELIGIBLE,
    LOWER_LEVEL,
    NOT_AWARDED,
    OUTCOMES,
    STEPS,
    WHOLE,
    WITH_CONDITIONS,
    WITHDRAWN,
)
from labelling.reviews.models import Outcome as Award

_STATES: Mapping[str, frozenset[State]] = {
    "eligibility": frozenset({State.SUBMITTED}),
    "team": frozenset({State.ELIGIBLE, State.ASSIGNED}),
    "scoring": frozenset({State.SCORING}),
    "agreement": frozenset({State.COMPARISON, State.VISIT}),
    "report": frozenset({State.AGREED, State.FEEDBACK_DRAFT, State.OBSERVATIONS, State.OBSERVED}),
    "decision": frozenset({State.RECOMMENDED}),
}
_ENDS = (State.DECIDED, State.INELIGIBLE, State.WITHDRAWN)
_GIVEN = {Award.AWARDED: AWARDED, Award.LOWER_LEVEL: LOWER_LEVEL}
Counts = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class _Taken:
    """A decision as it was taken; level and country of its term, empty where it gave none."""

    at: datetime
    outcome: Award
    level: str
    country: str


def counted(session: Session, year: int) -> dict[str, Any]:
    """Return all figures of a year as JSON values, nothing hidden."""
    since, until = year_span(year)
    cases = _concluded(session, since, until)
    granted = [case for case in cases if case["outcome"] in GROUPS["granted"]]
    events = _events(session, [case["id"] for case in cases])
    return {
        "year": year,
        "levels": _table(cases, "level"),
        "countries": _table(cases, "country"),
        "derogations": _derogations(session, granted),
        "derogations_all": _derogations(session, cases),
        "days": _days(granted, events),
        "days_all": _days(cases, events),
        "agreement": agreement_of(session, [case["id"] for case in granted]),
        "agreement_all": agreement_of(session, [case["id"] for case in cases]),
        "labels": _label_events(session, since, until),
        "appeals": _appeals(session, since, until),
        "complaints": _complaints(session, since, until),
    }


def years_over(session: Session, now: datetime) -> list[int]:
    """Return the years that are over and in which something was concluded, the newest first."""
    first = session.scalar(select(func.min(ApplicationEvent.at)))
    if first is None:
        return []
    return list(range(today(now).year - 1, today(first).year - 1, -1))


def _concluded(session: Session, since: datetime, until: datetime) -> list[dict[str, Any]]:
    """Return the applications that were concluded in a span, each once, by its last conclusion."""
    rows = session.execute(
        select(
            ApplicationEvent.application_id,
            ApplicationEvent.to_state,
            ApplicationEvent.at,
            Application.level_id,
            Organisation.country,
        )
        .join(Application, Application.id == ApplicationEvent.application_id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(
            ApplicationEvent.to_state.in_(_ENDS),
            ApplicationEvent.at >= since,
            ApplicationEvent.at < until,
            Application.submitted_at.is_not(None),
        )
        .order_by(ApplicationEvent.application_id, ApplicationEvent.number)
    )
    found: dict[UUID, dict[str, Any]] = {}
    for application_id, state, at, level, country in rows:
        found[application_id] = {
            "id": application_id,
            "state": state,
            "at": at,
            "level": level,
            "country": country,
        }
    decisions = _decisions(session, list(found))
    for case in found.values():
        _conclude(case, decisions.get(case["id"], ()))
    return list(found.values())


def _decisions(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[_Taken]]:
    """Return the decisions on applications, oldest first, with the terms that they gave."""
    rows = session.execute(
        select(
            Decision.application_id,
            Decision.decided_at,
            Decision.outcome,
            func.coalesce(LabelTerm.level_id, ""),
            func.coalesce(LabelTerm.country, ""),
        )
        .outerjoin(LabelTerm, LabelTerm.decision_id == Decision.id)
        .where(
            Decision.application_id.in_(ids),
            Decision.state.in_((DecisionState.TAKEN, DecisionState.SET_ASIDE)),
        )
        .order_by(Decision.decided_at, Decision.id)
    )
    found: dict[UUID, list[_Taken]] = defaultdict(list)
    for application_id, decided_at, outcome, level, country in rows:
        if decided_at is not None and outcome is not None:
            found[application_id].append(_Taken(decided_at, outcome, level, country))
    return found


def _conclude(case: dict[str, Any], decisions: Iterable[_Taken]) -> None:
    """Add how a case was concluded; a label that was granted counts as the register names it.

    An offer of a lower level that was not taken gave no term: it is not awarded.
    """
    if case["state"] is not State.DECIDED:
        case["outcome"] = WITHDRAWN if case["state"] is State.WITHDRAWN else INELIGIBLE
        return
    taken = [one for one in decisions if one.at <= case["at"]]
    if not taken or not taken[-1].level:
        case["outcome"] = NOT_AWARDED
        return
    last = taken[-1]
    case["outcome"] = _GIVEN.get(last.outcome, WITH_CONDITIONS)
    case["level"], case["country"] = last.level, last.country


def _table(cases: Iterable[Mapping[str, Any]], by: str) -> Counts:
    """Return the outcomes by level or country."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for case in cases:
        found[case[by]][case["outcome"]] += 1
    return {
        key: {outcome: found[key][outcome] for outcome in OUTCOMES if found[key][outcome]}
        for key in sorted(found)
    }


def _derogations(session: Session, cases: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    rows = session.execute(
        select(EligibilityFinding.rule_id, func.count())
        .where(
            EligibilityFinding.application_id.in_([case["id"] for case in cases]),
            EligibilityFinding.derogation.is_(True),
        )
        .group_by(EligibilityFinding.rule_id)
        .order_by(EligibilityFinding.rule_id)
    )
    return {str(rule_id): number for rule_id, number in rows}


def _events(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[tuple[State, datetime]]]:
    rows = session.execute(
        select(ApplicationEvent.application_id, ApplicationEvent.to_state, ApplicationEvent.at)
        .where(ApplicationEvent.application_id.in_(ids))
        .order_by(ApplicationEvent.application_id, ApplicationEvent.number)
    )
    found: dict[UUID, list[tuple[State, datetime]]] = defaultdict(list)
    for application_id, state, at in rows:
        found[application_id].append((state, at))
    return found


def _days(
    cases: Iterable[Mapping[str, Any]], events: Mapping[UUID, Sequence[tuple[State, datetime]]]
) -> dict[str, list[int]]:
    """Return, by step, the days that each case stood in it, in order; and from first to last."""
    found: dict[str, list[int]] = {step: [] for step in STEPS}
    for case in cases:
        own = [one for one in events.get(case["id"], ()) if one[1] <= case["at"]]
        begun = next((at for state, at in own if state is State.SUBMITTED), None)
        if begun is None:
            continue
        found[WHOLE].append((today(case["at"]) - today(begun)).days)
        for step, states in _STATES.items():
            spans = [
                (today(after[1]) - today(at)).days
                for (state, at), after in pairwise(own)
                if state in states
            ]
            if spans:
                found[step].append(sum(spans))
    return {step: sorted(days) for step, days in found.items()}


def _label_events(session: Session, since: datetime, until: datetime) -> dict[str, int]:
    """Return what happened to labels; the register tells all of it."""
    terms = session.scalar(
        select(func.count())
        .select_from(LabelTerm)
        .join(Label, Label.id == LabelTerm.label_id)
        .where(LabelTerm.recorded_at >= since, LabelTerm.recorded_at < until)
    )
    rows = session.execute(
        select(LabelEvent.kind, func.count())
        .where(LabelEvent.recorded_at >= since, LabelEvent.recorded_at < until)
        .group_by(LabelEvent.kind)
        .order_by(LabelEvent.kind)
    )
    return {"granted": terms or 0, **{kind.value: number for kind, number in rows}}


def _appeals(session: Session, since: datetime, until: datetime) -> Counts:
    """Return the appeals that ended, by what they were against and how."""
    rows = session.execute(
        select(Appeal.about, Appeal.state, Appeal.outcome, func.count())
        .where(
            Appeal.state.in_(APPEAL_ENDED),
            and_(Appeal.state_since >= since, Appeal.state_since < until),
        )
        .group_by(Appeal.about, Appeal.state, Appeal.outcome)
        .order_by(Appeal.about, Appeal.state, Appeal.outcome)
    )
    found: Counts = {}
    for about, state, outcome, number in rows:
        how = outcome.value if outcome is not None else state.value
        found.setdefault(about.value, {})[how] = number
    return found


def _complaints(session: Session, since: datetime, until: datetime) -> Counts:
    """Return the complaints that ended, by what they were about and how."""
    rows = session.execute(
        select(Complaint.concern, Complaint.state, Complaint.outcome, func.count())
        .where(
            Complaint.state.in_(COMPLAINT_ENDED),
            and_(Complaint.state_since >= since, Complaint.state_since < until),
        )
        .group_by(Complaint.concern, Complaint.state, Complaint.outcome)
        .order_by(Complaint.concern, Complaint.state, Complaint.outcome)
    )
    found: Counts = {}
    for concern, state, outcome, number in rows:
        how = outcome.value if outcome is not None else state.value
        found.setdefault(concern.value, {})[how] = number
    return found
