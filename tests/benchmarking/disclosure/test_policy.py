"""The policies by name, inside a meeting, and how reasons are said."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from benchmarking.disclosure.openness import CLUB_OPEN, OpenMeeting
from benchmarking.disclosure.ownpeers import NotAcceptable, OwnPeers, insist_on_acceptable
from benchmarking.disclosure.policy import CLUB_2026, UnknownPolicy, policy_named
from benchmarking.disclosure.reasons import Reason, words

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 9, 1, 13, tzinfo=UTC)


def test_policy_of_the_club_has_the_published_numbers() -> None:
    policy = policy_named("club-2026")
    numbers = (policy.few, policy.quartiles_from, policy.sd_from, policy.tails_from)
    assert numbers == (5, 8, 10, 20)
    assert (policy.p, policy.beyond, policy.shared_stock) == (Fraction(1, 10), 2, Fraction(4, 5))


@pytest.mark.parametrize("name", ["", "club-2025", "club-open", "CLUB-2026"])
def test_policy_that_is_not_known_shows_nothing(name: str) -> None:
    """Inside a meeting is no policy for what leaves the room."""
    with pytest.raises(UnknownPolicy):
        policy_named(name)


def test_members_read_thresholds_and_nothing_of_the_values() -> None:
    assert {reason: words(reason) for reason in Reason} == {
        Reason.FEW: "fewer than 5 values",
        Reason.BELOW_QUARTILES: "fewer than 8 values",
        Reason.BELOW_SD: "fewer than 10 values",
        Reason.BELOW_TAILS: "fewer than 20 values",
        Reason.DIFFERENCING: "protected",
        Reason.OUTSIDE: "protected",
        Reason.P_PERCENT: "protected",
        Reason.ZERO: "protected",
    }


# --- club-open -----------------------------------------------------------------------------------

MEETING = OpenMeeting(
    CLUB_OPEN,
    date(2026, 9, 2),
    frozenset({"A01"}),
    {"anna": date(2026, 8, 1), "bo": date(2026, 9, 1), "cem": date(2026, 9, 2)},
)


@pytest.mark.parametrize(
    ("subject", "indicator", "viewer", "shown"),
    [
        ("anna", "A01", "bo", True),
        ("bo", "A01", "anna", True),
        ("anna", "A02", "bo", False),  # not chosen
        ("cem", "A01", "anna", False),  # agreed on the day itself
        ("anna", "A01", "cem", False),
        ("dora", "A01", "anna", False),  # did not agree
        ("anna", "A01", "dora", False),
    ],
)
def test_named_figures_are_for_those_who_agreed_beforehand(
    subject: str, indicator: str, viewer: str, shown: bool
) -> None:
    assert MEETING.shows(subject, indicator, viewer) is shown


def test_what_leaves_the_room_obeys_the_policy_for_outside() -> None:
    assert MEETING.policy.outside is CLUB_2026


# --- own peers -----------------------------------------------------------------------------------


def choice(*peers: str, member: str = "me", round_: str = "2026-H1") -> OwnPeers:
    return OwnPeers(member, round_, frozenset(peers), NOON)


EIGHT = [f"m{at}" for at in range(8)]


def test_choice_of_eight_before_the_results_is_taken() -> None:
    earlier = [choice(*EIGHT, round_="2025-H2"), choice(*EIGHT, member="other")]
    insist_on_acceptable(choice(*EIGHT), earlier, LATER, CLUB_2026)
    insist_on_acceptable(choice(*EIGHT), earlier, None, CLUB_2026)


@pytest.mark.parametrize(
    ("taken", "earlier", "results_at", "told"),
    [
        (choice(*EIGHT[1:]), [], LATER, "at least 8 peers"),
        (choice(*EIGHT[1:], "me"), [], LATER, "at least 8 peers"),
        (choice(*EIGHT), [], NOON, "before the results"),
        (choice(*EIGHT), [choice(*EIGHT, "more")], LATER, "once in a round"),
    ],
)
def test_choice_that_is_small_late_or_second_is_not(
    taken: OwnPeers, earlier: list[OwnPeers], results_at: datetime, told: str
) -> None:
    with pytest.raises(NotAcceptable, match=told):
        insist_on_acceptable(taken, earlier, results_at, CLUB_2026)
