"""Certificates anew within a term: asked for with proof, checked, decided; the old ones stay."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from certificates.leaves import LeafType
from labelling.core import doors
from labelling.core.access import Actor, Role
from labelling.core.audit import AuditEntry
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow, SecondFactorNeeded
from labelling.decisions import queries
from labelling.decisions.models import Decision, Label, LabelTerm
from labelling.decisions.naming import (
    Named,
    newest_named,
    newest_version,
    present_host,
    versions_of,
)
from labelling.decisions.queries.labels import Wanted
from labelling.decisions.versions.actions import (
    Wish,
    ask_version,
    check_request,
    decide_request,
    refuse_request,
    take_request_back,
)
from labelling.decisions.versions.models import LabelVersion, RequestState, VersionRequest
from labelling.decisions.versions.queries import current_terms, get_request
from labelling.issuing.models import Certificate, LogEvent
from labelling.issuing.queries import certificates
from labelling.organisations.queries import get_organisation
from labelling.people.models import Person
from labelling.reviews.models import Outcome
from tests.labelling.decisions import making
from tests.labelling.decisions.making import (
    NOW,
    Office,
    acting,
    issue_all,
    label,
    member,
    officer,
    owner,
    prepared,
    recommended,
    revoke,
    suspend,
    terms,
)
from tests.labelling.decisions.owning import (
    NAMES,
    asked,
    checked,
    granted,
    in_two_roles,
    paper,
    seated,
    second_officer,
)

DAY = timedelta(days=1)
BEFORE = Named("Alder Valley Mobility Cluster", "", "Graz")


@pytest.fixture
def held(office: Office) -> Label:
    """Return a silver label whose first certificate is out."""
    made = label(office)
    issue_all()
    return made


def verbs() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)))


def titles(actor: Actor) -> list[str]:
    with reading() as session:
        return [task.title for task in doors.tasks_of(session, actor, NOW)]


def printed(held: Label) -> list[Certificate]:
    with reading() as session:
        return certificates(session, held.id)


def state(request: VersionRequest) -> RequestState:
    with reading() as session:
        return get_request(session, request.id).state


def test_another_name_takes_two_persons_and_gives_an_immutable_version(
    office: Office, held: Label
) -> None:
    request = asked(held, now=NOW)
    assert (request.state, request.renames) == (RequestState.ASKED, True)
    assert "Check a request for a new version of a certificate" in titles(officer(office))
    checked(office, request)
    assert "Decide on a new version of a certificate" in titles(member(office))
    assert "Decide on a new version of a certificate" not in titles(officer(office))
    (version,) = granted(office, request)
    (term,) = terms(held)
    assert (version.version, version.term_id, version.holder, version.host, version.city) == (
        2,
        term.id,
        NAMES.holder,
        NAMES.host,
        NAMES.city,
    )
    assert [verb for verb in verbs() if verb.startswith(("version", "label"))][-3:] == [
        "version.asked",
        "version.checked",
        "label.version_given",
    ]
    issue_all()
    first, second = printed(held)
    assert (first.version, second.version) == (1, 2)
    assert first.credential_sha256 != second.credential_sha256
    with reading() as session:
        sheets = {
            row.version: row.sheet
            for row in session.scalars(select(Certificate).where(Certificate.subject_id == held.id))
        }
    assert sheets[2]["number"] == sheets[1]["number"] == held.number
    assert (sheets[1]["holder"], sheets[2]["holder"]) == (BEFORE.holder, NAMES.holder)
    assert (sheets[1]["place"], sheets[2]["place"]) == ("Graz", "Leoben")
    assert sheets[2]["scope"] == f"{sheets[1]['scope']} It is carried by {NAMES.host}."
    unchanged = ("valid_from", "valid_until", "level_id", "decided_on", "address")
    assert [sheets[1][key] for key in unchanged] == [sheets[2][key] for key in unchanged]


def test_log_tells_of_the_decision_and_of_the_replacing(office: Office, held: Label) -> None:
    granted(office, checked(office, asked(held)))
    issue_all()
    with reading() as session:
        rows = session.scalars(
            select(LogEvent).where(LogEvent.label == held.public_id).order_by(LogEvent.leaf)
        ).all()
    assert [row.type for row in rows] == [
        LeafType.GRANT,
        LeafType.ISSUE,
        LeafType.DOCUMENT,
        LeafType.AMEND,
        LeafType.REPLACE,
        LeafType.DOCUMENT,
    ]
    assert rows[3].content == {
        "number": held.number,
        "term": str(terms(held)[0].id),
        "version": 2,
        "holder": NAMES.holder,
        "host": NAMES.host,
        "place": NAMES.city,
        "language": "en",
    }


def test_language_alone_takes_one_officer_and_no_proof(office: Office, held: Label) -> None:
    request = asked(held, BEFORE, "de", evidence_ids=(), explanation="")
    assert not request.renames
    with pytest.raises(NotNow, match="no longer waits"):
        checked(office, request)
    with pytest.raises(NotAllowed):
        granted(office, request)
    (version,) = granted(office, request, by=officer(office))
    assert (version.language, version.holder) == ("de", BEFORE.holder)
    issue_all()
    assert [one.language for one in printed(held)] == ["en", "de"]


def test_earlier_version_counts_until_the_new_one_is_published(office: Office, held: Label) -> None:
    granted(office, checked(office, asked(held)))
    with reading() as session:
        listed = queries.list_labels(session, officer(office), Wanted(), today(NOW))
    assert [row.holder for row in listed.rows] == [BEFORE.holder]
    issue_all()
    with reading() as session:
        listed = queries.list_labels(session, officer(office), Wanted(), today(NOW))
        versions = versions_of(session, [held.id])[held.id]
    assert [row.holder for row in listed.rows] == [NAMES.holder]
    assert newest_named(terms(held)[0], versions) == NAMES


@pytest.mark.parametrize("words", ["mobility network", "mobility cluster", "alder"])
def test_label_is_found_by_its_present_and_its_earlier_name(
    office: Office, held: Label, words: str
) -> None:
    granted(office, checked(office, asked(held)))
    issue_all()
    with reading() as session:
        found = queries.list_labels(session, officer(office), Wanted(text=words), today(NOW))
    assert [row.label.id for row in found.rows] == [held.id]


def test_version_is_for_the_term_that_counts_and_those_to_come(office: Office, held: Label) -> None:
    (term,) = terms(held)
    renewal = prepared(
        office,
        recommended(organisation_id=held.organisation_id),
        outcome=Outcome.NOT_AWARDED,
    )
    with unit_of_work() as session:
        session.add(_later(session.get_one(LabelTerm, term.id), renewal))
    with reading() as session:
        later = current_terms(session, held.id, today(NOW))
        assert [one.ordinal for one in later] == [1, 2]
        assert newest_version(session, held.id) == 2
    versions = granted(office, checked(office, asked(held)))
    assert [(one.version, one.term_id) for one in versions] == [
        (3, term.id),
        (4, later[1].id),
    ]


def _later(term: LabelTerm, decision: Decision) -> LabelTerm:
    return LabelTerm(
        label_id=term.label_id,
        ordinal=2,
        decision_id=decision.id,
        level_id=term.level_id,
        edition_id=term.edition_id,
        edition_sha256=term.edition_sha256,
        holder=term.holder,
        country=term.country,
        city=term.city,
        valid_from=term.valid_until + DAY,
        valid_until=term.valid_until + 700 * DAY,
        recorded_at=NOW,
    )


def test_profile_follows_so_that_the_next_term_begins_with_the_same_names(
    office: Office, held: Label
) -> None:
    granted(office, checked(office, asked(held, NAMES, "de")))
    with reading() as session:
        holder = get_organisation(session, held.organisation_id)
        assert (holder.name, holder.city, holder.certificate_language) == (
            NAMES.holder,
            NAMES.city,
            "de",
        )
        assert present_host(session, held) == NAMES.host
    assert "organisation.follow_certificate" in verbs()


def test_name_of_another_organisation_is_refused(office: Office, held: Label) -> None:
    label(office, name=NAMES.holder)
    with pytest.raises(Invalid, match="Another organisation here has this name"):
        asked(held)


def test_two_changes_count_on(office: Office, held: Label) -> None:
    granted(office, checked(office, asked(held)))
    issue_all()
    second = asked(held, NAMES, "de", evidence_ids=(), explanation="", now=NOW + DAY)
    assert not second.renames
    (version,) = granted(office, second, by=officer(office))
    assert (version.version, version.holder, version.language) == (3, NAMES.holder, "de")


# refusals


def test_what_says_the_same_is_no_request(office: Office, held: Label) -> None:
    with pytest.raises(Invalid, match="says this already"):
        asked(held, BEFORE, "en")


@pytest.mark.parametrize(
    ("names", "language", "match"),
    [
        (NAMES, "xx", "not written in this language"),
        (Named("N" * 161, "", "Graz"), "en", "could not be printed"),
        (Named("", "", "Graz"), "en", "could not be printed"),
        (Named("Name", "H" * 200, "Graz"), "en", "could not be printed"),
        (Named("Na\u202eme", "", "Graz"), "en", "could not be printed"),
    ],
)
def test_what_no_certificate_can_say_is_refused(
    office: Office, held: Label, names: Named, language: str, match: str
) -> None:
    with pytest.raises(Invalid, match=match):
        asked(held, names, language)


def test_other_names_need_proof_of_the_holder_and_an_explanation(
    office: Office, held: Label
) -> None:
    with pytest.raises(Invalid, match="Choose the evidence"):
        asked(held, evidence_ids=())
    with pytest.raises(Invalid, match="Say what has changed"):
        asked(held, explanation="")
    other = paper(label(office, name="Birch Bay Cluster"))
    with pytest.raises(Invalid, match="no longer in your library"):
        asked(held, evidence_ids=(other.id,))


def test_one_request_waits_at_a_time_and_any_owner_takes_it_back(
    office: Office, held: Label
) -> None:
    request = asked(held)
    with pytest.raises(NotNow, match="waits already"):
        asked(held)
    checked(office, request)
    with unit_of_work() as session:
        take_request_back(session, actor=seated(held, 1), request_id=request.id, now=NOW)
    assert state(request) is RequestState.TAKEN_BACK
    with pytest.raises(NotNow, match="no longer waits"):
        granted(office, request)
    with unit_of_work() as session, pytest.raises(NotNow, match="no longer waits"):
        take_request_back(session, actor=owner(held), request_id=request.id, now=NOW)
    asked(held)


def test_one_person_does_not_do_both_steps(office: Office, held: Label) -> None:
    request = asked(held)
    with pytest.raises(NotAllowed, match="An officer checks the request first"):
        granted(office, request)
    checked(office, request)
    with pytest.raises(NotAllowed, match="another person decides"):
        granted(office, request, by=officer(office))
    stale = acting(office.member, Role.COMMITTEE, fresh=False)
    with pytest.raises(SecondFactorNeeded):
        granted(office, request, by=stale)
    with unit_of_work() as session:
        person = session.get_one(Person, office.member.id)
        person.created_by, person.created_at = office.officer.id, NOW - DAY
    with pytest.raises(NotAllowed, match="do not count as two persons"):
        granted(office, request)
    granted(office, request, by=second_officer(office))
    with pytest.raises(NotNow, match="no longer waits"):
        granted(office, request, by=acting(office.second_member, Role.COMMITTEE))


def test_database_refuses_one_person_for_both_and_an_unchecked_renaming(
    office: Office, held: Label
) -> None:
    request = checked(office, asked(held))
    for values in (
        {"state": RequestState.TAKEN, "decided_by": office.officer.id},
        {"state": RequestState.TAKEN, "decided_by": office.member.id, "checked_by": None},
    ):
        with pytest.raises(DBAPIError), unit_of_work() as session:
            session.execute(
                update(VersionRequest).where(VersionRequest.id == request.id).values(**values)
            )


def test_office_refuses_with_a_reason(office: Office, held: Label) -> None:
    request = asked(held)

    def refuse(actor: Actor, reason: str = "The paper names another office.") -> None:
        with unit_of_work() as session:
            refuse_request(session, actor=actor, request_id=request.id, reason=reason, now=NOW)

    with pytest.raises(NotAllowed):
        refuse(member(office))
    with pytest.raises(Invalid, match="Write what is missing"):
        refuse(officer(office), "")
    checked(office, request)
    with pytest.raises(NotAllowed):
        refuse(officer(office))
    refuse(member(office))
    assert state(request) is RequestState.REFUSED
    assert verbs()[-1] == "version.refused"
    with pytest.raises(NotNow, match="no longer waits"):
        granted(office, request, by=second_officer(office))
    subject = f"No new version of the certificate of label {held.number}"
    assert len([one for one in issue_all() if one.subject == subject]) == 2
    assert len(printed(held)) == 1


def test_who_has_nothing_to_do_with_it_gets_nowhere(office: Office, held: Label) -> None:
    elsewhere = seated(label(office, name="Birch Bay Cluster"), 0)
    wish = Wish(NAMES, "en")
    for actor, error in (
        (seated(held, 2), NotAllowed),
        (elsewhere, NotFound),
        (officer(office), NotFound),
        (member(office), NotFound),
    ):
        with unit_of_work() as session, pytest.raises(error):
            ask_version(
                session,
                actor=actor,
                label_id=held.id,
                wish=wish,
                explanation="x",
                evidence_ids=(),
                now=NOW,
            )
    request = asked(held)
    with reading() as session:
        person = session.get_one(Person, owner(held).person_id)
    bound = in_two_roles(person, held, Role.OFFICER)
    for actor, error in (
        (bound, NotAllowed),
        (elsewhere, NotFound),
        (owner(held), NotFound),
        (member(office), NotAllowed),
    ):
        with unit_of_work() as session, pytest.raises(error):
            check_request(session, actor=actor, request_id=request.id, note="", now=NOW)
    checked(office, request)
    for actor, error in ((bound, NotAllowed), (elsewhere, NotFound), (owner(held), NotFound)):
        with unit_of_work() as session, pytest.raises(error):
            decide_request(session, actor=actor, request_id=request.id, now=NOW)
    for actor, error in (
        (seated(held, 2), NotAllowed), (elsewhere, NotFound), (officer(office), NotFound)
    ):  # fmt: skip
        with unit_of_work() as session, pytest.raises(error):
            take_request_back(session, actor=actor, request_id=request.id, now=NOW)


def test_suspended_label_is_named_anew_and_an_ended_one_is_not(office: Office, held: Label) -> None:
    suspend(office, held)
    request = checked(office, asked(held))
    revoke(office, held)
    with pytest.raises(NotNow, match="does not run today"):
        granted(office, request)
    assert state(request) is RequestState.CHECKED
    with pytest.raises(NotNow, match="does not run today"):
        other = label(office, name="Birch Bay Cluster")
        revoke(office, other)
        asked(other)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE label_versions SET holder = 'Somebody else'", "DELETE FROM label_versions"],
)
def test_version_is_never_changed(office: Office, held: Label, statement: str) -> None:
    granted(office, checked(office, asked(held)))
    with pytest.raises(DBAPIError), unit_of_work() as session:
        session.execute(text(statement))
    with reading() as session:
        assert session.scalars(select(LabelVersion.holder)).all() == [NAMES.holder]


def test_label_that_follows_an_ended_one_is_carried_by_the_same_host(
    office: Office, held: Label
) -> None:
    granted(office, checked(office, asked(held, NAMES)))
    issue_all()
    making.revoke(office, held)
    later = NOW + 30 * DAY
    application = making.recommended(
        organisation_id=held.organisation_id, percent=90, visited=later.date() - DAY, now=later
    )
    decision = making.decided(office, application, now=later)
    with reading() as session:
        term = session.scalars(select(LabelTerm).where(LabelTerm.decision_id == decision.id)).one()
    assert term.label_id != held.id
    assert (term.holder, term.host, term.city) == (NAMES.holder, NAMES.host, NAMES.city)
