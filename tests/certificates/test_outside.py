import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate

from certificates.errors import BadInput
from certificates.keymaking import new_pdf_key, new_root
from certificates.keys import Chain, Purpose
from certificates.outside import keys_of, read_chain
from tests.certificates.signed import AT

ROOT = new_root("Trust service (fictitious)", AT, 1)
SIGNING = new_pdf_key(ROOT, "Office (fictitious)", AT, 1)
CHAIN = SIGNING.public.chain


def pem(chain: Chain) -> bytes:
    return b"".join(load_der_x509_certificate(one).public_bytes(Encoding.PEM) for one in chain)


def test_chain_comes_from_a_pem_file_in_its_order() -> None:
    assert read_chain(b"Bag Attributes\n" + pem(CHAIN)) == CHAIN


def test_keys_of_a_chain_are_its_anchor_and_the_one_that_signs() -> None:
    anchor, signing = keys_of(CHAIN, AT, 7)
    assert (anchor.purpose, anchor.public, anchor.chain) == (
        Purpose.ROOT, ROOT.public.public, CHAIN[1:],
    )  # fmt: skip
    assert (signing.purpose, signing.public, signing.chain) == (
        Purpose.PDF, SIGNING.public.public, CHAIN,
    )  # fmt: skip
    assert (anchor.first, signing.first, signing.since) == (7, 7, AT)


@pytest.mark.parametrize(
    ("chain", "sentence"),
    [
        (CHAIN[::-1], "not vouched for"),
        (CHAIN[:1], "2 to 5 certificates"),
        ((CHAIN[0], new_root("Trust service (fictitious)", AT, 1).public.chain[0]), "not vouched"),
        ((CHAIN[0], CHAIN[0]), "not vouched for"),
    ],
)
def test_chain_in_another_order_or_of_strangers_is_refused(chain: Chain, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        read_chain(pem(chain))


@pytest.mark.parametrize("data", [b"", b"years of work", b"-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_what_is_no_chain_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput, match="in PEM form"):
        read_chain(data)
