"""Keys come and go: each with its leaf, in the trail, counting from the leaf that tells of it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.x509 import load_der_x509_certificate
from cryptography.x509.oid import NameOID
from flask import Flask
from sqlalchemy import select

from certificates.errors import BadInput, CannotSign
from certificates.keymaking import new_pdf_key, new_root
from certificates.keys import PublicKey, Purpose, State
from certificates.keysfile import write_keys
from certificates.leaves import LeafType, open_event, read_leaf
from labelling.core import installation
from labelling.core.audit import AuditEntry
from labelling.core.database import reading, unit_of_work
from labelling.issuing import events, keys, log, turns
from labelling.issuing.models import SigningKey, SigningKeyEnd
from labelling.settings import Settings
from tests.labelling.issuing.making import NOW

LATER = datetime(2026, 6, 1, tzinfo=UTC)
FIRST = 5


def current(purpose: Purpose) -> PublicKey:
    with reading() as session:
        found = keys.public_keys(session).current(purpose)
    assert found is not None
    return found


def rotate(purpose: Purpose) -> tuple[PublicKey, ...]:
    with unit_of_work() as session:
        return turns.rotate(session, purpose, LATER)


def told() -> list[tuple[LeafType, str]]:
    """Return the log's leaves with the keys that they tell of."""
    with reading() as session:
        found = []
        for index, entry in enumerate(log.entries(session, 0, log.size(session))):
            leaf, sealed = read_leaf(entry), events.sealed(session, index)
            assert sealed is not None
            assert leaf.event_sha256 is not None
            found.append((leaf.type, str(open_event(sealed, leaf.event_sha256)["id"])))
    return found


def files(settings: Settings) -> set[str]:
    return {path.stem for path in settings.keys.glob("*.pem")}


@pytest.mark.usefixtures("keyed")
def test_first_start_makes_a_key_for_each_purpose_and_logs_it(settings: Settings) -> None:
    with reading() as session:
        known = keys.public_keys(session)
        verbs = session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)).all()
    assert [key.purpose for key in known.keys] == list(Purpose)
    assert {(key.first, key.since, key.state) for key in known.keys} == {(1, NOW, State.CURRENT)}
    assert told() == [(LeafType.KEY_INTRODUCED, key.id) for key in known.keys]
    assert verbs == ["key.introduced"] * FIRST
    assert files(settings) == {key.id for key in known.keys}
    assert settings.keys.stat().st_mode & 0o777 == 0o700


@pytest.mark.usefixtures("keyed")
def test_second_start_makes_no_keys(settings: Settings) -> None:
    with unit_of_work() as session:
        assert turns.introduce_first(session, LATER) == ()
        assert log.size(session) == FIRST
    assert len(files(settings)) == FIRST


def test_keys_of_a_demonstration_say_so(app: Flask) -> None:
    with unit_of_work() as session:
        installation.mark(session, NOW, demo=True)
        turns.introduce_first(session, NOW)
    for certificate in current(Purpose.PDF).chain:
        name = load_der_x509_certificate(certificate).subject
        (owner,) = name.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
        assert owner.value == "DEMO – NOT VALID: Office of the label"


def test_open_folder_makes_no_keys_and_leaves_no_trace(app: Flask, settings: Settings) -> None:
    settings.keys.chmod(0o755)
    with pytest.raises(CannotSign, match="open to others"), unit_of_work() as session:
        turns.introduce_first(session, NOW)
    with reading() as session:
        assert (keys.public_keys(session).keys, log.size(session)) == ((), 0)


@pytest.mark.usefixtures("keyed")
def test_successor_counts_from_its_own_leaf_and_its_predecessor_to_the_one_before() -> None:
    old = current(Purpose.CREDENTIAL)
    (new,) = rotate(Purpose.CREDENTIAL)
    with reading() as session:
        known = keys.public_keys(session)
    past = known.find(old.id)
    assert past is not None
    assert (past.state, past.last, past.until) == (State.RETIRED, FIRST, LATER)
    assert (new.first, new.since, known.current(Purpose.CREDENTIAL)) == (FIRST + 1, LATER, new)
    assert told()[FIRST:] == [(LeafType.KEY_INTRODUCED, new.id), (LeafType.KEY_RETIRED, old.id)]


@pytest.mark.usefixtures("keyed")
def test_documents_on_their_way_still_count_for_the_old_pdf_key() -> None:
    old = current(Purpose.PDF)
    (new,) = rotate(Purpose.PDF)
    with reading() as session:
        known = keys.public_keys(session)
    assert known.counting(Purpose.PDF, FIRST + 20) == (known.find(old.id), new)
    assert known.counting(Purpose.PDF, FIRST + turns.OVERLAP[Purpose.PDF] + 1) == (new,)
    assert new.chain[-1] == current(Purpose.ROOT).chain[0]


@pytest.mark.usefixtures("keyed")
def test_new_root_brings_a_key_for_pdfs() -> None:
    root, pdf = rotate(Purpose.ROOT)
    assert (root.purpose, pdf.purpose) == (Purpose.ROOT, Purpose.PDF)
    assert pdf.chain[-1] == root.chain[0]
    assert (current(Purpose.ROOT), current(Purpose.PDF)) == (root, pdf)


@pytest.mark.usefixtures("keyed")
def test_pdf_key_needs_the_root_which_may_lie_elsewhere() -> None:
    root = current(Purpose.ROOT)
    private = keys.private_half(root)
    keys.take_away(root)
    with pytest.raises(CannotSign, match="cannot be read"):
        rotate(Purpose.PDF)
    with unit_of_work() as session:
        (new,) = turns.rotate(session, Purpose.PDF, LATER, private)
    assert current(Purpose.PDF) == new
    stranger = new_root("Somebody else (fictitious)", NOW, 1)
    with pytest.raises(BadInput, match="not the one of the root"), unit_of_work() as session:
        turns.rotate(session, Purpose.PDF, LATER, stranger.private)


@pytest.mark.usefixtures("keyed")
def test_compromised_key_counts_for_what_was_there_before() -> None:
    rotate(Purpose.STATUS)
    key = current(Purpose.STATUS)
    with unit_of_work() as session:
        vacant = turns.mark_compromised(session, key.id, LATER, last=FIRST + 1)
    with reading() as session:
        fallen = keys.public_keys(session).find(key.id)
    assert vacant == (Purpose.STATUS,)
    assert fallen is not None
    assert (fallen.state, fallen.last) == (State.COMPROMISED, FIRST + 1)
    assert told()[-1] == (LeafType.KEY_RETIRED, key.id)
    with pytest.raises(CannotSign, match="No key for status"), reading() as session:
        keys.signing_key(session, Purpose.STATUS)


@pytest.mark.usefixtures("keyed")
def test_with_a_root_fall_its_pdf_keys_and_a_retired_key_can_fall_later() -> None:
    old = current(Purpose.PDF)
    rotate(Purpose.PDF)
    root = current(Purpose.ROOT)
    with unit_of_work() as session:
        vacant = turns.mark_compromised(session, root.id, LATER)
        known = keys.public_keys(session)
    assert vacant == (Purpose.ROOT, Purpose.PDF)
    assert {key.state for key in known.of(Purpose.PDF)} == {State.COMPROMISED}
    past = known.find(old.id)
    assert past is not None
    assert past.last == FIRST + 2


@pytest.mark.usefixtures("keyed")
def test_impossible_compromises_are_refused() -> None:
    key = current(Purpose.STATUS)
    for key_id, last in (("status-0000000000000000", None), (key.id, FIRST + 1), (key.id, -1)):
        with pytest.raises(BadInput), unit_of_work() as session:
            turns.mark_compromised(session, key_id, LATER, last)
    with reading() as session:
        assert session.scalars(select(SigningKeyEnd)).all() == []


@pytest.mark.usefixtures("keyed")
def test_chain_of_a_trust_service_takes_the_place_of_root_and_pdf_key(settings: Settings) -> None:
    service = new_root("Trust service (fictitious)", NOW, 1)
    chain = new_pdf_key(service, "Office", NOW, 1).public.chain
    before = files(settings)
    with unit_of_work() as session:
        root, pdf = turns.adopt(session, chain, LATER)
    assert (current(Purpose.ROOT), current(Purpose.PDF)) == (root, pdf)
    assert (pdf.chain, pdf.first, files(settings)) == (chain, FIRST + 1, before)
    renewed = new_pdf_key(service, "Office", NOW, 1).public.chain
    with unit_of_work() as session:
        (second,) = turns.adopt(session, renewed, LATER)
    assert (current(Purpose.ROOT), current(Purpose.PDF)) == (root, second)
    with pytest.raises(BadInput, match="had its turn already"), unit_of_work() as session:
        turns.adopt(session, chain, LATER)
    with unit_of_work() as session:
        assert turns.adopt(session, renewed, LATER) == ()
    with pytest.raises(BadInput, match="not vouched for"), unit_of_work() as session:
        turns.adopt(session, (chain[0], new_root("X", NOW, 1).public.chain[0]), LATER)


@pytest.mark.usefixtures("keyed")
def test_private_half_of_another_key_is_refused(settings: Settings) -> None:
    key, other = current(Purpose.STATUS), current(Purpose.CREDENTIAL)
    file = settings.keys / f"{key.id}.pem"
    file.write_bytes((settings.keys / f"{other.id}.pem").read_bytes())
    with pytest.raises(CannotSign, match="belongs to another key"):
        keys.private_half(key)


@pytest.mark.usefixtures("keyed")
def test_rows_say_what_the_bundle_will_say() -> None:
    rotate(Purpose.ROOT)
    with reading() as session:
        known = keys.public_keys(session)
        stored = session.scalars(select(SigningKey).order_by(SigningKey.leaf)).all()
    assert [row.id for row in stored] == [key.id for key in known.keys]
    assert [entry["id"] for entry in write_keys(known)] == [row.id for row in stored]


def test_keys_lie_where_the_setting_says(settings: Settings, tmp_path: Path) -> None:
    assert settings.keys == settings.data_dir / "keys"
    assert Settings(data_dir=tmp_path, keys_dir=tmp_path / "apart").keys == tmp_path / "apart"
