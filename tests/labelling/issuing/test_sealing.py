"""The seal comes from where the settings say: our folder, a P12 file, a token."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate
from pydantic import SecretStr
from sqlalchemy import select

from certificates.errors import CannotSign
from certificates.keys import Chain, PublicKey, Purpose
from certificates.leaves import LeafType
from certificates.signature import check_signature
from certificates.signing import sign
from labelling.core import files
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.outbox import Outgoing
from labelling.core.worker import Worker
from labelling.issuing import keys, queries, sealing
from labelling.issuing.daily import DAILY
from labelling.issuing.key_inspection import keys_that_cannot_sign, seal_that_ends
from labelling.issuing.models import LogEvent
from labelling.issuing.orders import ISSUE
from labelling.settings import Settings, in_use, use
from tests.certificates.signed import AT, tiny_pdf
from tests.certificates.test_seals import (  # noqa: F401 (a fixture)
    KEY,
    MODULE,
    PASSWORD,
    PIN,
    TOKEN,
    Service,
    token,
)
from tests.labelling.issuing.making import NOW, add_holder, order, source_for

LATER = AT + timedelta(hours=1)


@pytest.fixture(autouse=True)
def settings_as_before(keyed: Database) -> Iterator[None]:
    before = in_use()
    yield
    use(before)


def choose(settings: Settings, **chosen: object) -> None:
    use(settings.model_copy(update=chosen))


def current() -> PublicKey:
    with reading() as session:
        found = keys.public_keys(session).current(Purpose.PDF)
    assert found is not None
    return found


def signs(public: PublicKey) -> bool:
    with sealing.lend_seal(public) as seal:
        signed = sign(tiny_pdf(), seal, AT)
    return check_signature(signed, [public.chain], AT).ok


def found() -> list[str]:
    with reading() as session:
        return [one.what for one in keys_that_cannot_sign(session, LATER)]


def rotated(now: datetime = LATER) -> PublicKey:
    sealing.follow_settings(now)
    return current()


def pem(file: Path, *certificates: bytes) -> Path:
    loaded = map(load_der_x509_certificate, certificates)
    file.write_bytes(b"".join(one.public_bytes(Encoding.PEM) for one in loaded))
    return file


def test_own_key_signs() -> None:
    own = current()
    assert rotated() == own
    assert sealing.whereabouts(own) == "here"
    assert signs(own)


def test_own_key_that_is_missing_is_told() -> None:
    keys.take_away(current())
    with pytest.raises(CannotSign, match="cannot be read"):
        signs(current())


def test_p12_is_introduced_with_both_fingerprints_before_it_signs(
    settings: Settings, tmp_path: Path
) -> None:
    service = Service("ec")
    own = current()
    file = service.p12(tmp_path / "seal.p12", service.middle, service.root)
    choose(settings, seal_p12=file, seal_password=SecretStr(PASSWORD))
    with pytest.raises(CannotSign, match="another seal than the one that was introduced"):
        signs(own)
    public = rotated()
    assert (public.chain, public.since) == (service.chain, LATER)
    assert signs(public)
    assert found() == []
    assert sealing.whereabouts(public) == "P12 file"
    assert not keys.is_at_hand(own)
    assert rotated() == public
    with reading() as session:
        events = list(
            session.scalars(
                select(LogEvent)
                .where(LogEvent.type == LeafType.KEY_INTRODUCED)
                .order_by(LogEvent.leaf)
            )
        )[-2:]
    assert [one.content["purpose"] for one in events] == ["root", "pdf"]
    assert {one.content["did"] for one in events} == {"did:web:localhost"}
    assert events[0].content["fingerprints"] == [sha256(service.chain[-1]).hexdigest()]
    assert events[1].content["fingerprints"] == [sha256(one).hexdigest() for one in service.chain]


def test_p12_without_its_anchor_takes_it_from_the_setting(
    settings: Settings, tmp_path: Path
) -> None:
    service = Service("rsa")
    file = service.p12(tmp_path / "seal.p12", service.middle)
    chosen = {"seal_p12": file, "seal_password": SecretStr(PASSWORD)}
    choose(settings, **chosen)
    with pytest.raises(CannotSign, match="lacks the anchor of its chain"):
        rotated()
    choose(settings, **chosen, seal_chain=pem(tmp_path / "root.pem", service.chain[-1]))
    assert signs(rotated())


def test_next_p12_of_the_same_service_is_a_rotation_of_the_pdf_key_alone(
    settings: Settings, tmp_path: Path
) -> None:
    service = Service("ec")
    choose(
        settings,
        seal_p12=service.p12(tmp_path / "seal.p12", service.middle, service.root),
        seal_password=SecretStr(PASSWORD),
    )
    first = rotated()
    service.renew()
    service.p12(tmp_path / "seal.p12", service.middle, service.root)
    second = rotated(LATER + timedelta(days=1))
    assert (first.chain[1:], first.id == second.id) == (second.chain[1:], False)
    with reading() as session:
        known = keys.public_keys(session)
    assert [key.state for key in known.of(Purpose.PDF)] == ["retired", "retired", "current"]
    assert [key.state for key in known.of(Purpose.ROOT)] == ["retired", "current"]
    assert signs(second)


def test_seal_that_had_its_turn_is_not_taken_again(settings: Settings, tmp_path: Path) -> None:
    places = []
    for number in range(2):
        service = Service("ec")
        file = service.p12(tmp_path / f"{number}.p12", service.middle, service.root)
        places.append({"seal_p12": file, "seal_password": SecretStr(PASSWORD)})
    for place in places:
        choose(settings, **place)
        rotated()
    choose(settings, **places[0])
    with pytest.raises(CannotSign, match="had its turn already"):
        rotated()


def test_seal_whose_certificate_has_ended_is_not_introduced(
    settings: Settings, tmp_path: Path
) -> None:
    service = Service("ec")
    file = service.p12(tmp_path / "seal.p12", service.middle, service.root)
    choose(settings, seal_p12=file, seal_password=SecretStr(PASSWORD))
    own = current()
    with pytest.raises(CannotSign, match="The chain of the seal does not hold"):
        rotated(AT + timedelta(days=701))
    assert current() == own
    with reading() as session:
        soon = [one.what for one in seal_that_ends(session, AT + timedelta(days=650))]
        assert soon == ["The certificate of the seal ends on 28 April 2028."]
        assert list(seal_that_ends(session, AT)) == []


def test_key_in_a_token_signs(settings: Settings, token: Chain, tmp_path: Path) -> None:  # noqa: F811 (the fixture)
    chosen = {"seal_module": MODULE, "seal_token": TOKEN, "seal_key": KEY}
    pinned = {**chosen, "seal_pin": SecretStr(PIN)}
    choose(settings, **pinned)
    with pytest.raises(CannotSign, match="LABELLING_SEAL_CHAIN must name"):
        rotated()
    pinned["seal_chain"] = chosen["seal_chain"] = pem(tmp_path / "chain.pem", *token)
    choose(settings, **pinned)
    public = rotated()
    assert signs(public)
    assert (found(), sealing.whereabouts(public)) == ([], "token")
    choose(settings, **chosen)
    with pytest.raises(CannotSign, match="cannot be opened"):
        signs(public)
    assert [what.partition(":")[0] for what in found()] == ["A key cannot sign"]


def test_token_with_another_key_than_the_chain_s_is_not_introduced(
    settings: Settings,
    token: Chain,  # noqa: F811 (the fixture)
    tmp_path: Path,
) -> None:
    own = current()
    choose(
        settings,
        seal_module=MODULE,
        seal_token=TOKEN,
        seal_key=KEY,
        seal_pin=SecretStr(PIN),
        seal_chain=pem(tmp_path / "chain.pem", *own.chain),
    )
    with pytest.raises(CannotSign, match="not the one of its certificate"):
        sealing.try_seal(own.chain, LATER)


@pytest.mark.parametrize("kind", ["P12 file", "token"])
def test_worker_signs_certificates_with_the_seal_of_the_settings(
    kind: str,
    settings: Settings,
    token: Chain,  # noqa: F811 (the fixture)
    tmp_path: Path,
) -> None:
    with unit_of_work() as session:
        organisation = add_holder(session)
    worker = Worker(settings, lambda *_: None, leaving={DAILY})
    with source_for(organisation.id):
        before = order()
        worker.drain(NOW)
        if kind == "token":
            place = {"seal_module": MODULE, "seal_token": TOKEN, "seal_key": KEY}
            chain = token
            file = pem(tmp_path / "chain.pem", *chain)
            choose(settings, **place, seal_pin=SecretStr(PIN), seal_chain=file)
        else:
            service = Service("ec")
            chain = service.chain
            file = service.p12(tmp_path / "seal.p12", service.middle, service.root)
            choose(settings, seal_p12=file, seal_password=SecretStr(PASSWORD))
        after = order()
        worker.drain(LATER)
    with reading() as session:
        (old,), (new,) = (queries.certificates(session, one) for one in (before, after))
        known = keys.public_keys(session)
    chains = [key.chain for key in known.of(Purpose.PDF)]
    used = [check_signature(files.store().get(one.sha256), chains, LATER) for one in (old, new)]
    assert [(one.refusals, one.chain) for one in used] == [((), chains[0]), ((), chain)]
    introduced = known.with_chain(chain)
    assert introduced is not None
    assert introduced.counts_at(new.leaf + 1)
    assert sealing.whereabouts(introduced) == kind


def test_worker_waits_for_a_seal_that_cannot_sign_and_says_why(
    settings: Settings, tmp_path: Path
) -> None:
    with unit_of_work() as session:
        organisation = add_holder(session)
    service = Service("ec")
    file = service.p12(tmp_path / "seal.p12", service.middle, service.root)
    choose(settings, seal_p12=file, seal_password=SecretStr("wrong"))
    worker = Worker(settings, lambda *_: None, leaving={DAILY})
    with source_for(organisation.id):
        subject_id = order()
        worker.drain(NOW)
        with reading() as session:
            row = session.scalars(select(Outgoing).where(Outgoing.name == ISSUE)).one()
            assert queries.certificates(session, subject_id) == []
        assert (row.failed_at, row.error) == (
            None,
            f"{file} is not a P12 file, or this is not its password.",
        )
        choose(settings, seal_p12=file, seal_password=SecretStr(PASSWORD))
        worker.drain(LATER)
    with reading() as session:
        assert len(queries.certificates(session, subject_id)) == 1
