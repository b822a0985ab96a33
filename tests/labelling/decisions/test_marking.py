"""Status lists say at once, and only, what the history of labels says."""

from datetime import date, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from certificates.dataintegrity import check_document
from certificates.leaves import LeafType, open_event, read_leaf
from certificates.openbadge import read_claims
from certificates.standing import status_on
from certificates.status import StatusEntry, StatusList, read_list
from certificates.strictjson import parse
from labelling.core.database import reading
from labelling.core.web import identity
from labelling.decisions.models import Label, LabelEventKind
from labelling.decisions.queries import history
from labelling.issuing import events, issuer, log, queries
from labelling.issuing.models import Certificate
from labelling.settings import Settings
from tests.labelling.decisions.making import (
    NOW,
    Office,
    changed,
    decided,
    issue_all,
    label,
    lift,
    recommended,
    revoke,
    suspend,
    terms,
)

CLEAR, SUSPENDED, REVOKED = (False, False), (False, True), (True, False)


@pytest.fixture
def held(office: Office) -> Label:
    """Return a label whose certificate was published."""
    held = label(office)
    issue_all()
    return held


def entries(certificate: Certificate) -> tuple[StatusEntry, StatusEntry]:
    """Return where a stranger looks: from the credential alone."""
    content = parse(certificate.credential.encode(), "The credential")
    assert isinstance(content, dict)
    claims = read_claims({name: value for name, value in content.items() if name != "proof"})
    return claims.revocation, claims.suspension


def fetched(
    client: FlaskClient, patch: pytest.MonkeyPatch, entry: StatusEntry, now: datetime
) -> StatusList:
    """Fetch a list as a stranger does, at a moment, and check its proof."""
    patch.setattr(identity, "utcnow", lambda: now)
    answer = client.get(entry.address.removeprefix("http://localhost"))
    assert (answer.status_code, answer.mimetype) == (200, "application/vc")
    assert answer.headers["Cache-Control"] == "public, no-cache"
    with reading() as session:
        known = issuer.listed_keys(session)
    return read_list(check_document(answer.data, known, now=now).content)


def bits(
    client: FlaskClient, patch: pytest.MonkeyPatch, held: Label, now: datetime
) -> list[tuple[bool, bool]]:
    """Return revocation and suspension of each certificate of a label, the newest last."""
    with reading() as session:
        rows = queries.certificates(session, held.id)
    return [
        (revocation, suspension)
        for row in rows
        for revocation, suspension in [
            [fetched(client, patch, entry, now).bits.is_set(entry.index) for entry in entries(row)]
        ]
    ]


def test_new_certificate_is_marked_nowhere(
    client: FlaskClient, held: Label, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bits(client, monkeypatch, held, NOW) == [CLEAR]


def test_suspension_shows_without_any_job_and_goes_the_day_after_its_lifting(
    client: FlaskClient, office: Office, held: Label, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = label(office, name="Birch")
    issue_all()
    suspend(office, held)
    assert bits(client, monkeypatch, held, NOW) == [SUSPENDED]
    assert bits(client, monkeypatch, other, NOW) == [CLEAR]
    later = NOW + timedelta(days=3)
    lift(office, held, now=later)
    assert bits(client, monkeypatch, held, later) == [SUSPENDED]
    assert bits(client, monkeypatch, held, later + timedelta(days=1)) == [CLEAR]


@pytest.mark.parametrize("kind", [LabelEventKind.REVOKED, LabelEventKind.WITHDRAWN])
def test_label_that_ended_is_revoked_for_good(
    kind: LabelEventKind,
    client: FlaskClient,
    office: Office,
    held: Label,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    changed(office, held, kind)
    assert bits(client, monkeypatch, held, NOW) == [REVOKED]
    assert bits(client, monkeypatch, held, NOW + timedelta(days=900)) == [REVOKED]


def test_later_term_revokes_the_earlier_one_when_it_is_published(
    client: FlaskClient, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = label(office, level="bronze")
    issue_all()
    later = NOW + timedelta(days=200)
    upgrade = recommended(
        level="silver", organisation_id=held.organisation_id, visited=date(2026, 12, 1), now=later
    )
    decided(office, upgrade, now=later)
    assert bits(client, monkeypatch, held, later) == [CLEAR]
    issue_all(later)
    assert bits(client, monkeypatch, held, later) == [REVOKED, CLEAR]


@pytest.mark.parametrize("behind", [timedelta(), timedelta(seconds=2)])
def test_of_two_terms_decided_at_one_moment_the_second_counts(
    behind: timedelta, client: FlaskClient, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their ids are random: whichever they are, they decide nothing."""
    held = label(office, level="bronze")
    upgrade = recommended(level="silver", percent=90, organisation_id=held.organisation_id)
    decided(office, upgrade, now=NOW - behind)
    first, second = terms(held)
    assert (first.level_id, second.level_id) == ("bronze", "silver")
    assert first.recorded_at < second.recorded_at <= NOW + timedelta(microseconds=1)
    issue_all()
    assert bits(client, monkeypatch, held, NOW) == [REVOKED, CLEAR]
    with reading() as session:
        standing = status_on(history(session, held.id), NOW.date())
    assert standing.term is not None
    assert standing.term.id == str(second.id)


def test_log_tells_the_moments_of_terms_as_the_register_does(office: Office) -> None:
    held = label(office, level="bronze")
    decided(office, recommended(level="silver", percent=90, organisation_id=held.organisation_id))
    with reading() as session:
        told = [
            leaf.at
            for entry in log.entries(session, 0, log.size(session))
            if (leaf := read_leaf(entry)).type is LeafType.GRANT
        ]
    assert told == [term.recorded_at for term in terms(held)]


def test_list_holds_a_day_or_until_a_change_that_was_announced(
    client: FlaskClient, office: Office, held: Label, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reading() as session:
        (certificate,) = queries.certificates(session, held.id)
    _, suspension = entries(certificate)
    quiet = fetched(client, monkeypatch, suspension, NOW)
    assert (quiet.valid_from, quiet.valid_until) == (NOW, NOW + timedelta(hours=24))
    tomorrow = NOW.date() + timedelta(days=1)
    changed(office, held, LabelEventKind.SUSPENDED, effective_on=tomorrow)
    announced = fetched(client, monkeypatch, suspension, NOW)
    midnight = datetime.fromisoformat(f"{tomorrow.isoformat()}T00:00:00+02:00")
    assert announced.valid_until == midnight
    assert not announced.bits.is_set(suspension.index)
    assert fetched(client, monkeypatch, suspension, midnight).bits.is_set(suspension.index)


def test_list_that_cannot_be_signed_is_no_list(
    client: FlaskClient, held: Label, settings: Settings
) -> None:
    (key,) = settings.keys.glob("status-*.pem")
    key.unlink()
    assert client.get("/status/revocation-1").status_code == 503


@pytest.mark.parametrize("name", ["revocation-2", "suspension-0", "expiry-1", "revocation-1.json"])
def test_list_that_does_not_exist_is_404(client: FlaskClient, held: Label, name: str) -> None:
    assert client.get(f"/status/{name}").status_code == 404


def test_did_document_names_the_keys_of_the_host(client: FlaskClient, held: Label) -> None:
    answer = client.get("/.well-known/did.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/did+json")
    assert answer.get_json(force=True)["id"] == "did:web:localhost"
    assert len(answer.get_json(force=True)["verificationMethod"]) == 2


def test_log_tells_of_each_decision_with_a_hash_that_its_event_opens(
    office: Office, held: Label
) -> None:
    suspend(office, held)
    lift(office, held, now=NOW + timedelta(days=1))
    revoke(office, held, now=NOW + timedelta(days=3))
    with reading() as session:
        told = [
            (leaf.type, open_event(events.sealed(session, index) or b"", leaf.event_sha256 or ""))
            for index, entry in enumerate(log.entries(session, 0, log.size(session)))
            if (leaf := read_leaf(entry)).label == held.public_id
        ]
    assert [kind for kind, _ in told] == [
        LeafType.GRANT,
        LeafType.ISSUE,
        LeafType.DOCUMENT,
        LeafType.SUSPEND,
        LeafType.LIFT,
        LeafType.REVOKE,
    ]
    assert told[0][1]["level"] == "silver"
    assert told[3][1]["effective"] == "2026-05-28"
    assert {event["number"] for _, event in told} == {held.number}


def test_certificate_of_a_label_revoked_meanwhile_is_marked_as_soon_as_it_is_out(
    client: FlaskClient, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = label(office)
    revoke(office, held)
    issue_all()
    assert bits(client, monkeypatch, held, NOW) == [REVOKED]
    page = client.get(f"/labels/{held.public_id}").text
    assert "Revoked on 28 May 2026" in page
