"""The audit file recomputes the winner, and says where it does not agree."""

import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
import rfc8785

from benchmarking.award.auditfile import UnreadableAudit, audit_file, recompute
from benchmarking.award.case import Case, JurySheet
from benchmarking.award.deciding import JudgedOneself, decide
from benchmarking.rounds import Round
from tests.benchmarking.award.cases import (
    FROZEN,
    JURY,
    candidate,
    case,
    improving,
    scores,
    with_candidate,
)

CLEAR = with_candidate(
    improving(a=45, b=80, c=50, d=42, e=41, f=60), 0, won=(Round(2024, 1),), open_queries=2
)
JUDGED = replace(
    case(JURY, candidate("a"), candidate("b")),
    jury=(JurySheet("one", "a", scores(b=3)), JurySheet("two", "", scores(a=4, b=4)),
          JurySheet("three", "b", scores(a=5)), JurySheet("four", "", scores(b=2))),
    agreement=Fraction(62, 100),
)  # fmt: skip

Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize("given", [CLEAR, JUDGED, improving(a=50)])
def test_file_recomputes_its_own_decision(given: Case) -> None:
    found = recompute(audit_file(given))
    assert found.agrees
    assert found.decision == decide(given)


def test_file_is_the_same_every_time_and_knows_its_round() -> None:
    content = audit_file(CLEAR)
    assert content == audit_file(CLEAR)
    assert content == rfc8785.dumps(json.loads(content))
    assert recompute(content, FROZEN).agrees
    assert not recompute(content, "00" * 32).agrees


def changed(given: Case, change: Change) -> bytes:
    parsed = json.loads(audit_file(given))
    change(parsed)
    return rfc8785.dumps(parsed)


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file["decision"].update(members=["f"]),
        lambda file: file["decision"].update(reason="first"),
        lambda file: file["decision"]["scores"].update(b="1"),
        lambda file: file["decision"].update(extra=1),
        lambda file: file.update(decision=None),
        lambda file: file["decision"]["stays_first"].update(rank="999/1000"),
        lambda file: file["candidates"][1]["courses"]["A07"].update(end="41"),
        lambda file: file["candidates"][1].update(consents=False),
        lambda file: file["rule"]["criteria"][0].update(weight="7"),
        lambda file: file["decision"]["obstacles"].update(b=["late"]),
    ],
)
def test_file_whose_statement_is_not_what_its_figures_give_does_not_agree(change: Change) -> None:
    assert not recompute(changed(CLEAR, change)).agrees


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda file: file.update(format="club-award-2"), "format"),
        (lambda file: file.update(extra=1), "does not belong"),
        (lambda file: file.pop("round"), "has no round"),
        (lambda file: file.update(round="2026-H3"), "like 2026-H1"),
        (lambda file: file.update(round=7), "like 2026-H1"),
        (lambda file: file.update(frozen="x" * 64), "SHA-256"),
        (lambda file: file.update(rule=[]), "rule must be a table"),
        (lambda file: file["rule"].update(extra=1), "does not belong"),
        (lambda file: file["rule"].update(measure="level"), "is not measured by"),
        (lambda file: file["rule"].update(route="luck"), "not known"),
        (lambda file: file["rule"]["criteria"][0].update(weight="0"), "above 0"),
        (lambda file: file["rule"]["criteria"][0].update(weight="1e9"), "must be a number"),
        (lambda file: file["rule"]["criteria"][0].update(weight="1/0"), "must be a number"),
        (lambda file: file["rule"]["criteria"][0].update(weight=2), "must be a number"),
        (lambda file: file["rule"].update(criteria=file["rule"]["criteria"] * 26), "at most 50"),
        (lambda file: file.update(candidates={}), "must be a list"),
        (lambda file: file["candidates"].append(file["candidates"][0]), "twice"),
        (lambda file: file.update(candidates=file["candidates"] * 400), "at most 2000"),
        (lambda file: file["candidates"][0].update(member=""), "must be a text"),
        (lambda file: file["candidates"][0].update(complete=1), "true or false"),
        (lambda file: file["candidates"][0].update(open_queries=-1), "whole number"),
        (lambda file: file["candidates"][0].update(open_queries=True), "whole number"),
        (lambda file: file["candidates"][0].update(worst_grade="E"), "not known"),
        (lambda file: file["candidates"][0].update(courses=[]), "must be a table"),
        (lambda file: file["candidates"][0]["courses"].update(A07={}), "has no start"),
    ],
)
def test_file_of_another_shape_is_refused(change: Change, problem: str) -> None:
    with pytest.raises(UnreadableAudit, match=problem):
        recompute(changed(CLEAR, change))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"{",
        b"[]",
        b"[" * 100_000,
        b'{"format":"club-award-1"} ',
        b'{"a":1,"a":1}',
        b'{"a":1e999999999}',
        b'{"a":NaN}',
        b'{"a":' + b"9" * 5000 + b"}",
        b'{"a":99999999999999999999}',
        b'{"a":"\\ud800"}',
        '{"a":"x"}'.encode("utf-16"),
        b" " * 5_000_001,
    ],
)
def test_file_that_is_no_canonical_json_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableAudit):
        recompute(content)


def test_jurors_who_judge_themselves_make_no_file() -> None:
    with pytest.raises(JudgedOneself):
        audit_file(replace(JUDGED, jury=(JurySheet("one", "a", scores(a=3)),)))
    with pytest.raises(UnreadableAudit, match="own organisation"):
        recompute(changed(JUDGED, lambda file: file["jury"][0]["scores"].update(a="5")))
    with pytest.raises(UnreadableAudit, match="twice"):
        recompute(changed(JUDGED, lambda file: file["jury"].append(file["jury"][0])))
