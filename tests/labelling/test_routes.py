"""Every route × every role, signed out included, against a table that is read by people.

Each request is let run up to its commit and then undone, so that none changes what the next one
finds: ``done`` in the table means that the step would have been carried out. To renew the table
after a change, run this test with ``RENEW_ROUTES=1`` and read the difference.
"""

import csv
import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from labelling.applications.models import Application
from labelling.core import audit
from labelling.core.access import Actor
from labelling.core.database import reading
from labelling.decisions.models import Label
from labelling.issuing.designs.queries import open_proposals
from labelling.organisations.models import Evidence, Organisation, SeatHolding
from labelling.people.models import Person
from labelling.reviews.models import Clarification, PanelSeat
from tests.clocks import set_clock
from tests.labelling.people.making import sign_in, sign_out
from tests.labelling.town import NOW, Town, build_town

TABLE = Path(__file__).with_name("routes.csv")
WHO = (
    "public",
    "owner",
    "contributor",
    "reader",
    "owner elsewhere",
    "assessor",
    "assessor elsewhere",
    "officer",
    "committee",
    "appeals panel",
    "advisory board",
    "quality officer",
    "administrator",
)
# The stage of the life cycle at which a page is asked for; the others are asked of the draft.
STAGES = {
    "submitted": {
        "applications.office", "applications.eligibility", "applications.deadline",
        "applications.receipt", "applications.submission", "reviews.panel",
    },
    "scoring": {
        "reviews.agreement", "reviews.agree_part", "reviews.settle", "reviews.small_differences",
        "reviews.visit",
    },
    "recommended": {
        "reviews.feedback", "reviews.feedback_pdf", "reviews.observations", "reviews.recommend",
        "reviews.finish_feedback", "reviews.release_feedback", "decisions.prepare",
        "reviews.name_editor", "reviews.finish_editing", "reviews.rate_report",
        "reviews.table", "reviews.table_live", "reviews.act_at_table", "reviews.open_table",
        "reviews.table_here", "reviews.visit_plan", "reviews.save_visit_plan",
        "reviews.propose_visit_day", "reviews.withdraw_visit_day", "reviews.fix_visit_day",
        "reviews.ask_visit_days", "reviews.answer_visit_days", "reviews.send_visit_agenda",
        "reviews.visit_calendar",
    },
    "labelled": {
        "letters.index", "letters.letter", "letters.letter_pdf",
        "decisions.offer", "decisions.accept_offer", "decisions.decline_offer",
        "decisions.conditions", "decisions.condition", "decisions.report_on_condition",
        "decisions.accept_report", "decisions.ask_again", "decisions.give_more_time",
        "decisions.renewal", "decisions.tell_renewal", "decisions.untell_renewal",
        "decisions.held", "decisions.held_certificate",
        "decisions.hearing", "decisions.answer_hearing", "decisions.reply",
        "decisions.withdrawal", "decisions.take_withdrawal_back",
        "decisions.ask_version", "decisions.take_request_back",
    },
}  # fmt: skip


Wear = Callable[[FlaskClient], bool]


class Undone(Exception):
    """A request has reached its commit."""


class Visit:
    """Requests of one person, none of which leaves a trace."""

    def __init__(self, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
        self._client = client
        self.reached = False
        monkeypatch.setattr(audit, "write_queued", self._undo)

    def _undo(self, _session: Session) -> None:
        self.reached = True
        raise Undone

    def ask(self, method: str, address: str) -> str:
        """Return the answer's status, or ``done`` where the step would have been carried out."""
        self.reached = False
        with self._client.open(address, method=method, data={}) as answer:
            return "done" if self.reached else str(answer.status_code)

    def page(self, method: str, address: str) -> str:
        """Return the page that is the answer; nothing where the answer is none, or leads on."""
        with self._client.open(address, method=method, data={}) as answer:
            is_page = answer.mimetype == "text/html" and answer.location is None
            return answer.get_data(as_text=True) if is_page else ""


def stage_of(endpoint: str) -> str:
    """Return the stage whose application and people a route is asked about."""
    if endpoint.startswith("surveillance."):
        default = "labelled"
    elif endpoint.startswith(("reviews.", "decisions.", "sittings.", "letters.", "appeals.")):
        default = "scoring" if endpoint.startswith("reviews.") else "recommended"
    else:
        default = "draft"
    return next((stage for stage, names in STAGES.items() if endpoint in names), default)


def values(session: Session, town: Town, stage: str, rule: Rule) -> dict[str, object]:
    """Return something that exists for each variable of a route's address."""
    world = getattr(town, stage)
    application_id: UUID = getattr(world, "application_id", None) or world.id
    application = session.get_one(Application, application_id)
    organisation = session.get_one(Organisation, application.organisation_id)
    seats = PanelSeat if rule.endpoint.startswith("reviews.") else SeatHolding
    seat_query = select(seats.id).order_by(seats.id)
    if seats is PanelSeat:
        seat_query = seat_query.where(PanelSeat.application_id == town.scoring.application_id)
    else:
        seat_query = seat_query.where(SeatHolding.person_id == world.owner.person_id)
    evidence = select(Evidence.id).where(Evidence.organisation_id == organisation.id)
    known: dict[str, object] = {
        "application_id": application_id,
        "organisation_id": organisation.id,
        "seat_id": session.scalars(seat_query.limit(1)).first(),
        "clarification_id": session.scalars(select(Clarification.id).limit(1)).first(),
        "evidence_id": session.scalars(evidence.limit(1)).first() or uuid4(),
        "person_id": town.plain.id,
        "grant_id": town.proposal,
        "call_id": application.call_id,
        "decision_id": town.decision,
        "label_id": town.label,
        "change_id": town.change,
        "sitting_id": town.sitting,
        "item_id": town.item,
        "letter_id": town.letter,
        "template_id": town.template,
        "kind": "awarded",
        "spoken": "de" if rule.endpoint == "building.drop_language" else "en",
        "condition_id": town.condition,
        "round_id": uuid4(),
        "case_id": "blue-quay",
        "course_id": "assessor",
        "module_id": "evidence",
        "notice_id": town.notice,
        "finding_id": town.finding,
        "report_id": town.report,
        "receipt": town.receipt,
        "appeal_id": town.appeal,
        "member_id": town.appeal_member,
        "complaint_id": town.complaint,
        "key": town.complaint_key,
        "version_id": town.employment,
        "day_id": uuid4(),
        "set_id": town.boundaries,
        "region_key": "DE11",
        "sector_key": "automotive",
        "about": "decision",
        "subject_id": town.decision,
        "quarter": "2026-Q3",
        "public_id": session.get_one(Label, town.label).public_id,
        "session_id": uuid4(),
        "comment_id": uuid4(),
        "workshop_id": uuid4(),
        "ending": "json",
        "request_id": request_for(town, rule.endpoint),
        "hearing_id": town.hearing,
        "kept_id": uuid4(),
        "rule_id": uuid4(),
        "passkey_id": uuid4(),
        "employer_id": uuid4(),
        "absence_id": uuid4(),
        "post_id": uuid4(),
        "pack_id": uuid4(),
        "job_id": uuid4(),
        "part_id": "1.1",
        "source_id": "efqm-2010",
        "target_id": "efqm-2013",
        "edition_id": application.edition_id,
        "fact_id": "members-total",
        "token": "nothing-of-ours",
        "version": 1,
        "year": 2025,
        "name": "0/000.p/5",
        "index": 0,
        "list_name": "revocation-1",
        "scheme": "cluster-excellence",
        "language": "fr",
        "design_id": open_proposals(session)[0].design_id,
        "draft_id": town.draft_edition,
        "place": {"building.add": "levels", "building.rename": "criteria/1"}.get(
            rule.endpoint, "levels/gold"
        ),
        "number": 1,
    }
    things = town.club
    if rule.endpoint.startswith(
        (
            "club.",
            "club_api.",
            "surveys.",
            "results.",
            "meetings.",
            "meeting_mode.",
            "award.",
            "exchange.",
        )
    ):
        known |= {
            "club_id": things.club,
            "membership_id": things.membership,
            "round_id": things.round,
            "part_id": things.part,
            "proposal_id": things.proposal,
            "query_id": things.query,
            "survey_id": things.survey,
            "practice_id": things.practice,
            "rule_id": things.rule,
            "appraiser_id": things.appraiser,
            "file_id": uuid4(),
            "award_id": uuid4(),
            "visit_id": things.visit,
            "question_id": things.question,
            "asked_id": things.asked,
            "meeting_id": things.meeting,
            "item_id": things.item,
            "participant_id": things.participant,
            "action_id": things.action,
            "sheet_id": things.sheet,
            "screen": "follow",
            "quantity": "A01",
            "code": "A07",
        }
    return {name: known[name] for name in rule.arguments}


def request_for(town: Town, endpoint: str) -> UUID:
    """Return what is asked for: that a label ends, a further version, or access."""
    if not endpoint.startswith("decisions."):
        return uuid4()
    return town.withdrawal if endpoint == "decisions.take_withdrawal_back" else town.version


def walk(app: Flask) -> Iterator[tuple[str, str, str, str]]:
    """Yield (method, endpoint, who, answer) for every route and everybody."""
    town = build_town()
    client = app.test_client()
    people = {
        stage: town.actors(stage)
        for stage in ("draft", "submitted", "scoring", "recommended", "labelled")
    }
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
    with reading() as session:
        asked = [
            (rule, method, stage_of(rule.endpoint),
             rule.build(values(session, town, stage_of(rule.endpoint), rule)))
            for rule in sorted(rules, key=lambda rule: rule.endpoint)
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        ]  # fmt: skip
        rows = {person.id: person for person in session.scalars(select(Person))}
    for who in WHO:
        cookies = {
            stage: session_of(client, found.get(who), rows) for stage, found in people.items()
        }
        with pytest.MonkeyPatch.context() as patch:
            visit = Visit(client, patch)
            for rule, method, stage, built in asked:
                assert built is not None
                if not cookies[stage](client):
                    continue
                yield method, rule.endpoint, who, visit.ask(method, built[1])


def session_of(client: FlaskClient, actor: Actor | None, rows: dict[UUID, Person]) -> Wear:
    """Sign somebody in for good; return how the client puts their session on again."""
    if actor is None:
        return lambda _client: False
    if actor.person_id is None:
        return _undress
    sign_in(client, rows[actor.person_id], actor.role)
    cookie = client.get_cookie("session")
    assert cookie is not None
    token, signature = cookie.value, client.environ_base["HTTP_X_CSRF_TOKEN"]

    def wear(client: FlaskClient) -> bool:
        client.set_cookie("session", token)
        client.environ_base["HTTP_X_CSRF_TOKEN"] = signature
        return True

    return wear


def _undress(client: FlaskClient) -> bool:
    sign_out(client)
    return True


def table(answers: Iterator[tuple[str, str, str, str]]) -> list[dict[str, str]]:
    """Return the answers as rows: one for each method and endpoint, a column for each role."""
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for method, endpoint, who, answer in answers:
        row = rows.setdefault((endpoint, method), {"endpoint": endpoint, "method": method})
        row[who] = answer
    return [
        {name: row.get(name, "") for name in ("endpoint", "method", *WHO)} for row in rows.values()
    ]


def test_every_route_answers_every_role_as_the_table_says(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, NOW + timedelta(days=1))  # calls are open whatever day it is
    found = table(walk(app))
    if os.environ.get("RENEW_ROUTES"):
        with TABLE.open("w", newline="") as file:
            writer = csv.DictWriter(file, ("endpoint", "method", *WHO), lineterminator="\n")
            writer.writeheader()
            writer.writerows(found)
    with TABLE.open() as file:
        expected = list(csv.DictReader(file))
    assert found == expected
