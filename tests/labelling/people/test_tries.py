"""Tries: the delay grows, has an end, and is the same for all processes."""

from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from labelling.core.database import Database, unit_of_work
from labelling.core.errors import TooMany
from labelling.people import passwords
from labelling.people.tries import (
    ACCOUNT,
    ADDRESS,
    CODE,
    FORGOTTEN_AFTER,
    Allowance,
    count_try,
    forget_tries,
)
from tests.labelling.people.making import make_person

NOW = datetime(2026, 9, 30, 12, tzinfo=UTC)


@given(st.sampled_from([ACCOUNT, ADDRESS, CODE]), st.integers(0, 10_000))
def test_delay_grows_and_has_an_end(allowance: Allowance, tries: int) -> None:
    now, more = allowance.delay(tries), allowance.delay(tries + 1)
    assert now <= more <= allowance.longest
    assert (now == timedelta()) == (tries < allowance.free)


def attempt(key: str, now: datetime, allowance: Allowance = ACCOUNT) -> bool:
    try:
        with unit_of_work() as session:
            count_try(session, [(allowance, key)], now)
    except TooMany:
        return False
    return True


def test_each_further_try_waits_twice_as_long(database: Database) -> None:
    make_person()  # a vault is in use
    assert [attempt("a", NOW) for _ in range(6)] == [True] * 5 + [False]
    now = NOW
    for seconds in (1, 2, 4, 8, 16, 30, 30):
        assert not attempt("a", now + timedelta(seconds=seconds - 0.1))
        now += timedelta(seconds=seconds)
        assert attempt("a", now)
    assert attempt("b", now)
    assert attempt("a", now, CODE)


def test_the_time_to_wait_is_said_in_seconds(database: Database) -> None:
    make_person()
    for _ in range(5):
        attempt("a", NOW)
    for later, said in ((0.0, "in 1 second."), (1.0, "in 2 seconds.")):
        with pytest.raises(TooMany) as refused, unit_of_work() as session:
            count_try(session, [(ACCOUNT, "a")], NOW + timedelta(seconds=later))
        assert refused.value.sentence.endswith(said)
        attempt("a", NOW + timedelta(seconds=1))


def test_tries_are_forgotten_after_a_success_and_after_an_hour(database: Database) -> None:
    make_person()
    for _ in range(5):
        attempt("a", NOW)
    assert attempt("a", NOW + FORGOTTEN_AFTER)
    assert attempt("a", NOW + FORGOTTEN_AFTER)
    for _ in range(5):
        attempt("c", NOW)
    with unit_of_work() as session:
        forget_tries(session, (ACCOUNT, "c"))
    assert attempt("c", NOW)


def test_one_waiting_key_holds_the_others_back_without_counting(database: Database) -> None:
    make_person()
    for _ in range(5):
        attempt("a", NOW)
    for _ in range(40):
        with pytest.raises(TooMany), unit_of_work() as session:
            count_try(session, [(ACCOUNT, "a"), (ADDRESS, "192.0.2.1")], NOW)
    assert attempt("192.0.2.1", NOW, ADDRESS)


def test_known_and_unknown_addresses_cost_one_hash_each(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person(email="known@cluster.example")
    passwords.matches(None, "the decoy is made once")
    checked: list[str] = []
    verify = PasswordHasher.verify

    def counting(self: PasswordHasher, hashed: str, password: str) -> bool:
        checked.append(password)
        return verify(self, hashed, password)

    monkeypatch.setattr(PasswordHasher, "verify", counting)
    for email in ("known@cluster.example", "unknown@cluster.example"):
        client.post("/sign-in", data={"email": email, "password": f"wrong for {email}"})
    assert checked == ["wrong for known@cluster.example", "wrong for unknown@cluster.example"]
