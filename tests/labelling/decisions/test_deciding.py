"""A decision takes two persons, rests on what was prepared, and gives label and certificate."""

import re
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import func, select, update

from certificates.errors import BadInput
from certificates.numbers import parse_number
from labelling.applications.life import State
from labelling.applications.models import Application
from labelling.applications.queries import events, get_application
from labelling.core.access import Role, Seat
from labelling.core.audit import AuditEntry
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import (
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    NotNow,
    Refusal,
    SecondFactorNeeded,
)
from labelling.core.mail import Letter
from labelling.core.outbox import Kind, Outgoing
from labelling.core.worker import Worker
from labelling.decisions import actions, queries
from labelling.decisions.actions import granting
from labelling.decisions.models import Decision, DecisionState, Label
from labelling.decisions.months import end_of_month
from labelling.issuing.queries import certificates
from labelling.organisations.actions.profile import edit_organisation, profile_of
from labelling.organisations.queries import get_organisation, owners
from labelling.people.actions import record_involvement
from labelling.people.models import InvolvementKind, Person
from labelling.people.queries import involvements
from labelling.reviews.models import AgreedScore, FeedbackReport, Outcome, Recommendation
from labelling.settings import Settings
from tests.labelling.acting import actor_for
from tests.labelling.decisions.making import (
    NOW,
    REASON,
    Office,
    acting,
    decided,
    label,
    let_one_member_decide,
    member,
    officer,
    prepared,
    recommended,
    terms,
)


@pytest.fixture(autouse=True)
def one_member_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one member decide on every level here; sittings have tests of their own."""
    let_one_member_decide(monkeypatch)


def take(
    decision: Decision, person: Person, role: Role = Role.COMMITTEE, **changes: object
) -> Decision:
    """Try to take a decision; each change is a value that differs from a good one."""
    values: dict[str, object] = {
        "outcome": Outcome.AWARDED,
        "level_id": None,
        "reason": REASON,
        "private_reason": "",
        "now": NOW,
        **changes,
    }
    fresh = bool(values.pop("fresh", True))
    with unit_of_work() as session:
        return actions.take_decision(
            session,
            actor=acting(person, role, fresh=fresh),
            decision_id=decision.id,
            **values,  # type: ignore[arg-type] # the values are those of the signature
        )


def verbs() -> list[str]:
    """Return what the trail tells, without the keys' introduction."""
    with reading() as session:
        found = session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)).all()
    return [verb for verb in found if verb != "key.introduced"]


def mails() -> list[tuple[str, str]]:
    """Return the queued mails as (template, name of the recipient)."""
    with reading() as session:
        rows = session.execute(
            select(Outgoing.name, Person.name)
            .join(Person, Person.id == Outgoing.person_id)
            .where(Outgoing.kind == Kind.MAIL)
            .order_by(Outgoing.name, Person.name)
        )
        return [(row[0], row[1]) for row in rows]


def test_preparing_binds_the_case_and_tells_those_who_can_decide(office: Office) -> None:
    application = recommended()
    decision = prepared(office, application)
    assert (decision.state, decision.proposed_outcome, decision.proposed_level_id) == (
        DecisionState.PREPARED,
        Outcome.AWARDED,
        "silver",
    )
    assert (decision.prepared_by, decision.prepared_at) == (office.officer.id, NOW)
    assert verbs() == ["deadline.set", "decision.prepared"]
    assert mails() == [
        ("decision_prepared", "Carla Committee"),
        ("decision_prepared", "Cees Committee"),
    ]


def test_award_gives_number_term_certificate_and_mail(office: Office, settings: Settings) -> None:
    application = recommended()
    decision = decided(office, application)
    assert (decision.state, decision.outcome, decision.level_id) == (
        DecisionState.TAKEN,
        Outcome.AWARDED,
        "silver",
    )
    assert (decision.decided_by, decision.decided_at) == (office.member.id, NOW)
    with reading() as session:
        (held,) = session.scalars(select(Label))
        (term,) = queries.terms_of(session, held.id)
        assert get_application(session, application.id).state is State.DECIDED
        assert events(session, application.id)[-1].message == REASON
        (line,) = involvements(session, office.member.id, application.organisation_id)
        assert queries.term_of_decision(session, decision.id) == term
    assert (line.kind, line.since) == (InvolvementKind.DECIDED, date(2026, 5, 28))
    number = parse_number(held.number)
    assert (number.prefix, number.year, number.serial) == ("CE", 2026, 1)
    assert (held.scheme, held.year, held.serial) == ("cluster-excellence", 2026, 1)
    assert (term.ordinal, term.level_id, term.holder, term.country, term.city) == (
        1,
        "silver",
        "Alder Valley Mobility Cluster",
        "AT",
        "Graz",
    )
    assert (term.valid_from, term.valid_until) == (date(2026, 5, 28), date(2028, 5, 31))
    assert verbs() == [
        "deadline.set",
        "decision.prepared",
        "decision.taken",
        "application.decided",
        "involvement.recorded",
        "label.created",
        "label.term_given",
        "letter.written",
    ]
    letters: list[Letter] = []
    Worker(settings, lambda letter, _settings: letters.append(letter)).drain(NOW)
    with reading() as session:
        (certificate,) = certificates(session, held.id)
    assert (certificate.version, certificate.term_id, certificate.language) == (1, term.id, "en")
    assert certificate.sheet["number"] == held.number
    assert certificate.sheet["level"] == "Silver"
    assert certificate.sheet["address"] == f"http://localhost/labels/{held.public_id}"
    awarded = [letter for letter in letters if "holds the label" in letter.subject]
    assert len(awarded) == 2
    assert awarded[0].subject == (
        "Alder Valley Mobility Cluster holds the label: Silver, until 31 May 2028"
    )
    assert not any("70" in re.sub(r"http\S+", "", letter.body) for letter in letters)
    assert all(len(letter.body.split()) <= 90 for letter in letters)


def test_certificate_is_written_in_the_organisations_language(
    office: Office, settings: Settings
) -> None:
    held = label(office, language="de")
    Worker(settings, lambda _letter, _settings: None).drain(NOW)
    with reading() as session:
        (certificate,) = certificates(session, held.id)
    assert (certificate.language, certificate.sheet["level"], certificate.sheet["country"]) == (
        "de",
        "Silber",
        "Österreich",
    )


def test_numbers_of_a_year_follow_each_other(office: Office) -> None:
    numbers = [label(office, name=f"Cluster {n}").serial for n in range(3)]
    next_year = label(office, name="Later", visited=date(2027, 1, 8), now=NOW.replace(year=2027))
    assert numbers == [1, 2, 3]
    assert (next_year.year, next_year.serial) == (2027, 1)


def test_second_award_is_a_further_term_of_the_same_label(office: Office) -> None:
    held = label(office, level="bronze")
    later = NOW + timedelta(days=200)
    upgrade = recommended(
        level="silver", organisation_id=held.organisation_id, visited=date(2026, 12, 1), now=later
    )
    decided(office, upgrade, now=later)
    assert [(term.ordinal, term.level_id, term.valid_until) for term in terms(held)] == [
        (1, "bronze", date(2028, 5, 31)),
        (2, "silver", date(2028, 12, 31)),
    ]


def test_not_awarded_gives_no_label_and_says_how_to_appeal(
    office: Office, settings: Settings
) -> None:
    application = recommended(percent=10)
    decided(office, application, outcome=Outcome.NOT_AWARDED)
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Label)) == 0
        assert get_application(session, application.id).state is State.DECIDED
    letters: list[Letter] = []
    Worker(settings, lambda letter, _settings: letters.append(letter)).drain(NOW)
    refused = [letter for letter in letters if "not awarded" in letter.subject]
    assert len(refused) == 2
    assert "You may appeal until 27 June 2026 (30 days)." in refused[0].body


def test_lower_level_is_awarded_where_its_rules_hold(office: Office) -> None:
    application = recommended(percent=45)
    decision = decided(office, application, outcome=Outcome.LOWER_LEVEL, level_id="bronze")
    assert (decision.outcome, decision.level_id) == (Outcome.LOWER_LEVEL, "bronze")


@pytest.mark.parametrize(
    ("percent", "outcome", "level_id", "field"),
    [
        (45, Outcome.AWARDED, None, "outcome"),
        (10, Outcome.LOWER_LEVEL, "bronze", "level"),
        (90, Outcome.LOWER_LEVEL, "silver", "level"),
        (90, Outcome.LOWER_LEVEL, "gold", "level"),
        (90, Outcome.LOWER_LEVEL, "platinum", "level"),
        (90, Outcome.LOWER_LEVEL, None, "level"),
    ],
)
def test_level_whose_rules_do_not_hold_or_that_is_not_lower_is_refused(
    percent: int, outcome: Outcome, level_id: str | None, field: str, office: Office
) -> None:
    application = recommended(percent=percent)
    with pytest.raises(Invalid) as proposing:
        prepared(office, application, outcome=outcome, level_id=level_id)
    assert proposing.value.field == field
    decision = prepared(office, application, outcome=Outcome.NOT_AWARDED)
    with pytest.raises(Invalid) as deciding:
        take(decision, office.member, outcome=outcome, level_id=level_id)
    assert deciding.value.field == field


def test_level_that_wants_improvements_is_refused_without_them(office: Office) -> None:
    application = recommended(improvements=2)
    with pytest.raises(Invalid):
        prepared(office, application)


@pytest.mark.parametrize("reason", ["", "x" * 4001])
def test_reason_for_the_organisation_is_needed_and_bounded(reason: str, office: Office) -> None:
    decision = prepared(office, recommended())
    with pytest.raises(Invalid) as refused:
        take(decision, office.member, reason=reason)
    assert refused.value.field == "reason"


# two persons


def test_preparer_does_not_decide_in_any_role(office: Office) -> None:
    decision = prepared(office, recommended())
    for role in (Role.OFFICER, Role.COMMITTEE):
        with pytest.raises(NotAllowed, match="You prepared this decision"):
            take(decision, office.officer, role)


def test_officer_does_not_decide(office: Office) -> None:
    decision = prepared(office, recommended())
    with pytest.raises(NotAllowed, match="The committee decides"):
        take(decision, office.second_officer, Role.OFFICER)


@pytest.mark.parametrize("made", ["created_by", "reset_by"])
@pytest.mark.parametrize("by_decider", [True, False])
def test_account_made_or_reset_by_the_other_is_no_second_person(
    made: str, by_decider: bool, office: Office
) -> None:
    decision = prepared(office, recommended())
    maker, other = (
        (office.member, office.officer) if by_decider else (office.officer, office.member)
    )
    lately = NOW - timedelta(days=29)
    moment = "created_at" if made == "created_by" else "reset_at"
    with unit_of_work() as session:
        session.execute(
            update(Person).where(Person.id == other.id).values({made: maker.id, moment: lately})
        )
    with pytest.raises(NotAllowed, match="do not count as two persons"):
        take(decision, office.member)
    long_ago = NOW - timedelta(days=31)
    with unit_of_work() as session:
        session.execute(update(Person).where(Person.id == other.id).values({moment: long_ago}))
    assert take(decision, office.member).state is DecisionState.TAKEN


def test_second_factor_must_be_fresh(office: Office) -> None:
    decision = prepared(office, recommended())
    with pytest.raises(SecondFactorNeeded):
        take(decision, office.member, fresh=False)


def test_database_refuses_one_person_as_both(office: Office) -> None:
    decision = prepared(office, recommended())
    with pytest.raises(Exception, match="two_persons"), unit_of_work() as session:
        session.execute(
            update(Decision)
            .where(Decision.id == decision.id)
            .values(state="taken", decided_by=decision.prepared_by)
        )


# conflicts of interest


def test_assessor_of_the_case_neither_sees_nor_decides(office: Office) -> None:
    decision = prepared(office, recommended(assessors=[office.member]))
    with pytest.raises(NotAllowed, match="on the assessment team"):
        take(decision, office.member)
    assert mails() == [("decision_prepared", "Cees Committee")]


@pytest.mark.parametrize("kind", InvolvementKind)
def test_involvement_keeps_away_from_the_case(kind: InvolvementKind, office: Office) -> None:
    application = recommended()
    decision = prepared(office, application)
    with unit_of_work() as session:
        record_involvement(
            session,
            actor=officer(office),
            person_id=office.member.id,
            organisation_id=application.organisation_id,
            kind=kind,
            source="declaration",
            now=NOW,
        )
    if kind is InvolvementKind.DECIDED:
        assert take(decision, office.member).state is DecisionState.TAKEN
    else:
        with pytest.raises(NotAllowed, match="bound up with this organisation"):
            take(decision, office.member)


def test_officer_with_an_involvement_does_not_prepare(office: Office) -> None:
    application = recommended(assessors=[office.officer])
    with pytest.raises(NotAllowed, match="on the assessment team"):
        prepared(office, application)


def test_committee_does_not_prepare_and_others_know_of_nothing(office: Office) -> None:
    application = recommended()
    prepared(office, application)
    for person, role, refusal in (
        (office.member, Role.COMMITTEE, NotAllowed),
        (office.member, Role.ASSESSOR, NotFound),
        (office.member, Role.ADMINISTRATOR, NotFound),
        (office.member, Role.MANAGER, NotFound),
    ):
        with pytest.raises(refusal), unit_of_work() as session:
            actions.prepare_decision(
                session,
                actor=acting(person, role),
                application_id=application.id,
                outcome=Outcome.AWARDED,
                level_id=None,
                note="",
                now=NOW,
            )


# the case and its steps


@pytest.mark.parametrize("what", ["score", "report", "recommendation"])
def test_case_that_changed_since_must_be_prepared_again(what: str, office: Office) -> None:
    application = recommended()
    decision = prepared(office, application)
    with unit_of_work() as session:
        if what == "score":
            session.execute(
                update(AgreedScore)
                .where(AgreedScore.application_id == application.id, AgreedScore.part_id == "1.1")
                .values(score=Fraction(71))
            )
        elif what == "report":
            session.execute(update(FeedbackReport).values(version=FeedbackReport.version + 1))
        else:
            session.execute(update(Recommendation).values(reason="On second thought."))
    with pytest.raises(Conflict):
        take(decision, office.member)
    again = prepared(office, application)
    with reading() as session:
        (before,) = queries.sent_back(session, application.id)
    assert (before.id, before.sent_back_by) == (decision.id, office.officer.id)
    assert take(again, office.member).state is DecisionState.TAKEN


@pytest.mark.parametrize(
    "printed", [{"name": "Gold Cluster of Europe"}, {"city": "Graz, Gold"}, {"country": "DE"}]
)
def test_a_holder_who_calls_itself_otherwise_since_must_be_prepared_again(
    printed: dict[str, str], office: Office
) -> None:
    application = recommended()
    decision = prepared(office, application)
    with unit_of_work() as session:
        holder = get_organisation(session, application.organisation_id)
        before = profile_of(holder)
        edit_organisation(
            session,
            actor=actor_for(owners(session, holder.id)[0], Role.MANAGER, {holder.id: Seat.OWNER}),
            organisation_id=holder.id,
            version=holder.version,
            profile=replace(before, **printed),
            now=NOW,
        )
    with pytest.raises(Conflict):
        take(decision, office.member)
    with unit_of_work() as session:
        for name in printed:
            holder = get_organisation(session, application.organisation_id)
            setattr(holder, name, getattr(before, name))
    assert take(decision, office.member).state is DecisionState.TAKEN


def test_preparing_twice_is_refused(office: Office) -> None:
    application = recommended()
    prepared(office, application)
    with pytest.raises(NotNow, match="prepared already"):
        prepared(office, application)


def test_deciding_twice_is_refused_and_preparing_after_it(office: Office) -> None:
    application = recommended()
    decision = decided(office, application)
    with pytest.raises(NotNow):
        take(decision, office.member)
    with pytest.raises(NotNow):
        prepared(office, application)


def test_preparing_before_the_recommendation_is_refused(office: Office) -> None:
    application = recommended()
    with unit_of_work() as session:
        session.execute(update(FeedbackReport).values(final_at=None))
    with pytest.raises(NotNow):
        prepared(office, application)
    with unit_of_work() as session:
        session.execute(
            update(Application).where(Application.id == application.id).values(state="observed")
        )
    with pytest.raises(NotFound):
        prepared(office, application)


def test_sending_back_gives_it_to_the_office_again(office: Office) -> None:
    application = recommended()
    decision = prepared(office, application)

    def send_back(reason: str) -> Decision:
        with unit_of_work() as session:
            return actions.send_decision_back(
                session, actor=member(office), decision_id=decision.id, reason=reason, now=NOW
            )

    with pytest.raises(Invalid):
        send_back("")
    row = send_back("The visit is not described.")
    assert (row.state, row.sent_back_reason, row.sent_back_by, row.sent_back_at) == (
        DecisionState.SENT_BACK,
        "The visit is not described.",
        office.member.id,
        NOW,
    )
    assert ("decision_sent_back", "Olga Officer") in mails()
    with pytest.raises(NotNow):
        take(decision, office.member)
    with pytest.raises(NotNow):
        send_back("Again.")
    assert take(prepared(office, application), office.member).state is DecisionState.TAKEN


def test_failed_decision_leaves_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise BadInput("A letter is missing from the fonts.")

    decision = prepared(office, recommended())
    monkeypatch.setattr(granting, "label_sheet", fail)
    with pytest.raises(Refusal, match="could not be printed"):
        take(decision, office.member)
    with reading() as session:
        assert queries.get_decision(session, decision.id).state is DecisionState.PREPARED
        assert session.scalar(select(func.count()).select_from(Label)) == 0


def test_visit_long_ago_leaves_nothing_to_award(office: Office) -> None:
    decision = prepared(office, recommended(visited=date(2024, 4, 30)))
    with pytest.raises(NotNow, match="so far back"):
        take(decision, office.member)


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2026, 5, 11), 24, date(2028, 5, 31)),
        (date(2026, 2, 28), 24, date(2028, 2, 29)),
        (date(2026, 12, 31), 24, date(2028, 12, 31)),
        (date(2026, 12, 1), 2, date(2027, 2, 28)),
        (date(2026, 1, 31), 36, date(2029, 1, 31)),
    ],
)
def test_term_ends_with_its_month(day: date, months: int, last: date) -> None:
    assert end_of_month(day, months) == last
