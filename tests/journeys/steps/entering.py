"""How a member enters its figures: typed, through a bad connection, from a spreadsheet; sent."""

import io
from dataclasses import dataclass, field
from fractions import Fraction
from uuid import UUID

from playwright.sync_api import expect

from benchmarking.indicators.model import IndicatorSet
from labelling.club import queries
from labelling.core.database import reading
from labelling.core.workbooks import workbook
from labelling.organisations.inspection.sandbox import inspect_sheet
from tests.journeys.people import PATIENCE, Visitor
from tests.journeys.steps.clubs import ClubStage
from tests.journeys.steps.preparing import installed
from tests.serving import Served

UNUSUAL = "Two programmes ended, and their members left with them."


@dataclass
class Story:
    """Who takes part, and what they remember."""

    stage: ClubStage
    served: Served
    officer: Visitor
    member: Visitor
    firm: Visitor
    round: str = ""
    sheet: str = ""
    figures: dict[str, str] = field(default_factory=dict)

    @property
    def set(self) -> IndicatorSet:
        """Return the set of indicators of the round."""
        return self.stage.simulated.indicators

    def name(self, quantity: str) -> str:
        """Return what a quantity is called on the page."""
        return self.set.quantities[quantity].name


def the_member_accepts_the_code(story: Story) -> None:
    """Before that nothing can be entered or seen."""
    member = story.member
    member.take_task("Accept the code of conduct")
    member.looks()
    member.press("Accept the code of conduct")
    member.sees("Tick the box if you accept it.")
    member.choose("I have read the code of conduct and accept it")
    member.press("Accept the code of conduct")
    member.sees("You accepted the code of conduct.")
    member.take_task(f"Send the figures of {story.stage.half}")
    story.sheet = member.page.url
    member.is_at(f"Figures of {story.stage.half}")
    member.looks()


def figures_survive_a_reload_and_a_broken_connection(story: Story) -> None:
    """Each is saved as it is typed; what could not be sent is kept on the device and sent later."""
    page = story.member.page
    core = story.figures = {name: _typed(one) for name, one in story.stage.core().items()}
    enter(story.member, "A01", core["A01"])
    saved(story)
    page.reload()
    expect(page.locator("[id='number-A01']")).to_have_value(core["A01"])
    story.member.context.set_offline(True)
    enter(story.member, "left", core["left"])
    expect(page.locator("[data-save-status]")).to_contain_text("no connection", timeout=PATIENCE)
    story.member.context.set_offline(False)
    saved(story)
    assert kept(story)["left"] == core["left"]
    story.member.complaints.clear()  # the browser complains of the broken connection


def enter(visitor: Visitor, name: str, number: str) -> None:
    """Type a figure into its box, from records; a finished group is unfolded first."""
    box = visitor.page.locator(f"[id='number-{name}']")
    group = visitor.page.locator("details[data-group]").filter(has=box)
    if not box.is_visible():
        group.locator("> summary").click()
    box.fill(number)
    visitor.page.locator(f"[id='grade-{name}']").select_option("A")


def saved(story: Story) -> None:
    """Wait until the page says that all is saved."""
    status = story.member.page.locator("[data-save-status]")
    expect(status).to_contain_text("Saved at", timeout=PATIENCE)


def _typed(number: Fraction) -> str:
    return format(float(number), ".10g")


def kept(story: Story) -> dict[str, str]:
    """Return the figures that the system keeps, by quantity."""
    with installed(story.served), reading() as session:
        part = queries.find_part(session, round_id(story), story.stage.own)
        assert part is not None
        rows = queries.current_rows(session, [part.id]).get(part.id, {})
    return {name: row.number for name, row in rows.items()}


def round_id(story: Story) -> UUID:
    """Return the id of the story's round."""
    return UUID(story.round.rstrip("/").rpartition("/")[2])


def the_rest_comes_from_a_spreadsheet(story: Story) -> None:
    """What would change is shown before anything is saved."""
    member = story.member
    out = member.fetch("Download as a spreadsheet (XLSX)")
    header, *rows = inspect_sheet(out, "sheet.xlsx")
    assert {row[0] for row in rows} == set(story.figures)
    lines = []
    for row in rows:
        line = dict(zip(header, [*row, *[""] * len(header)], strict=False))
        line |= {"value": story.figures[line["id"]], "grade": "A"}
        lines.append(list(line.values()))
    member.press("Take figures over from a spreadsheet")
    member.looks()
    member.page.locator("input[type=file]").set_input_files(
        {
            "name": "figures.xlsx",
            "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "buffer": io.BytesIO(workbook("figures", header, lines)).getvalue(),
        }
    )
    member.press("Look at it first")
    member.sees("What would change")
    member.looks()
    assert len(kept(story)) == 2
    member.press(f"Save these {len(story.figures) - 2} figures")
    member.sees("The figures of the spreadsheet were saved.")
    assert kept(story) == story.figures


def an_unusual_figure_is_explained_and_the_sheet_sent(story: Story) -> None:
    """A check that asks does not refuse: the answer is kept with the figures."""
    member = story.member
    enter(member, "members-contacted", "4")
    saved(story)
    story.figures["members-contacted"] = "4"
    member.press("Save and look before sending")
    member.is_at("Send the figures")
    member.sees("Are these right?")
    member.looks()
    member.press("Send the figures")
    member.sees("for an answer.")
    for box in member.page.locator("textarea[name=answer]").all():
        box.fill(UNUSUAL)
    member.press("Send the figures")
    member.sees("Your figures were sent.")
    member.sees(UNUSUAL)
    member.looks()
