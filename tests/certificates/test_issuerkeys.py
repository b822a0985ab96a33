from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates.base58 import to_multibase
from certificates.errors import BadInput
from certificates.issuerkeys import IssuerKey, issuer_keys, multikey_of, read_multikey
from certificates.keymaking import NewKey, new_key, new_root
from certificates.keys import PublicKeys, Purpose
from tests.certificates.issued import CREATED, DID, SIGNING, issuer_key

SECOND = timedelta(seconds=1)


def test_a_key_is_named_after_its_issuer_and_itself() -> None:
    key = issuer_key()
    assert key.method == f"{DID}#{key.multikey}"
    assert multikey_of(key.public) == key.multikey == multikey_of(SIGNING.public_key())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xed\x01" + bytes(31),
        b"\xed\x01" + bytes(33),
        b"\x80\x26" + bytes(32),  # an Ed25519 secret key
        b"\x80\x24" + bytes(33),  # a P-256 public key
    ],
)
def test_another_kind_of_key_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput, match="not a public Ed25519 key"):
        read_multikey(to_multibase(data))


@pytest.mark.parametrize("name", ["since", "expires", "revoked"])
def test_a_moment_without_a_time_zone_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="time zone"):
        issuer_key(SIGNING, **{name: CREATED.replace(tzinfo=None)})


def test_a_key_counts_from_its_first_moment_to_before_its_last() -> None:
    start, end = CREATED, CREATED + timedelta(days=400)
    key = issuer_key(since=start, expires=end)
    key.refuse(start, None)
    key.refuse(end - SECOND, None)
    with pytest.raises(BadInput, match="counts only from 2026-05-29T09:00:00Z"):
        key.refuse(start - SECOND, None)
    with pytest.raises(BadInput, match="was retired on 2027-07-03T09:00:00Z"):
        key.refuse(end, None)


def test_a_compromised_key_counts_only_for_what_others_saw_before() -> None:
    stolen = datetime(2026, 9, 1, tzinfo=UTC)
    key = issuer_key(revoked=stolen)
    key.refuse(CREATED, known_by=stolen - SECOND)
    for known_by in (None, stolen, stolen + SECOND):
        with pytest.raises(BadInput, match="compromised since 2026-09-01T00:00:00Z"):
            key.refuse(CREATED, known_by)


def under_did(key: NewKey, **moments: datetime) -> IssuerKey:
    assert isinstance(key.private, Ed25519PrivateKey)
    return issuer_key(key.private, **moments)


def test_the_registers_keys_stand_under_the_issuers_did() -> None:
    first, second, third = (
        new_key(Purpose.CREDENTIAL, CREATED + SECOND * at, 1) for at in range(3)
    )
    keys = PublicKeys((first.public,)).rotated(second.public).rotated(third.public)
    keys = keys.compromised(second.public.id, last=1, until=CREATED + SECOND * 2)
    assert issuer_keys(DID, keys.of(Purpose.CREDENTIAL)) == (
        under_did(first, since=CREATED, expires=CREATED + SECOND),
        under_did(second, since=CREATED + SECOND, revoked=CREATED + SECOND * 2),
        under_did(third, since=CREATED + SECOND * 2),
    )


def test_a_key_that_signs_no_documents_is_refused() -> None:
    for other in (
        new_root("Office (fictitious)", CREATED, 1),
        new_key(Purpose.CHECKPOINT, CREATED, 1),
    ):
        with pytest.raises(BadInput, match="sign documents"):
            issuer_keys(DID, [other.public])
