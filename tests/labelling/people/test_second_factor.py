"""Codes of an authenticator app: the step they belong to, once; recovery codes."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelling.core.database import Database
from labelling.people import second_factor
from tests.labelling.people.making import SECRET, code_at, make_person

RFC_6238 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("second", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_step_of_the_examples_of_rfc_6238(second: int, code: str) -> None:
    at = datetime.fromtimestamp(second, UTC)
    assert second_factor.step_of(RFC_6238, code, at) == second // 30
    assert second_factor.step_of(RFC_6238, f" {code[:3]} {code[3:]} ", at) == second // 30


@given(st.integers(1_000_000_000, 4_000_000_000), st.integers(-5, 5))
def test_step_of_takes_the_present_step_and_its_neighbours(second: int, offset: int) -> None:
    now, step = datetime.fromtimestamp(second, UTC), second // 30
    near = {pyotp.TOTP(SECRET).at((step + n) * 30) for n in (-1, 0, 1)}
    code = pyotp.TOTP(SECRET).at((step + offset) * 30)
    assert (second_factor.step_of(SECRET, code, now) is not None) == (code in near)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "٢٨٧٠٨٢", "abcdef"])
def test_step_of_refuses_what_is_no_code(code: str) -> None:
    assert second_factor.step_of(RFC_6238, code, datetime.fromtimestamp(59, UTC)) is None


def test_accept_code_takes_no_step_twice_nor_an_earlier_one(database: Database) -> None:
    person = make_person(second_factor_set=True)
    now = datetime(2026, 9, 30, 12, tzinfo=UTC)
    earlier = now - timedelta(seconds=30)
    assert second_factor.accept_code(person, code_at(now), now)
    assert not second_factor.accept_code(person, code_at(now), now)
    assert not second_factor.accept_code(person, code_at(earlier), now)
    later = now + timedelta(seconds=30)
    assert second_factor.accept_code(person, code_at(later), later)


def test_secret_that_is_handed_out_comes_back_from_the_same_person_alone(
    database: Database,
) -> None:
    one, two = make_person(), make_person()
    sealed = second_factor.hand_out(SECRET, one.id)
    assert second_factor.hand_in(sealed, one.id) == SECRET
    assert second_factor.hand_in(sealed, two.id) is None
    assert SECRET not in sealed


def test_picture_has_no_style_and_escapes_its_title() -> None:
    picture = second_factor.picture_of("otpauth://totp/a?secret=B", "<b>")
    assert "style" not in picture
    assert "<title>&lt;b&gt;</title>" in picture


def test_recovery_codes_are_ten_and_read_as_they_are_typed() -> None:
    codes = second_factor.new_recovery_codes()
    assert len({second_factor.recovery_hash(code) for code in codes}) == 10
    code = codes[0]
    assert second_factor.recovery_hash(code.upper().replace("-", " ")) == (
        second_factor.recovery_hash(code)
    )
