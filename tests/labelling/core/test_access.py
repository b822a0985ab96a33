"""The one decision about who: deny by default, hide what may not be known, ask for freshness."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from labelling.core import access
from labelling.core.access import ALLOWED, HIDDEN, PUBLIC, Actor, Role, Rule, Seat, denied
from labelling.core.errors import NotAllowed, NotFound, NotSignedIn, SecondFactorNeeded
from labelling.core.permissions import Permission

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ANY = Permission.CALL_OPEN


@dataclass(frozen=True)
class _Thing:
    verdict: access.Verdict


@pytest.fixture
def rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put one rule in force that says what its subject says."""
    monkeypatch.setattr(access, "_rules", {})
    access.register(ANY, _Thing, lambda _actor, thing: thing.verdict)


def _actor(**more: object) -> Actor:
    return Actor(role=Role.OFFICER, person_id=uuid4(), **more)  # type: ignore[arg-type]


@pytest.mark.usefixtures("rule")
def test_require_lets_pass_what_the_rule_allows() -> None:
    access.require(_actor(), ANY, _Thing(ALLOWED))


@pytest.mark.usefixtures("rule")
@pytest.mark.parametrize(
    ("actor", "verdict", "refusal"),
    [
        (_actor(), denied("no"), NotAllowed),
        (_actor(), HIDDEN, NotFound),
        (PUBLIC, HIDDEN, NotFound),
        (PUBLIC, denied(), NotSignedIn),
    ],
)
def test_require_refuses_as_the_rule_says(
    actor: Actor, verdict: access.Verdict, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        access.require(actor, ANY, _Thing(verdict))


@pytest.mark.usefixtures("rule")
def test_permission_without_a_rule_is_denied() -> None:
    with pytest.raises(NotFound):
        access.require(_actor(), Permission.CALL_CLOSE, _Thing(ALLOWED))
    assert str(access.visible(_actor(), Permission.CALL_CLOSE)) == "false"


@pytest.mark.usefixtures("rule")
def test_subject_of_another_kind_is_denied() -> None:
    with pytest.raises(NotFound):
        access.require(_actor(), ANY, object())


@pytest.mark.usefixtures("rule")
def test_second_rule_for_a_permission_is_a_fault() -> None:
    with pytest.raises(ValueError, match="a second rule"):
        access.register(ANY, _Thing, lambda _actor, _thing: ALLOWED)


@pytest.mark.parametrize(
    ("confirmed", "fresh"),
    [(None, False), (NOW - timedelta(minutes=11), False), (NOW - timedelta(minutes=10), True)],
)
def test_rule_that_wants_freshness_looks_at_the_second_factor(
    monkeypatch: pytest.MonkeyPatch, confirmed: datetime | None, *, fresh: bool
) -> None:
    rule = Rule(ANY, _Thing, lambda _actor, thing: thing.verdict, fresh=True)
    monkeypatch.setattr(access, "_rules", {ANY: rule})
    access.set_freshness(10)
    actor = _actor(confirmed_at=confirmed)
    if fresh:
        access.require(actor, ANY, _Thing(ALLOWED), now=NOW)
    else:
        with pytest.raises(SecondFactorNeeded):
            access.require(actor, ANY, _Thing(ALLOWED), now=NOW)


def test_seats_count_only_while_acting_as_manager() -> None:
    here, there = uuid4(), uuid4()
    manager = Actor(role=Role.MANAGER, person_id=uuid4(), seats={here: Seat.OWNER})
    officer = Actor(role=Role.OFFICER, person_id=uuid4(), seats={here: Seat.OWNER})
    assert manager.holds(here, Seat.OWNER)
    assert not manager.holds(here, Seat.READER)
    assert not manager.holds(there)
    assert not officer.holds(here)
    assert (manager.organisations(), officer.organisations()) == ([here], [])
