"""What can be written in each table of an edition: its fields, in words and kind, as one list."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assessments.editions.sections import COMMITTEE, TOP, Path
from assessments.editions.translation import Tree
from labelling.core.i18n import Text, lazy

Kind = Literal[
    "line", "lines", "list", "integer", "decimal", "exact", "flag", "word",
    "rubric", "fact", "parts", "scope", "caps", "minima", "anchors",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """A field: where its value stands in the table, what it is called, what is written there.

    ``inside`` is the optional table that holds it. Of a kind that stands for several fields
    (``minima``) ``of`` says what each is about.
    """

    key: str
    label: Text
    kind: Kind = "line"
    required: bool = False
    hint: Text = ""
    words: Mapping[str, Text] = field(default_factory=dict)
    of: Literal["", "parts", "criteria", "levels"] = ""
    unit: str = ""

    @property
    def inside(self) -> str:
        """Return the table inside the table that holds the value, '' for none."""
        return self.key.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under one heading; with ``optional`` a table of its own that may be absent."""

    title: Text
    fields: tuple[Field, ...]
    optional: str = ""
    offer: Text = ""


_NAME = Field("name", lazy("Name"), required=True)
_TOP = (
    Group(
        "",
        (
            _NAME,
            Field("note", lazy("What it is"), "lines", required=True,
                  hint=lazy("Everybody reads this: whose it is, what it rests on.")),
            Field("provisional", lazy("What is provisional"), "lines",
                  hint=lazy("Stands beside every threshold. Leave it blank if nothing is.")),
            Field("number_prefix", lazy("Letters before the numbers of labels"),
                  hint=lazy("For example CE. Without them the edition is for scoring only.")),
            Field("maximum", lazy("Points of all criteria together"), "integer", required=True),
            Field("step", lazy("Step in which percentages are given"), "integer", required=True,
                  hint=lazy("It must divide 100."), unit="%"),
            Field("whole_numbers", lazy("Only whole percentages are given"), "flag"),
            Field("mean_of_criteria", lazy("Show the mean of the criteria as the result"), "flag"),
        ),
    ),
)  # fmt: skip
_COMMITTEE = (
    Group(
        "",
        (
            Field("quorum_percent", lazy("More than this share must be present"), "integer",
                  required=True, unit="%"),
            Field("quorum_at_least", lazy("And at least so many members"), "integer",
                  required=True),
            Field("secret", lazy("The ballot is secret"), "flag", required=True),
            Field("tie", lazy("Where votes are equal"), "word", required=True,
                  words={"falls": lazy("the motion falls"),
                         "chair": lazy("the chair’s vote decides")}),
            Field("without_majority", lazy("Where there is no majority"), "word", required=True,
                  words={"not_awarded": lazy("the label is not awarded"),
                         "sent_back": lazy("the case is sent back")}),
            Field("writing_days", lazy("Days for a vote in writing"), "integer", required=True),
        ),
    ),
)  # fmt: skip
_RUBRIC = (Group("", (_NAME, Field("caps", lazy("Attributes that cap a part"), "caps",
    hint=lazy("No part has more percent than the lowest of these.")))),)  # fmt: skip
_BAND = (
    Group("", (
        _NAME,
        Field("text", lazy("What organisations read"), "lines", required=True),
        Field("assessor", lazy("What assessors look for"), "lines", required=True),
    )),
)  # fmt: skip
_ATTRIBUTE = (
    Group("", (
        _NAME,
        Field("question", lazy("Question"), "lines"),
        Field("anchors", lazy("What it looks like at each band"), "anchors"),
    )),
)  # fmt: skip
_CRITERION = (
    Group("", (
        _NAME,
        Field("points", lazy("Points"), "integer", required=True),
        Field("introduction", lazy("Introduction"), "lines"),
    )),
)  # fmt: skip
_ONE_PER_LINE = lazy("One on each line. Begin a line with two blanks to go on with the one above.")
_PART = (
    Group("", (
        Field("title", lazy("Title"), required=True),
        Field("weight", lazy("Weight within its criterion"), "integer", required=True),
        Field("kind", lazy("Scale"), "rubric", required=True),
        Field("may_not_apply", lazy("When it need not apply"), "lines",
              hint=lazy("Leave it blank if every organisation must answer.")),
    )),
    Group(lazy("What the organisation reads"), (
        Field("looks_at", lazy("What is looked at"), "lines"),
        Field("why", lazy("Why it matters"), "lines"),
        Field("guidance", lazy("Guidance"), "lines"),
        Field("good", lazy("A good answer"), "lines"),
        Field("weak", lazy("A weak answer"), "lines"),
        Field("weak_because", lazy("Why it is weak"), "lines"),
        Field("evidence", lazy("Evidence that helps"), "list", hint=_ONE_PER_LINE),
    )),
    Group(lazy("What assessors read besides"), (
        Field("asks", lazy("Questions to ask"), "list", hint=_ONE_PER_LINE),
        Field("on_site", lazy("What to look at on site"), "list", hint=_ONE_PER_LINE),
        Field("perspectives", lazy("Perspectives"), "list", hint=_ONE_PER_LINE),
        Field("anchors", lazy("What it looks like at each band"), "anchors"),
    )),
)  # fmt: skip
_LEVEL = (
    Group("", (
        _NAME,
        Field("for_whom", lazy("For whom"), "lines"),
        Field("meaning", lazy("What it says of the holder"), "lines"),
    )),
    Group(lazy("What it asks"), (
        Field("minimum_percent", lazy("Threshold in percent of the points possible"), "exact",
              unit="%", hint=lazy("Either this or the threshold in points.")),
        Field("minimum_total", lazy("Threshold in points"), "exact"),
        Field("parts", lazy("Parts"), "scope"),
        Field("criterion_minimum", lazy("Least percentage of a criterion"), "minima", of="criteria",
              unit="%"),
    )),
    Group(lazy("Close to the threshold"), (
        Field("near.points", lazy("Close means within"), "integer", required=True,
              hint=lazy("Percentage points.")),
        Field("near.then", lazy("Then"), "word", required=True,
              words={"second_reader": lazy("a second assessor reads the case"),
                     "third_assessor": lazy("a third assessor moderates the widest differences")}),
    ), "near", lazy("Somebody else looks at cases close to the threshold")),
    Group(lazy("Steps"), (
        Field("steps.assessors", lazy("Assessors"), "integer", required=True),
        Field("steps.from_abroad", lazy("Of them from abroad"), "integer", required=True),
        Field("steps.comparison", lazy("They compare their scores"), "flag", required=True),
        Field("steps.visit", lazy("Visit"), "word", required=True,
              words={"none": lazy("no visit"), "video": lazy("half a day by video"),
                     "one_day": lazy("one day on site"), "two_days": lazy("two days on site")}),
        Field("steps.attributes", lazy("Assessors score by attribute"), "flag", required=True),
        Field("steps.improvements_shown", lazy("Improvements to be shown"), "integer",
              required=True),
        Field("steps.english_summary", lazy("A summary in English is asked for"), "flag",
              required=True),
        Field("steps.text_limit", lazy("Characters of an answer"), "integer", required=True),
        Field("steps.evidence_limit", lazy("Pieces of evidence in a part"), "integer",
              required=True),
        Field("steps.decided_by", lazy("Who decides"), "word", required=True,
              words={"member": lazy("one member of the committee"),
                     "committee": lazy("the committee in a sitting")}),
        Field("steps.blinded_papers", lazy("The committee does not see whose case it is"), "flag"),
        Field("steps.statements_a_part", lazy("Strengths, and areas for improvement, in a part"),
              "integer", hint=lazy("At most so many of each. 2, unless you write another number.")),
        Field("steps.statements_over_all", lazy("Strengths, and areas for improvement, over all"),
              "integer", hint=lazy("At most so many of each. 5, unless you write another number.")),
        Field("steps.visit_questions", lazy("Questions for the visit"), "integer",
              hint=lazy("At most so many. 10, unless you write another number.")),
        Field("steps.own_score_shown",
              lazy("Assessors see what the organisation gave itself"), "word",
              words={"always": lazy("from the beginning"),
                     "after_part": lazy("in each part, once they have scored it (as usual)"),
                     "after_review": lazy("once they have handed everything in")}),
        Field("steps.effort_text", lazy("The organisation’s own work"), "lines", required=True),
        Field("steps.duration_text", lazy("Until the decision"), "lines", required=True),
    ), "steps", lazy("Organisations can apply for this level")),
    Group(lazy("Validity and renewal"), (
        Field("validity.first_months", lazy("First term"), "integer", required=True,
              hint=lazy("Months.")),
        Field("validity.renewal_months", lazy("After a renewal"), "integer", required=True,
              hint=lazy("Months.")),
        Field("validity.window_before_months", lazy("Renewal opens before the end"), "integer",
              required=True, hint=lazy("Months.")),
        Field("validity.window_after_months", lazy("Renewal stays open after the end"), "integer",
              required=True, hint=lazy("Months.")),
    ), "validity", lazy("The level is given for a time")),
    Group(lazy("Fee"), (
        Field("fee.amount", lazy("Amount"), "decimal", required=True),
        Field("fee.renewal_amount", lazy("Amount at a renewal"), "decimal",
              hint=lazy("Where it differs.")),
        Field("fee.currency", lazy("Currency"), required=True, hint=lazy("For example EUR.")),
        Field("fee.text", lazy("What it covers"), "lines"),
    ), "fee", lazy("The assessment costs a fee")),
)  # fmt: skip
_RULE = (
    Group("", (
        Field("text", lazy("The rule in words"), "lines", required=True),
        Field("kind", lazy("How it is found out"), "word", required=True,
              words={"minimum": lazy("by a figure and its minimum"),
                     "declared": lazy("the organisation declares it")}),
        Field("fact", lazy("Figure"), "fact"),
        Field("minimum", lazy("Minimum"), "decimal"),
        Field("minimum_by_level", lazy("Minimum at a level"), "minima", of="levels",
              hint=lazy("Where a level asks more.")),
    )),
    Group(lazy("Derogation"), (
        Field("derogation.minimum", lazy("Lower minimum"), "decimal", required=True),
        Field("derogation.text", lazy("When it is granted"), "lines", required=True),
    ), "derogation", lazy("The office may accept less, with a reason")),
)  # fmt: skip
_FACT = (
    Group("", (
        _NAME,
        Field("group", lazy("Group"), required=True,
              hint=lazy("Figures of one group stand together on the fact sheet.")),
        Field("unit", lazy("Unit"), "word", required=True,
              words={"count": lazy("a number of things"), "percent": lazy("percent"),
                     "eur": lazy("euros"), "months": lazy("months"), "fte": lazy("full-time posts"),
                     "date": lazy("a day"), "text": lazy("a text")}),
        Field("definition", lazy("What is counted"), "lines", required=True),
        Field("required", lazy("It must be filled in"), "flag"),
        Field("parts", lazy("Parts that it helps to answer"), "parts"),
    )),
)  # fmt: skip
_INSIDE: Mapping[str, tuple[Group, ...]] = {
    "rubrics": _RUBRIC,
    "bands": _BAND,
    "attributes": _ATTRIBUTE,
    "criteria": _CRITERION,
    "parts": _PART,
    "levels": _LEVEL,
    "eligibility": _RULE,
    "facts": _FACT,
}


def groups_of(path: Path) -> tuple[Group, ...]:
    """Return the fields of the table at a place, group by group."""
    if path == TOP:
        return _TOP
    return _COMMITTEE if path == COMMITTEE else _INSIDE[path[-2]]


def bands_of(tree: Tree, path: Path, kind: str) -> list[tuple[str, str]]:
    """Return value and name of the bands that a table's anchors describe.

    Those of the scale of that ``kind`` for a part, of its own scale for an attribute.
    """
    rubric = path[1] if path[0] == "rubrics" else kind
    bands = tree.get("rubrics", {}).get(rubric, {}).get("bands", [])
    return [(str(band["value"]), str(band["name"])) for band in bands]
