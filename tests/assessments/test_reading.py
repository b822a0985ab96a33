import os
from fractions import Fraction
from pathlib import Path

import pytest

from assessments.commands import score_report
from assessments.errors import BadInput
from assessments.judgement import ByAttribute, NotApplicable, Percent
from assessments.reading import LARGEST_FILE, read_scores

A_SCORE = 'must be a number from 0 to 100, {"attributes": …} or {"not_applicable": "reason"}'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "scores.json"


def sentence(file: Path) -> str:
    """Return the refusal of a file, without the folder it is in."""
    with pytest.raises(BadInput) as caught:
        score_report(file)
    text = str(caught.value)
    assert "\n" not in text
    return text.replace(f"{file.parent}/", "")


def test_file_is_read_as_the_decimals_it_spells(file: Path) -> None:
    file.write_text(
        """\ufeff{"scores": {"1.1": 45, "1.2": {"attributes": {"sound": 0.1, "implemented": 6e1}},
        "1.3": {"not_applicable": "no team"}, "1.4": 33.333333333333333333333333},
        "edition": "efqm-2020"}""",
        encoding="utf-8",
    )
    sheet = read_scores(file)
    assert sheet.edition.id == "efqm-2020"
    assert sheet.judgements == {
        "1.1": Percent(Fraction(45)),
        "1.2": ByAttribute({"sound": Fraction(1, 10), "implemented": Fraction(60)}),
        "1.3": NotApplicable("no team"),
        "1.4": Percent(Fraction("33.333333333333333333333333")),
    }


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("[]", 'line 1: must be {"edition": …, "scores": {…}}, not a list'),
        ("45", 'line 1: must be {"edition": …, "scores": {…}}, not a number'),
        ('{"scores": {}}', "line 1, edition: is missing"),
        ('{"edition": "efqm-2020"}', "line 1, scores: is missing"),
        (
            '{"edition": "efqm-2020",\n"scores": {},\n"note": ""}',
            "line 3, note: is not a key of this file; there are edition and scores",
        ),
        (
            '{"edition": "efqm-2020",\n"scores": {},\n"edition": "efqm-2020"}',
            "line 3, edition: stands here more than once",
        ),
        (
            '{"edition": 1, "scores": {}}',
            "line 1, edition: must be the id of an edition, in quotes",
        ),
        (
            '{"edition": "efqm-2020", "scores": []}',
            "line 1, scores: must be an object of scores by part, not a list",
        ),
        (
            '{"edition": "efqm-2020", "scores": null}',
            "line 1, scores: must be an object of scores by part, not null",
        ),
        (
            '{"edition": "efqm-2020",\n  oops',
            "line 2: is not JSON: expecting property name enclosed in double quotes",
        ),
    ],
)
def test_file_of_another_shape_is_refused(file: Path, text: str, refusal: str) -> None:
    file.write_text(text, encoding="utf-8")
    assert sentence(file) == f"scores.json, {refusal}"


def test_unknown_edition_is_refused_with_those_there_are(file: Path) -> None:
    file.write_text('{"edition": "../efqm-2020\\ud800", "scores": {}}', encoding="utf-8")
    assert sentence(file).startswith(
        "scores.json, line 1, edition: '../efqm-2020\\ud800' is not an edition; there are "
    )


@pytest.mark.parametrize(
    ("score", "refusal"),
    [
        ("null", f'"1.2": {A_SCORE}, not null'),
        ("true", f'"1.2": {A_SCORE}, not true'),
        ('"45"', f"\"1.2\": {A_SCORE}, not '45'"),
        ("[45]", f'"1.2": {A_SCORE}, not a list'),
        ("{}", f'"1.2": {A_SCORE}'),
        ("NaN", '"1.2": must be a number, not NaN'),
        ("-Infinity", '"1.2": must be a number, not -Infinity'),
        ("-0.1", '"1.2": must be a number from 0 to 100'),
        ("100.0000000000000000000000001", '"1.2": must be a number from 0 to 100'),
        ("1e999999999", '"1.2": is written with more than 1000 digits'),
        ("1e-999999999", '"1.2": is written with more than 1000 digits'),
        (
            '{"number": 45}',
            '"1.2".number: is not a key of a score; there are attributes and not_applicable',
        ),
        (
            '{"percent": 45}',
            '"1.2".percent: stands only beside attributes, from which it departs',
        ),
        (
            '{"attributes": {"sound": 5}, "percent": 45}',
            '"1.2": departs from its attributes, so it needs reason',
        ),
        (
            '{"attributes": {"sound": 5}, "percent": 45, "reason": 5}',
            '"1.2".reason: must be why, as a text in quotes',
        ),
        (
            '{"attributes": {"sound": 5}, "percent": "x", "reason": "Seen on site."}',
            "\"1.2\".percent: must be a number from 0 to 100, not 'x'",
        ),
        (
            '{"attributes": {"sound": 5}, "not_applicable": "no"}',
            '"1.2": must have attributes or not_applicable, not both',
        ),
        ('{"attributes": {}}', '"1.2".attributes: must name at least one attribute'),
        (
            '{"attributes": 45}',
            '"1.2".attributes: must be an object of numbers by attribute, not a number',
        ),
        (
            '{"attributes": {"sound": null}}',
            '"1.2".attributes.sound: must be a number from 0 to 100, not null',
        ),
        (
            '{"attributes": {"sound": 101}}',
            '"1.2".attributes.sound: must be a number from 0 to 100',
        ),
        (
            '{"attributes": {"sound": 10, "sound": 10}}',
            '"1.2".attributes.sound: stands here more than once',
        ),
        (
            '{"attributes": {"trends": 10}}',
            (
                '"1.2".attributes.trends: is not an attribute of this part; '
                "there are sound, implemented, evaluated-understood, learn-improve"
            ),
        ),
        (
            '{"not_applicable": true}',
            '"1.2".not_applicable: must be the reason, as a text in quotes',
        ),
        (
            '{"not_applicable": " "}',
            '"1.2".not_applicable: must give the reason why the part does not apply',
        ),
    ],
)
def test_score_that_cannot_be_taken_is_refused_with_its_line(
    file: Path, score: str, refusal: str
) -> None:
    file.write_text(
        f'{{"edition": "efqm-2020",\n"scores": {{"1.1": 5,\n"1.2": {score}}}}}', encoding="utf-8"
    )
    assert sentence(file) == f"scores.json, line 3, scores.{refusal}"


def test_unknown_part_is_refused(file: Path) -> None:
    file.write_text('{"edition": "efqm-2020",\n"scores":\n{"1.9": 5}}', encoding="utf-8")
    assert sentence(file) == 'scores.json, line 3, scores."1.9": is not a part of efqm-2020'


def test_part_that_applies_to_everyone_cannot_be_dropped(file: Path) -> None:
    file.write_text(
        '{"edition": "efqm-2020", "scores": {"6": {"not_applicable": "no"}}}', encoding="utf-8"
    )
    assert sentence(file) == (
        "scores.json, line 1, scores.6.not_applicable: is not possible: this part applies to "
        "everyone in this edition"
    )


def test_criterion_of_which_nothing_applies_is_refused(file: Path) -> None:
    file.write_text(
        '{"edition": "efqm-2003", "scores": {\n"6b": {"not_applicable": "no"},\n'
        '"6a": {"not_applicable": "no"}}}',
        encoding="utf-8",
    )
    assert sentence(file) == (
        "scores.json, line 2, scores.6b.not_applicable: leaves nothing to score: no part of "
        "criterion '6' applies"
    )


def test_bytes_that_are_not_utf_8_are_refused_with_their_line(file: Path) -> None:
    file.write_bytes(b'{"edition":\n"efqm-2020\xff"}')
    assert sentence(file) == "scores.json, line 2: is not UTF-8"


def test_file_that_is_too_large_is_refused(file: Path) -> None:
    file.write_bytes(b" " * (LARGEST_FILE + 1))
    assert sentence(file) == "scores.json: has more than 1000000 bytes"


def test_deep_nesting_is_refused(file: Path) -> None:
    file.write_text('{"scores":' * 50_000, encoding="utf-8")
    assert sentence(file) == "scores.json: is nested too deeply"


def test_what_is_not_a_regular_file_is_refused(file: Path) -> None:
    assert sentence(file) == "scores.json: cannot be read: no such file or directory"
    os.mkfifo(file)
    assert sentence(file) == "scores.json: is not a regular file"
    assert sentence(file.parent) == f"{file.parent.name}: is not a regular file"
    assert sentence(file.parent / "a\0b") == "a\\x00b: cannot be read: embedded null byte"
