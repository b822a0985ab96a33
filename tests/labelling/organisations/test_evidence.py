"""The evidence library: pieces, versions, quota, removal, and who may read."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from labelling.core import files
from labelling.core.access import Actor, Role
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, Invalid, NotAllowed, NotFound, NotNow
from labelling.core.outbox import Outgoing
from labelling.organisations import evidence_access, jobs, queries
from labelling.organisations.actions import evidence as actions
from labelling.organisations.actions.evidence import Description
from labelling.organisations.models import Evidence, EvidenceKind
from tests.labelling.acting import actor_for
from tests.labelling.organisations.making import (
    QUOTA,
    Made,
    add_evidence,
    add_paper,
    make_organisation,
    stored,
)
from tests.labelling.people.making import add_person

NOW = datetime(2026, 9, 30, 12, tzinfo=UTC)
FIRST, SECOND = b"Minutes.\n", b"Minutes, corrected.\n"


@pytest.fixture
def made(app: Flask) -> Made:
    with unit_of_work() as session:
        return make_organisation(session, contributors=1, readers=1, now=NOW)


@pytest.fixture
def piece(made: Made) -> Evidence:
    with unit_of_work() as session:
        return add_evidence(session, made, content=FIRST, now=NOW)


def new_version(made: Made, piece: Evidence, content: bytes = SECOND, quota: int = QUOTA) -> None:
    with unit_of_work() as session:
        actions.add_version(
            session,
            actor=made.actor(),
            evidence_id=piece.id,
            file=stored(content, "minutes.txt"),
            quota=quota,
            now=NOW,
        )


def remove(actor: Actor, piece: Evidence) -> None:
    with unit_of_work() as session:
        actions.remove_evidence(session, actor=actor, evidence_id=piece.id, now=NOW)


def library(made: Made) -> list[tuple[str, EvidenceKind, int | None]]:
    with reading() as session:
        return [
            (entry.evidence.title, entry.evidence.kind, entry.file.version if entry.file else None)
            for entry in queries.evidence_of(session, made.id)
        ]


def test_the_library_lists_the_newest_version_of_each_piece(made: Made, piece: Evidence) -> None:
    with unit_of_work() as session:
        add_paper(session, made, now=NOW + timedelta(minutes=1))
    new_version(made, piece)
    assert library(made) == [
        ("Minutes of the general assembly", EvidenceKind.SEEN_ON_SITE, None),
        ("Strategy 2025–2028", EvidenceKind.FILE, 2),
    ]
    with reading() as session:
        assert [row.version for row in queries.versions(session, piece.id)] == [2, 1]
        assert queries.bytes_stored(session, made.id) == len(FIRST) + len(SECOND)


def test_the_same_content_again_is_no_new_version(made: Made, piece: Evidence) -> None:
    with pytest.raises(Invalid) as refused:
        new_version(made, piece, FIRST)
    assert refused.value.field == "file"


def test_a_paper_seen_on_site_has_no_versions(made: Made) -> None:
    with unit_of_work() as session:
        paper = add_paper(session, made, now=NOW)
    with pytest.raises(NotNow):
        new_version(made, paper)


def test_the_quota_counts_every_version(made: Made, piece: Evidence) -> None:
    with pytest.raises(Invalid) as refused:
        new_version(made, piece, quota=len(FIRST) + len(SECOND) - 1)
    assert refused.value.field == "file"
    new_version(made, piece, quota=len(FIRST) + len(SECOND))


def test_title_and_date_can_be_changed(made: Made, piece: Evidence) -> None:
    with unit_of_work() as session:
        actions.describe_evidence(
            session,
            actor=made.actor(made.contributors[0]),
            evidence_id=piece.id,
            description=Description("Strategy", date(2025, 6, 1)),
            now=NOW,
        )
    with reading() as session:
        found = queries.get_evidence(session, piece.id)
    assert (found.title, found.dated, found.where_seen) == ("Strategy", date(2025, 6, 1), "")


def test_what_another_said_of_a_piece_is_seen_before_it_is_overwritten(
    made: Made, piece: Evidence
) -> None:
    seen = actions.description_of(piece).mark

    def describe(said: Description) -> None:
        with unit_of_work() as session:
            actions.describe_evidence(
                session,
                actor=made.actor(),
                evidence_id=piece.id,
                description=said,
                seen=seen,
                now=NOW,
            )

    theirs = Description("Strategy", first=date(2025, 1, 1))
    describe(theirs)
    describe(theirs)
    with pytest.raises(Conflict):
        describe(Description("Our strategy"))
    with reading() as session:
        assert actions.description_of(queries.get_evidence(session, piece.id)) == theirs


def test_a_removed_piece_leaves_the_library_and_takes_no_versions(
    made: Made, piece: Evidence
) -> None:
    remove(made.actor(), piece)
    assert library(made) == []
    with pytest.raises(NotNow):
        new_version(made, piece)
    with pytest.raises(NotNow):
        remove(made.actor(), piece)


def test_readers_officers_and_strangers_do_not_write(made: Made, piece: Evidence) -> None:
    with unit_of_work() as session:
        stranger = actor_for(add_person(session), Role.MANAGER)
        officer = actor_for(add_person(session), Role.OFFICER)
    for actor, refusal in (
        (made.actor(made.readers[0]), NotAllowed),
        (officer, NotAllowed),
        (stranger, NotFound),
    ):
        with pytest.raises(refusal):
            remove(actor, piece)
        with pytest.raises(refusal), unit_of_work() as session:
            actions.add_seen_on_site(
                session,
                actor=actor,
                organisation_id=made.id,
                description=Description("Plan"),
                now=NOW,
            )


def purge(piece: Evidence) -> None:
    jobs.purge_evidence({"evidence": str(piece.id)}, NOW + timedelta(days=30))


def digests(piece: Evidence) -> list[str]:
    with reading() as session:
        return [row.sha256 for row in queries.versions(session, piece.id)]


def test_a_removed_piece_is_deleted_thirty_days_later(made: Made, piece: Evidence) -> None:
    new_version(made, piece)
    remove(made.actor(), piece)
    with reading() as session:
        job = session.query(Outgoing).filter_by(name="evidence.purge").one()
    assert (job.not_before, job.payload) == (
        NOW + timedelta(days=30),
        {"evidence": str(piece.id)},
    )
    purge(piece)
    assert [files.store().has(digest) for digest in digests(piece)] == [False, False]
    with reading() as session:
        assert queries.bytes_stored(session, made.id) == 0
    with pytest.raises(NotFound), reading() as session:
        queries.get_evidence_file(session, piece.id, 1)
    purge(piece)


def test_a_piece_that_was_not_removed_is_not_deleted(made: Made, piece: Evidence) -> None:
    purge(piece)
    assert [files.store().has(digest) for digest in digests(piece)] == [True]


def test_what_a_submission_cites_is_kept(
    made: Made, piece: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence_access, "_keepers", [])
    evidence_access.add_keeper(lambda _session, evidence_id: evidence_id == piece.id)
    remove(made.actor(), piece)
    purge(piece)
    assert [files.store().has(digest) for digest in digests(piece)] == [True]


def test_nothing_is_deleted_while_no_room_tells_what_it_cites(
    made: Made, piece: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence_access, "_keepers", [])
    remove(made.actor(), piece)
    purge(piece)
    assert [files.store().has(digest) for digest in digests(piece)] == [True]


def test_bytes_that_another_piece_needs_are_kept(made: Made, piece: Evidence) -> None:
    with unit_of_work() as session:
        add_evidence(session, made, "The same again", content=FIRST, now=NOW)
    remove(made.actor(), piece)
    purge(piece)
    assert [files.store().has(digest) for digest in digests(piece)] == [True]
