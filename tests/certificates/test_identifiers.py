from math import log2

import pytest

from certificates.identifiers import ALPHABET, LENGTH, is_public_id, new_public_id


def test_identifiers_cannot_be_guessed() -> None:
    assert LENGTH * log2(len(set(ALPHABET))) >= 64


def test_identifiers_are_new_each_time_and_use_the_whole_alphabet() -> None:
    made = [new_public_id() for _ in range(1000)]
    assert len(set(made)) == 1000
    assert set("".join(made)) == set(ALPHABET)
    assert all(is_public_id(identifier) for identifier in made)


@pytest.mark.parametrize(
    "text", ["", "k7Qm2xV9tRa", "k7Qm2xV9tRabc", "k7Qm2xV9tRa0", "k7Qm2xV9tRa/"]
)
def test_other_texts_are_no_identifiers(text: str) -> None:
    assert not is_public_id(text)
