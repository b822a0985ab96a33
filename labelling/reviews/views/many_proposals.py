"""Teams for all waiting cases, proposed together: looked at, and invited one by one or all."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from assessments.assigning.task import Rule
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound, NotNow
from labelling.core.i18n import gettext
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.reviews import actions
from labelling.reviews.actions import Wish
from labelling.reviews.actions.proposing import Answer, ask_for_all, propose_all
from labelling.reviews.forms.fields import as_uuid
from labelling.reviews.proposing.waiting import MOST, Waiting
from labelling.reviews.proposing.words import LEAVABLE, RULES, conflict_in_words, reasons_in_words
from labelling.reviews.views.blueprint import bp, notice


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the teams that were to be invited."""

    invited: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


@bp.get("/reviews/proposals")
def proposals() -> ResponseReturnValue:
    """Show the teams; the address says which rules of good practice are left out."""
    return _page(Outcome())


@bp.post("/reviews/proposals")
def invite_proposed() -> ResponseReturnValue:
    """Invite the teams that were ticked, each by itself: one that is refused stops no other."""
    with reading() as session:
        waiting = ask_for_all(session, actor=asker(), now=identity.now())
    by_id = {one.application.id: one for one in waiting}
    invited: list[str] = []
    refused: list[tuple[str, str]] = []
    for application_id, wishes in _chosen():
        one = by_id.get(application_id)
        if one is None:
            refused.append(("", gettext("This case does not wait for a team any more.")))
            continue
        try:
            with unit_of_work() as session:
                actions.invite_team(
                    session,
                    actor=asker(),
                    application_id=application_id,
                    wishes=wishes,
                    now=identity.now(),
                )
            invited.append(one.application.reference)
        except (Invalid, NotFound, NotNow) as refusal:
            refused.append((one.application.reference, refusal.sentence))
    if not invited and not refused:
        refused.append(("", gettext("Tick at least one team.")))
    if refused:
        return _page(Outcome(tuple(invited), tuple(refused)))
    return redirect(url_for(".proposals", leave=_left_out(), done="teams-invited"), 303)


def _chosen() -> Iterator[tuple[UUID, list[Wish]]]:
    """Yield the cases that were ticked with the teams as the page showed them, the lead first."""
    for text in request.form.getlist("take"):
        application_id = as_uuid(text)
        if application_id is None:
            continue
        people = [as_uuid(key) for key in request.form.getlist(f"team-{text}")]
        lead = as_uuid(request.form.get(f"lead-{text}"))
        yield (
            application_id,
            [Wish(person, leads=person == lead) for person in people if person is not None],
        )


def _left_out() -> list[Rule]:
    wanted = request.values.getlist("leave")
    return [rule for rule in LEAVABLE if rule.value in wanted]


def _page(outcome: Outcome) -> ResponseReturnValue:
    left_out = _left_out()
    with reading() as session:
        waiting = ask_for_all(session, actor=asker(), now=identity.now())
    answers = propose_all(waiting, left_out)
    return pages.page(
        "reviews/proposals.html",
        422 if outcome.refused else 200,
        cases=[_case(one, answer) for one, answer in zip(waiting, answers, strict=True)],
        outcome=outcome,
        leavable=LEAVABLE,
        rules=RULES,
        left_out=left_out,
        ticked=frozenset(request.form.getlist("take")) if outcome.refused else None,
        most=MOST,
        notice=notice(),
    )


def _case(one: Waiting, answer: Answer) -> dict[str, object]:
    question, found = answer.question, answer.proposal
    return {
        "application": one.application,
        "organisation": one.organisation,
        "people": question.people,
        "team": [
            (choice, reasons_in_words(choice.reasons, question.language)) for choice in found.team
        ],
        "lead": found.lead,
        "conflict": conflict_in_words(found, question) if found.impossible else [],
    }
