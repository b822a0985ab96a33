"""The seal comes from where the settings say: our folder, a P12 file, a token."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from certificates.errors import CannotSign
from certificates.keys import Chain, PublicKey, Purpose
from certificates.signature import check_signature
from certificates.signing import sign
from labelling.core.database import Database, reading, unit_of_work
from labelling.issuing import keys, sealing, turns
from labelling.issuing.key_inspection import keys_that_cannot_sign
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
from tests.labelling.issuing.making import NOW


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
        return [one.what for one in keys_that_cannot_sign(session, NOW)]


def adopt(chain: Chain) -> PublicKey:
    with unit_of_work() as session:
        turns.adopt(session, chain, NOW)
    return current()


def test_own_key_signs() -> None:
    assert signs(current())


def test_own_key_that_is_missing_is_told() -> None:
    keys.take_away(current())
    with pytest.raises(CannotSign, match="cannot be read"):
        signs(current())


def test_p12_of_a_trust_service_signs_once_its_chain_was_introduced(
    settings: Settings, tmp_path: Path
) -> None:
    service = Service("ec")
    file = service.p12(tmp_path / "seal.p12", service.middle)
    choose(settings, seal_p12=file, seal_password=SecretStr(PASSWORD))
    with pytest.raises(CannotSign, match=r"lacks|another key"):
        signs(current())
    assert signs(adopt(service.chain))
    assert found() == []


def test_p12_of_another_key_is_told(settings: Settings, tmp_path: Path) -> None:
    adopt(Service("ec").chain)
    other = Service("ec")
    file = other.p12(tmp_path / "seal.p12", other.middle, other.root)
    choose(settings, seal_p12=file, seal_password=SecretStr(PASSWORD))
    with pytest.raises(CannotSign, match="another key or chain than the one that was introduced"):
        signs(current())
    assert [what.partition(":")[0] for what in found()] == ["A key cannot sign"]


def test_key_in_a_token_signs(settings: Settings, token: Chain) -> None:  # noqa: F811 (the fixture)
    chosen = {"seal_module": MODULE, "seal_token": TOKEN, "seal_key": KEY}
    public = adopt(token)
    choose(settings, **chosen, seal_pin=SecretStr(PIN))
    assert signs(public)
    assert found() == []
    choose(settings, **chosen)
    with pytest.raises(CannotSign, match="cannot be opened"):
        signs(public)
