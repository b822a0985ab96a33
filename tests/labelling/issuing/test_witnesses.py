"""Outside witnesses sign the log's states; certificates and files carry what they signed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from certificates.attachments import PROOF, attachments
from certificates.checkpoint import Cosignature, read_checkpoint
from certificates.errors import BadInput
from certificates.logproof import check_proof, read_proof
from certificates.notes import KeyKind, verifier_key
from certificates.witnessing import read_witnesses
from labelling.core import files, outbox
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.outbox import Delayed, Outgoing
from labelling.core.worker import Worker
from labelling.issuing import log, queries, witnesses
from labelling.issuing.daily import DAILY
from labelling.issuing.models import LogCosignature
from labelling.settings import Settings, in_use, use
from tests.labelling.issuing.making import NOW, add_holder, order, source_for
from tests.labelling.issuing.test_log import append
from tests.labelling.issuing.witness import NAME, LoopbackWitness, loopback_witness


@pytest.fixture
def witness(keyed: Database, settings: Settings) -> Iterator[LoopbackWitness]:
    """Return a witness that the settings name and that knows the log's key."""
    before = in_use()
    with loopback_witness() as witness:
        with reading() as session:
            witness.log_keys = log.verifier_keys(session)
        use(settings.model_copy(update={"witnesses": witness.setting}))
        witnesses._resting.clear()
        yield witness
    witnesses._resting.clear()
    use(before)


def sign(now: datetime = NOW) -> int:
    """Sign the log as it stands; return its size."""
    with unit_of_work() as session:
        log.checkpoint(session, now)
        return log.size(session)


def kept() -> list[tuple[int, datetime]]:
    with reading() as session:
        rows = session.scalars(select(LogCosignature).order_by(LogCosignature.size))
        return [(row.size, row.at) for row in rows]


def findings(now: datetime) -> list[str]:
    with reading() as session:
        return [one.what for one in witnesses.silent_witnesses(session, now)]


def test_witness_signs_each_state_that_continues_the_last(witness: LoopbackWitness) -> None:
    first = sign()
    assert witnesses.ask_them() == []
    append(*range(20))
    second = sign()
    assert witnesses.ask_them() == []
    assert witnesses.ask_them() == []
    assert kept() == [(first, witness.at), (second, witness.at)]
    assert (witness.asked, witness.size) == ([0, first], second)


def test_witness_that_knows_more_than_we_remember_tells_its_size(witness: LoopbackWitness) -> None:
    first = sign()
    with reading() as session:
        newest = log.newest_checkpoint(session)
    assert newest is not None
    witness.size = first
    witness.root = read_checkpoint(newest.note, witness.log_keys).checkpoint.root
    append(1, 2, 3)
    second = sign()
    assert witnesses.ask_them() == []
    assert (witness.asked, kept()) == ([0, first], [(second, witness.at)])


def test_witness_that_saw_a_larger_log_is_told_of(witness: LoopbackWitness) -> None:
    witness.size = sign() + 1
    assert witnesses.ask_them() == [f"The witness {NAME} saw the log larger than it is."]
    assert kept() == []


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (b"", f"The witness {NAME} answered without its signature."),
        (b"junk\n", "A signature line has a dash, a name and base64."),
        ("— somebody.example AAAAAAAA\n".encode(), f"The witness {NAME} answered without"),
    ],
)
def test_answer_that_is_not_its_signature_is_not_kept(
    answer: bytes, problem: str, witness: LoopbackWitness
) -> None:
    sign()
    witness.answer = answer
    (told,) = witnesses.ask_them()
    assert told.startswith(problem)
    assert kept() == []


def test_signature_by_another_key_of_its_name_is_not_kept(witness: LoopbackWitness) -> None:
    sign()
    with loopback_witness() as other:
        key = other.key.vkey
    use(in_use().model_copy(update={"witnesses": f"{key} {witness.address}"}))
    assert witnesses.ask_them() == [f"The witness {NAME} answered without its signature."]


def test_witness_that_fails_is_left_alone_and_asked_again_by_the_worker(
    witness: LoopbackWitness, settings: Settings
) -> None:
    sign()
    witness.refuses = True
    assert witnesses.ask_them() == [f"The witness {NAME} refused, with status 403."]
    assert witnesses.ask_them() == []
    assert len(witness.asked) == 1
    with pytest.raises(Delayed, match="refused"):
        outbox.handler(witnesses.WITNESS)({}, NOW)
    worker = Worker(settings, leaving={DAILY})
    worker.drain(NOW)
    with reading() as session:
        row = session.scalars(select(Outgoing).where(Outgoing.name == witnesses.WITNESS)).one()
    assert row.error == f"The witness {NAME} refused, with status 403."
    assert findings(NOW + timedelta(hours=25)) == [f"The witness {NAME} has not signed for a day."]
    witness.refuses = False
    worker.drain(NOW + timedelta(hours=25))
    assert len(kept()) == 1
    assert findings(NOW + timedelta(hours=25)) == []


def test_certificate_carries_what_the_witness_signed(
    witness: LoopbackWitness, settings: Settings
) -> None:
    with unit_of_work() as session:
        organisation = add_holder(session)
    with source_for(organisation.id):
        order()
        Worker(settings, lambda *_: None, leaving={DAILY}).drain(NOW)
    with reading() as session:
        (certificate,) = session.scalars(queries.published())
        pinned = witnesses.pinned(session)
    assert pinned == (witness.key,)
    inside = read_proof(attachments(files.store().get(certificate.sha256))[PROOF])
    found = check_proof(inside, (*witness.log_keys, *pinned))
    assert found.cosigned == (Cosignature(NAME, witness.at),)


def test_certificate_waits_for_no_witness(witness: LoopbackWitness, settings: Settings) -> None:
    witness.refuses = True
    with unit_of_work() as session:
        organisation = add_holder(session)
    with source_for(organisation.id):
        for _ in range(2):
            order()
        Worker(settings, lambda *_: None, leaving={DAILY, witnesses.WITNESS}).drain(NOW)
    with reading() as session:
        assert len(session.scalars(queries.published()).all()) == 2
    assert len(witness.asked) == 1


def test_state_and_proof_are_handed_out_with_the_signature(
    witness: LoopbackWitness, client: FlaskClient
) -> None:
    size = sign()
    assert witnesses.ask_them() == []
    keys = (*witness.log_keys, witness.key)
    signed = read_checkpoint(client.get("/log/checkpoint").data, keys)
    assert (signed.checkpoint.size, len(signed.cosigned)) == (size, 1)
    append(1)
    proof = read_proof(client.get("/log/proof/0").data)
    assert check_proof(proof, keys).cosigned == signed.cosigned
    newer = read_proof(client.get(f"/log/proof/{size}").data)
    assert check_proof(newer, keys).cosigned == ()


@pytest.mark.parametrize(
    "setting",
    [
        "only-one-word",
        "junk https://w.example",
        "{note} https://w.example",
        "{key} ftp://w.example",
        "{key} w.example",
        "{key} https://w.example {key} https://w.example",
    ],
)
def test_settings_that_are_wrong_are_told_and_stop_nothing(
    setting: str, witness: LoopbackWitness
) -> None:
    note = verifier_key(NAME, KeyKind.NOTE, witness.private).vkey
    text = setting.format(key=witness.key.vkey, note=note)
    with pytest.raises(BadInput):
        read_witnesses(text)
    use(in_use().model_copy(update={"witnesses": text}))
    sign()
    with unit_of_work() as session:
        witnesses.queue_asking(session, NOW)
    assert [one.split(":")[0] for one in findings(NOW)] == ["LABELLING_WITNESSES is wrong"]
    assert len(witnesses.ask_them()) == 1
