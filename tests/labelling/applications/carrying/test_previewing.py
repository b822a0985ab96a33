"""What a preview of carrying over says, from values alone."""

from assessments.crosswalk import by_number, crosswalk
from assessments.editions import edition
from labelling.applications.carrying.previewing import Left, Mapped, Room, preview
from labelling.applications.queries.drafts import NO_LIMIT
from labelling.applications.versions.sources import CitedAs, PartSaid, Source

PLAN = CitedAs("plan", "Plan", "3")
MINUTES = CitedAs("minutes", "Minutes", "")
GONE = CitedAs("gone", "Survey", "")


def room(*scope: str, text_limit: int = 1000, evidence_limit: int = 3) -> Room:
    """Return what a level takes whose library has the plan and the minutes."""
    return Room(scope, text_limit, evidence_limit, {"plan", "minutes"})


def source(**parts: PartSaid) -> Source:
    """Return a self-assessment; p1a stands for part 1a."""
    return Source("draft", "Before", {key[1:]: said for key, said in parts.items()})


def test_several_parts_come_together_and_their_line_stays_behind() -> None:
    mapped = Mapped(crosswalk("efqm-2013", "efqm-2020"), is_by_number=False)
    before = source(
        p1a=PartSaid(40, "Values.", None, (PLAN, GONE)),
        p1d=PartSaid(60, "Culture.", None, (CitedAs("plan", "Plan", "7"), MINUTES)),
    )
    found = preview(mapped, before, source(), room("1.1", "2.1", text_limit=5, evidence_limit=1))
    split, merged = found.offers
    assert (split.part_id, split.how, split.line, split.said.text) == (
        "1.1",
        "split",
        "split",
        "Values.",
    )
    assert (merged.part_id, merged.how, merged.line) == ("2.1", "merged", "merged")
    assert merged.said == PartSaid(
        None, "Values.\n\nCulture.", None, (CitedAs("plan", "Plan", "3, 7"),)
    )
    assert (merged.over, merged.gone, merged.unfit) == (12, (GONE,), (MINUTES,))
    assert not merged.is_sure
    assert not merged.is_conflict


def test_scale_that_differs_keeps_the_line_behind() -> None:
    mapped = Mapped(crosswalk("caf-2020", "caf-2020-fine"), is_by_number=False)
    (offer,) = preview(
        mapped, Source("draft", "Before", {"1.1": PartSaid(50, "Text.")}), source(), room("1.1")
    ).offers
    assert (offer.said.band, offer.line) == (None, "scale")


def test_what_stands_is_a_conflict_and_what_is_equal_is_no_offer() -> None:
    ours = edition("cluster-excellence-2026")
    mapped = Mapped(by_number(ours, ours), is_by_number=True)
    before = Source(
        "draft",
        "Before",
        {
            "1.1": PartSaid(40, "Same."),
            "1.2": PartSaid(40, "Old."),
            "1.3": PartSaid(None, "", "No staff."),
            "2.1": PartSaid(40, "Not asked."),
            "2.2": PartSaid(40, "x" * (NO_LIMIT + 1)),
        },
    )
    draft = Source("draft", "Now", {"1.1": PartSaid(40, "Same."), "1.2": PartSaid(60, "New.")})
    found = preview(mapped, before, draft, room("1.1", "1.2", "1.3", "2.2"))
    conflict, long = found.offers
    assert (conflict.part_id, conflict.is_conflict, conflict.is_sure) == ("1.2", True, False)
    assert (conflict.said.band, conflict.said.text) == (40, "Old.")
    assert (long.part_id, long.is_possible, long.is_sure) == ("2.2", False, False)
    assert found.equal == ("1.1",)
    assert found.missing == (("1.3", ""),)
    assert found.left == (Left("1.3", "not_applicable", "No staff."), Left("2.1", "not_asked", ""))
    assert list(found.as_source("draft", "x").parts) == ["1.2", "2.2"]


def test_a_line_that_does_not_come_leaves_the_drafts_own() -> None:
    mapped = Mapped(crosswalk("caf-2020", "caf-2020-fine"), is_by_number=False)
    (offer,) = preview(
        mapped,
        Source("draft", "Before", {"1.1": PartSaid(50, "Text.")}),
        Source("draft", "Now", {"1.1": PartSaid(30, "")}),
        room("1.1"),
    ).offers
    assert offer.said.band == 30
