"""Ties that no ledger holds: what is found, and how serious it is."""

from dataclasses import dataclass
from datetime import date

import pytest

from labelling.people.models import InvolvementKind as Kind
from labelling.reviews.conflicts.traces import Trace, Traceable, traces
from labelling.reviews.independence import findings
from labelling.reviews.models import ConflictGrade

ALDER = Traceable(
    "alder valley cluster", "alder.example", frozenset({"birch gmbh"}), frozenset({"hugo arregui"})
)
TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Job:
    """An employer as it is compared."""

    folded: str
    domain: str = ""
    since: date = date(2020, 1, 1)
    until: date | None = None


def found(*jobs: Job, name: str = "anna ahrens", email: str = "anna@home.example") -> list[Trace]:
    return traces(ALDER, name=name, email=email, employers=jobs)


@pytest.mark.parametrize(
    ("job", "kind"),
    [
        (Job("alder valley cluster"), Kind.EMPLOYED),
        (Job("something else", "alder.example"), Kind.EMPLOYED),
        (Job("something else", "lab.alder.example"), Kind.EMPLOYED),
        (Job("birch gmbh"), Kind.MEMBER),
    ],
)
def test_an_employer_ties(job: Job, kind: Kind) -> None:
    assert [(one.kind, one.since, one.until) for one in found(job)] == [
        (kind, job.since, job.until)
    ]


@pytest.mark.parametrize(
    "job", [Job("birch"), Job("x", "notalder.example"), Job("x", ""), Job("x", "example")]
)
def test_what_only_looks_like_it_does_not(job: Job) -> None:
    assert found(job) == []


@pytest.mark.parametrize(
    ("email", "ties"),
    [
        ("anna@alder.example", True),
        ("anna@mail.alder.example", True),
        ("anna@alder.example.org", False),
        ("alder.example@home.example", False),
    ],
)
def test_a_mail_address_at_its_domain_ties(email: str, ties: bool) -> None:
    assert [one.kind for one in found(email=email)] == [Kind.ADDRESS] * ties


def test_without_a_website_no_address_ties() -> None:
    bare = Traceable("alder", "", frozenset(), frozenset())
    assert traces(bare, name="a", email="anna@home.example", employers=[Job("x", "")]) == []


def test_a_seat_under_another_address_ties_by_name() -> None:
    assert [one.source for one in found(name="hugo arregui")] == ["seats"]


@pytest.mark.parametrize(
    ("until", "grades"),
    [
        (None, [ConflictGrade.BARRED]),
        (date(2023, 11, 24), [ConflictGrade.BARRED]),
        (date(2023, 11, 23), []),
    ],
)
def test_an_employer_counts_for_three_years(until: date | None, grades: list[str]) -> None:
    lines = found(Job("alder valley cluster", until=until))
    assert [one.grade for one in findings(lines, [], TODAY)] == grades


def test_an_address_must_be_agreed_to() -> None:
    graded = findings(found(email="anna@alder.example"), [], TODAY)
    assert [(one.grade, one.kind) for one in graded] == [(ConflictGrade.DECLARED, Kind.ADDRESS)]
