import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.base58 import LONGEST, from_multibase, to_multibase
from certificates.errors import BadInput

# IETF draft-msporny-base58-03, "Test Vectors".
VECTORS = [
    (b"Hello World!", "z2NEpo7TZRRrLZSi2U"),
    (
        b"The quick brown fox jumps over the lazy dog.",
        "zUSm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
    ),
    (bytes.fromhex("0000287fb4cd"), "z11233QC4"),
    (b"", "z"),
]


@pytest.mark.parametrize(("data", "text"), VECTORS)
def test_the_published_vectors_hold(data: bytes, text: str) -> None:
    assert to_multibase(data) == text
    assert from_multibase(text, "The key") == data


@given(st.binary(max_size=80))
def test_what_was_written_is_read(data: bytes) -> None:
    assert from_multibase(to_multibase(data), "The key") == data


@given(st.text("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", max_size=80))
def test_every_text_that_is_read_is_the_one_that_is_written(text: str) -> None:
    assert to_multibase(from_multibase(f"z{text}", "The key")) == f"z{text}"


@pytest.mark.parametrize(
    "text", ["", "2NEpo7", "u2NEpo7", "Z2NEpo7", "z0", "zO", "zI", "zl", "z é"]
)
def test_another_base_or_character_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="The key"):
        from_multibase(text, "The key")


def test_a_text_that_is_too_long_is_refused_before_any_work() -> None:
    assert from_multibase("z" + "1" * (LONGEST - 1), "The key") == bytes(LONGEST - 1)
    with pytest.raises(BadInput, match="is not base58"):
        from_multibase("z" + "1" * LONGEST, "The key")
