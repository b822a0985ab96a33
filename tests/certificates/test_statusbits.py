import gzip
import tracemalloc
import zlib
from random import Random, SystemRandom

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates.canonical import from_base64url, to_base64url
from certificates.errors import BadInput
from certificates.statusbits import (
    LIST_LENGTH,
    LONGEST_LIST,
    Bits,
    bits_of,
    decode_bits,
    encode_bits,
    free_index,
)

# The encodedList of the example in W3C Bitstring Status List 1.0, section 2.2: nothing is set.
W3C_EMPTY = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
INDICES = st.sets(st.integers(0, LIST_LENGTH - 1), max_size=20)


def packed(data: bytes) -> str:
    """Return any bytes the way a list is written."""
    return "u" + to_base64url(gzip.compress(data, mtime=0))


def test_the_example_of_the_standard_is_an_empty_list() -> None:
    assert decode_bits(W3C_EMPTY) == bits_of([]) == Bits(bytes(16_384))


def test_index_0_is_the_first_bit_and_the_last_index_the_last() -> None:
    bits = bits_of([0, 9, LIST_LENGTH - 1])
    assert (bits.data[:3], bits.data[-1]) == (b"\x80\x40\x00", 1)
    assert (bits.is_set(0), bits.is_set(1), bits.is_set(9)) == (True, False, True)
    assert bits.is_set(LIST_LENGTH - 1)


@settings(max_examples=25, deadline=None)
@given(INDICES, st.sampled_from([LIST_LENGTH, 2 * LIST_LENGTH, LONGEST_LIST]))
def test_a_list_reads_back(indices: set[int], length: int) -> None:
    bits = decode_bits(encode_bits(bits_of(indices, length)))
    assert bits.length == length
    asked = indices | {index ^ 1 for index in indices}
    assert {index for index in asked if bits.is_set(index)} == indices


def test_the_text_of_a_list_has_no_time_in_it() -> None:
    header = from_base64url(encode_bits(bits_of([5]))[1:], "It")[:10]
    assert header == bytes.fromhex("1f8b0800000000000003")


def test_a_full_list_of_noise_is_not_longer_than_a_reader_accepts() -> None:
    noise = Bits(Random(7).randbytes(LONGEST_LIST // 8))  # noqa: S311 - noise, not a secret
    assert decode_bits(encode_bits(noise)) == noise


@pytest.mark.parametrize("length", [0, 8, LIST_LENGTH - 8, LIST_LENGTH + 1, LONGEST_LIST + 8])
def test_a_list_of_another_length_is_not_made(length: int) -> None:
    with pytest.raises(BadInput, match="entries"):
        bits_of([], length)


@pytest.mark.parametrize("index", [-1, LIST_LENGTH])
def test_an_index_outside_the_list_is_refused(index: int) -> None:
    with pytest.raises(BadInput, match="no entry"):
        bits_of([index])
    with pytest.raises(BadInput, match="no entry"):
        bits_of([]).is_set(index)


WHOLE = gzip.compress(bytes(16_384), mtime=0)


@pytest.mark.parametrize(
    "encoded",
    [
        "",
        "u",
        W3C_EMPTY[1:],
        "z" + W3C_EMPTY[1:],
        W3C_EMPTY + "=",
        W3C_EMPTY + "\n",
        W3C_EMPTY.replace("-", "+"),
        packed(b""),
        packed(bytes(16_383)),
        packed(bytes(LONGEST_LIST // 8 + 1)),
        "u" + to_base64url(WHOLE[:-1]),
        "u" + to_base64url(WHOLE[:-8]),
        "u" + to_base64url(WHOLE[:-8] + bytes(4) + WHOLE[-4:]),
        "u" + to_base64url(WHOLE + b"x"),
        "u" + to_base64url(WHOLE + WHOLE),
        "u" + to_base64url(zlib.compress(bytes(16_384))),
        "u" + to_base64url(bytes(16_384)),
        "u" + "A" * 200_000,
    ],
)
def test_what_is_no_list_is_refused(encoded: str) -> None:
    with pytest.raises(BadInput):
        decode_bits(encoded)


@given(st.integers(0, len(W3C_EMPTY) - 1), st.characters())
def test_a_changed_character_is_refused_or_changes_no_bit(place: int, character: str) -> None:
    encoded = W3C_EMPTY[:place] + character + W3C_EMPTY[place + 1 :]
    try:
        assert decode_bits(encoded) == bits_of([])
    except BadInput:
        return


def test_a_list_that_unpacks_to_far_more_is_not_unpacked() -> None:
    bomb = packed(bytes(50_000_000))
    tracemalloc.start()
    with pytest.raises(BadInput, match="entries"):
        decode_bits(bomb)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2_000_000


def test_an_index_is_never_handed_out_twice_and_says_nothing() -> None:
    used: set[int] = set()
    for _ in range(2000):
        index = free_index(used, SystemRandom())
        assert index not in used
        used.add(index)
    assert min(used) < LIST_LENGTH // 8
    assert max(used) > LIST_LENGTH - LIST_LENGTH // 8


def test_used_indices_are_passed_over() -> None:
    class Scripted(Random):
        def randrange(self, start: int, stop: int | None = None, step: int = 1) -> int:
            return next(numbers)

    numbers = iter([7, 9, 7, 11])
    assert free_index({7, 9}, Scripted()) == 11


def test_a_list_that_is_half_full_takes_no_more() -> None:
    assert free_index(range(LIST_LENGTH // 2 - 1), SystemRandom()) >= LIST_LENGTH // 2 - 1
    with pytest.raises(BadInput, match="half full"):
        free_index(range(LIST_LENGTH // 2), SystemRandom())
