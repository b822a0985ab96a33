"""A design on its way: drafted, proposed, put into force by a second officer, kept for good."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from certificates.designs.design import Design, read_design, shipped_design
from certificates.sheet import Signatory
from labelling.core.access import Actor, Role
from labelling.core.audit import AuditEntry
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import (
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    NotNow,
    SecondFactorNeeded,
)
from labelling.issuing.designs import actions, queries
from labelling.issuing.designs.models import CertificateDesign, ProposalOutcome
from labelling.issuing.designs.personal_data import erase, export
from labelling.issuing.designs.tasks import tasks
from tests.labelling.acting import actor_for
from tests.labelling.people.making import make_person

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SCHEME = "cluster-excellence"
LOOK = replace(shipped_design(), layout="ceremony", signatories=(Signatory(name="Eva Example"),))


@pytest.fixture
def olga(app: Flask, database: Database) -> Actor:
    person = make_person("Olga Officer", roles=[Role.OFFICER])
    return actor_for(person, Role.OFFICER, confirmed_at=NOW)


@pytest.fixture
def otto(app: Flask, database: Database) -> Actor:
    person = make_person("Otto Officer", roles=[Role.OFFICER])
    return actor_for(person, Role.OFFICER, confirmed_at=NOW)


@pytest.fixture
def session(app: Flask, database: Database) -> Iterator[Session]:
    with unit_of_work() as session:
        yield session


def save(session: Session, actor: Actor, look: Design = LOOK, version: int = 0) -> None:
    actions.save_draft(session, actor=actor, scheme=SCHEME, version=version, look=look, now=NOW)


def decide(session: Session, actor: Actor, proposal: Any, **changes: Any) -> None:
    values: dict[str, Any] = {"outcome": ProposalOutcome.IN_FORCE, "reason": "", "now": NOW}
    actions.decide_design(session, actor=actor, proposal_id=proposal.id, **{**values, **changes})


def test_the_design_that_ships_is_in_force_until_another_is(session: Session) -> None:
    assert queries.in_force(session, SCHEME) == shipped_design()
    assert queries.drafted(session, SCHEME) == shipped_design()
    assert queries.versions(session, SCHEME) == []


def test_a_design_comes_into_force_by_two_officers(olga: Actor, otto: Actor) -> None:
    with unit_of_work() as session:
        save(session, olga)
    with unit_of_work() as session:
        proposal = actions.propose_design(session, actor=olga, scheme=SCHEME, version=1, now=NOW)
        assert [task.address for task in tasks(session, otto, NOW)] == [
            f"/office/designs/versions/{proposal.design_id}"
        ]
        assert list(tasks(session, olga, NOW)) == []
        assert queries.in_force(session, SCHEME) == shipped_design()
    with unit_of_work() as session:
        decide(session, otto, proposal)
    with reading() as session:
        row = queries.get_version(session, proposal.design_id)
        assert (row.version, row.sha256, row.made_by) == (1, LOOK.sha256(), olga.person_id)
        assert read_design(row.value) == LOOK == queries.in_force(session, SCHEME)
        assert queries.design_of(session, LOOK.sha256()) == LOOK
        assert list(tasks(session, otto, NOW)) == []
        verbs = session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)).all()
        assert verbs[-3:] == ["design.saved", "design.proposed", "design.in_force"]


def test_versions_are_counted_and_the_same_value_is_one(olga: Actor, otto: Actor) -> None:
    for version, look in enumerate((LOOK, replace(LOOK, layout="column"), LOOK)):
        later = NOW + timedelta(hours=version)
        fresh = replace(otto, confirmed_at=later)
        with unit_of_work() as session:
            save(session, olga, look, version)
            proposal = actions.propose_design(
                session, actor=olga, scheme=SCHEME, version=version + 1, now=later
            )
            decide(session, fresh, proposal, now=later)
            assert queries.in_force(session, SCHEME) == look
    with reading() as session:
        assert [row.version for row in queries.versions(session, SCHEME)] == [2, 1]


def test_a_version_is_never_changed(olga: Actor) -> None:
    with unit_of_work() as session:
        save(session, olga)
        actions.propose_design(session, actor=olga, scheme=SCHEME, version=1, now=NOW)
    for statement in (
        "UPDATE certificate_designs SET version = 9",
        "DELETE FROM certificate_designs",
    ):
        with pytest.raises(DBAPIError, match="keeps what was written"), unit_of_work() as session:
            session.execute(text(statement))


def test_nobody_puts_their_own_design_into_force(olga: Actor, otto: Actor) -> None:
    with unit_of_work() as session:
        save(session, olga)
        proposal = actions.propose_design(session, actor=olga, scheme=SCHEME, version=1, now=NOW)
    with pytest.raises(NotAllowed, match="needs two people"), unit_of_work() as session:
        decide(session, olga, proposal)
    with pytest.raises(SecondFactorNeeded), unit_of_work() as session:
        decide(session, replace(otto, confirmed_at=None), proposal)


def test_an_officer_whom_the_other_invited_lately_is_no_second_person(olga: Actor) -> None:
    with unit_of_work() as session:
        save(session, olga)
        proposal = actions.propose_design(session, actor=olga, scheme=SCHEME, version=1, now=NOW)
    made = make_person("Nia New", roles=[Role.OFFICER], now=NOW - timedelta(days=3))
    with unit_of_work() as session:
        session.merge(made).created_by = olga.person_id
    with pytest.raises(NotAllowed, match="needs two people"), unit_of_work() as session:
        decide(session, actor_for(made, Role.OFFICER, confirmed_at=NOW), proposal)


def test_a_design_goes_back_with_a_reason(olga: Actor, otto: Actor) -> None:
    with unit_of_work() as session:
        save(session, olga)
        proposal = actions.propose_design(session, actor=olga, scheme=SCHEME, version=1, now=NOW)
    back = ProposalOutcome.SENT_BACK
    with pytest.raises(Invalid, match="what is to be changed"), unit_of_work() as session:
        decide(session, otto, proposal, outcome=back)
    with unit_of_work() as session:
        decide(session, otto, proposal, outcome=back, reason="Too dark.")
        assert queries.in_force(session, SCHEME) == shipped_design()
    with pytest.raises(NotNow, match="no longer waits"), unit_of_work() as session:
        decide(session, otto, proposal)
    with unit_of_work() as session:
        again = actions.propose_design(session, actor=olga, scheme=SCHEME, version=1, now=NOW)
        assert again.design_id == proposal.design_id


def test_what_cannot_be_proposed_is_refused(olga: Actor) -> None:
    def propose(version: int) -> None:
        with unit_of_work() as session:
            actions.propose_design(session, actor=olga, scheme=SCHEME, version=version, now=NOW)

    with pytest.raises(NotNow, match="no draft"):
        propose(0)
    with unit_of_work() as session:
        save(session, olga, shipped_design())
    with pytest.raises(NotNow, match="in force already"):
        propose(1)
    with unit_of_work() as session:
        save(session, olga, LOOK, 1)
    with pytest.raises(Conflict):
        propose(1)
    propose(2)
    with pytest.raises(NotNow, match="waits for its second officer"):
        propose(2)


def test_two_officers_who_save_at_once_lose_nothing(olga: Actor, otto: Actor) -> None:
    with unit_of_work() as session:
        save(session, olga)
    with pytest.raises(Conflict, match="meanwhile"), unit_of_work() as session:
        save(session, otto, replace(LOOK, accent="#003399"))
    with reading() as session:
        draft = queries.find_draft(session, SCHEME)
        assert draft is not None
        assert (draft.version, draft.saved_by) == (1, olga.person_id)


def test_own_words_are_kept_by_language_and_not_lost_with_the_look(olga: Actor) -> None:
    def texts(language: str, version: int, **spoken: str) -> None:
        with unit_of_work() as session:
            actions.save_texts(
                session, actor=olga, scheme=SCHEME, version=version, language=language,
                texts=spoken, now=NOW,
            )  # fmt: skip

    texts("en", 0, closing="Well done, {holder}.", opening="")
    texts("mt", 1, closing="Prosit!")
    with unit_of_work() as session:
        save(session, olga, LOOK, 2)
        drafted = queries.drafted(session, SCHEME)
        assert drafted.texts == {"closing": {"en": "Well done, {holder}.", "mt": "Prosit!"}}
        assert drafted.layout == "ceremony"
    texts("en", 3, closing="")
    with reading() as session:
        assert queries.drafted(session, SCHEME).texts == {"closing": {"mt": "Prosit!"}}
    with pytest.raises(Invalid, match="stands for nothing"):
        texts("en", 4, closing="{holder.name}")


def test_a_version_is_where_a_draft_can_begin_again(olga: Actor) -> None:
    with unit_of_work() as session:
        save(session, olga)
        proposal = actions.propose_design(session, actor=olga, scheme=SCHEME, version=1, now=NOW)
        save(session, olga, replace(LOOK, accent="#000000"), 1)
        actions.begin_from(session, actor=olga, design_id=proposal.design_id, version=2, now=NOW)
        assert queries.drafted(session, SCHEME) == LOOK


@pytest.mark.parametrize("role", [Role.MANAGER, Role.COMMITTEE, Role.ADMINISTRATOR])
def test_only_officers_design(app: Flask, database: Database, role: Role) -> None:
    actor = actor_for(make_person("Ada Berg"), role, confirmed_at=NOW)
    with pytest.raises(NotAllowed), unit_of_work() as session:
        save(session, actor)


def test_a_scheme_that_does_not_exist_has_no_design(olga: Actor) -> None:
    with pytest.raises(NotFound), unit_of_work() as session:
        actions.save_draft(session, actor=olga, scheme="baroque", version=0, look=LOOK, now=NOW)


def test_the_design_that_ships_is_kept_once_it_was_used(session: Session) -> None:
    actions.keep_shipped(session, SCHEME, "0" * 64, NOW)
    assert queries.versions(session, SCHEME) == []
    for _ in range(2):
        actions.keep_shipped(session, SCHEME, shipped_design().sha256(), NOW)
    (row,) = session.scalars(select(CertificateDesign)).all()
    assert (row.scheme, row.version, row.made_by) == (SCHEME, 1, None)
    assert queries.design_of(session, row.sha256) == shipped_design()
    with pytest.raises(NotFound):
        queries.design_of(session, "0" * 64)


def test_personal_data_are_told_and_the_draft_forgets(olga: Actor, otto: Actor) -> None:
    assert olga.person_id is not None
    with unit_of_work() as session:
        save(session, olga)
        proposal = actions.propose_design(session, actor=olga, scheme=SCHEME, version=1, now=NOW)
        decide(session, otto, proposal, reason="Fine.")
        assert export(session, olga.person_id) == {
            "drafts": [{"scheme": SCHEME, "saved": NOW.isoformat()}],
            "versions": [{"scheme": SCHEME, "version": 1, "made": NOW.isoformat()}],
            "proposals": [
                {"scheme": SCHEME, "proposed": NOW.isoformat(), "decided": None, "reason": None}
            ],
        }
        erase(session, olga.person_id, NOW)
    with reading() as session:
        draft = queries.find_draft(session, SCHEME)
        assert draft is not None
        assert draft.saved_by is None
