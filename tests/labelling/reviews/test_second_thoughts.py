"""What is asked before handing in, and what blocks it: rows that have just one thing wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import pytest

from assessments.editions import edition
from assessments.editions.model import Steps
from labelling.reviews.handing_in import readiness
from labelling.reviews.second_thoughts import Thought, Unblinding, second_thoughts
from labelling.reviews.statements import ANSWER, Citation, Mark, written_marks

EDITION = edition("cluster-excellence-2026")
PARTS = ("1.1", "1.2", "1.3", "1.5", "2.2", "3.1")
CITED = Mark((Citation("x", "4", 1, "ab"),), chosen=True)
NAMES = Unblinding("Anna Maria Ahrens", ("Steyr", "Alder Valley Mobility Cluster"))


def steps() -> Steps:
    found = next(one for one in EDITION.levels if one.id == "gold").steps
    assert found is not None
    return found


@dataclass(frozen=True)
class Row:
    """A judgement with nothing to say against it."""

    part_id: str
    score: Decimal | None = Decimal(60)
    attributes: Mapping[str, str] = field(default_factory=dict)
    overall: Decimal | None = None
    not_applicable: bool = False
    cannot_judge: str | None = None
    strengths: str = "Dates are kept and members can name them."
    improvements: str = "Two aims have no date."
    questions: str = ""
    marks: Mapping[str, Any] = field(
        default_factory=lambda: written_marks({"strengths": (CITED,), "improvements": (CITED,)})
    )


def rows(*changed: Row) -> list[Row]:
    """Return sound rows with different scores, some of them changed."""
    sound = {part: Row(part, Decimal(45 + 5 * at)) for at, part in enumerate(PARTS)}
    return list((sound | {row.part_id: row for row in changed}).values())


def thoughts(*changed: Row) -> list[Thought]:
    enough = replace(steps(), statements_over_all=1)
    return second_thoughts(EDITION, enough, rows(*changed), NAMES)


def test_a_sound_review_needs_no_second_thought() -> None:
    assert thoughts() == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (Row("1.2", strengths="Ahrens saw it."), "Your own name"),
        (Row("1.2", questions="Is it ANNA?"), "Your own name"),
        (Row("1.2", improvements="In Steyr nobody reviews."), "The name of the organisation"),
        (Row("1.2", strengths="Write to info@alder.example."), "A person seems to be named"),
        (Row("1.2", strengths="Dr. Weber showed the dates."), "A person seems to be named"),
        (Row("1.2", Decimal(80), strengths=""), "and no strength is named"),
        (Row("1.2", Decimal(85), strengths="Lovely coffee."), "none of the words"),
        (Row("1.2", Decimal(20), improvements=""), "and no area for improvement is named"),
        (Row("1.2", None, cannot_judge="In Finnish."), "You do not judge 1 part"),
        (Row("1.2", marks={}), "No statement says where you saw it"),
        (
            Row("1.2", marks=written_marks({"strengths": (Mark((Citation("x", "", 1, "ab"),)),)})),
            "A file is named without its pages",
        ),
    ],
)
def test_each_thought_names_its_part(row: Row, said: str) -> None:
    [found] = thoughts(row)
    assert (said in found.sentence, found.part_ids) == (True, ("1.2",)), found


def test_the_answer_needs_no_pages() -> None:
    marks = written_marks({"strengths": (Mark((Citation(ANSWER),)),)})
    assert thoughts(Row("1.2", marks=marks)) == []


def test_equal_scores_are_asked_about_from_five_parts_on() -> None:
    equal = [Row(part) for part in PARTS]
    enough = replace(steps(), statements_over_all=1)
    [found] = second_thoughts(EDITION, enough, equal, NAMES)
    assert "All your scores are equal" in found.sentence
    assert second_thoughts(EDITION, enough, equal[:4], NAMES) == []


def test_a_name_within_a_word_is_no_name() -> None:
    assert thoughts(Row("1.2", strengths="Joanna and the annals keep members' dates.")) == []


def test_names_of_colleagues_are_not_looked_for() -> None:
    """A warning would tell who is on the team."""
    assert thoughts(Row("1.2", strengths="Ben Bakker would say that members keep dates.")) == []


def test_limits_of_the_level_block() -> None:
    three = "One.\nTwo.\nThree."
    level = replace(steps(), statements_over_all=1, visit_questions=1)
    entered = {
        row.part_id: row
        for row in rows(Row("1.2", strengths=three), Row("1.3", questions="a?\nb?"))
    }
    found = readiness(EDITION, level, PARTS, entered, NAMES)
    assert not found.ready
    assert [one.part_id for one in found.open_parts] == ["1.2"]
    assert [sentence.partition(";")[0] for sentence in found.blocks] == [
        "You have 2 questions for the visit",
        "You chose 6 strengths over all",
        "You chose 6 areas for improvement over all",
    ]


def test_other_warnings_have_another_name() -> None:
    entered = {row.part_id: row for row in rows()}
    one = readiness(EDITION, steps(), PARTS, entered, NAMES)
    entered["1.2"] = Row("1.2", marks={})
    other = readiness(EDITION, steps(), PARTS, entered, NAMES)
    assert one.warned != other.warned
