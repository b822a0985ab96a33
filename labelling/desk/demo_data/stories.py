"""The twelve stories: what became of each organisation until today."""

from collections.abc import Callable, Sequence

from labelling.decisions.models import LabelEventKind
from labelling.desk.demo_data import apart, applying, assessing, conferring, deciding, holding
from labelling.desk.demo_data.cases import Case
from labelling.desk.demo_data.deciding import label_changes
from labelling.desk.demo_data.drafting import office_works_together, parts_are_shared_out
from labelling.desk.demo_data.founding import founded
from labelling.desk.demo_data.organisations import BY_KEY
from labelling.desk.demo_data.timetable import Calendar, Scene, Story

Act = Callable[[Scene, Case], None]

_BEGIN: Sequence[tuple[int, Act]] = (
    (0, applying.start),
    (2, applying.fill_facts),
    (5, applying.answer_first),
    (10, applying.answer_rest),
    (13, applying.declare_rules),
    (14, applying.fill_facts),  # a year may have ended meanwhile
    (14, applying.submit),
    (18, applying.find_eligible),
    (22, assessing.invite),
    (25, assessing.declare_independence),
    (30, assessing.score_first),
    (35, assessing.score_rest),
    (36, assessing.hand_in),
    (40, assessing.compare),
)
_END: Sequence[tuple[int, Act]] = (
    (46, assessing.visit),
    (48, assessing.close_agreement),
    (53, assessing.write_report),
    (55, assessing.release),
    (62, assessing.observe),
    (64, assessing.finish),
    (66, assessing.recommend),
    (67, assessing.rate),
    (70, deciding.prepare),
    (72, deciding.convene),
    (78, deciding.decide),
)
WAY = (*_BEGIN, *_END)


def travel(calendar: Calendar, case: Case, begins: int, until: Act) -> Story:
    """Take an application along its way, from the day it begins until an act is done."""
    for number, (offset, act) in enumerate(WAY):
        scene = yield calendar.at(begins - offset, 9 + number % 7, 5 * number % 60)
        act(scene, case)
        if act is until:
            return


def then(calendar: Calendar, case: Case, days_ago: int, act: Act) -> Story:
    """Do one more act on a day."""
    scene = yield calendar.at(days_ago, 14)
    act(scene, case)


def alder(calendar: Calendar, password_hash: str) -> Story:
    """Asked for gold, holds silver; asks for gold again: two assessors sit at the round table."""
    office = BY_KEY["alder"]
    yield from founded(calendar, office, 640, password_hash)
    silver = Case(office, False, "gold", ("benoit", "dieter"), claims=60, worth=70)
    yield from travel(calendar, silver, 600, deciding.decide)
    yield from then(calendar, silver, 165, holding.confirm)
    gold = Case(office, True, "gold", ("anna", "carla"), "tomas", claims=80, worth=85)
    yield from travel(calendar, gold, 45, assessing.hand_in)
    yield from then(calendar, silver, 6, holding.report_change)
    yield from then(calendar, gold, 4, assessing.settle_small_differences)
    yield from conferring.round_table_is_open(calendar, gold)


def donau(calendar: Calendar, password_hash: str) -> Story:
    """Applied for silver: recommended and prepared, the committee sits in three days."""
    office = BY_KEY["donau"]
    yield from founded(calendar, office, 200, password_hash)
    case = Case(office, True, "silver", ("anna",), "marta", worth=65)
    yield from travel(calendar, case, 75, deciding.convene)


def nordtal(calendar: Calendar, password_hash: str) -> Story:
    """Applied for silver and was given bronze; applies for silver again, before the visit."""
    office = BY_KEY["nordtal"]
    yield from founded(calendar, office, 420, password_hash)
    bronze = Case(office, False, "silver", ("anna",), claims=40, worth=45)
    yield from travel(calendar, bronze, 390, deciding.decide)
    silver = Case(office, True, "silver", ("dieter",), "tomas", "ioana", worth=65)
    yield from travel(calendar, silver, 42, assessing.hand_in)
    yield from conferring.visit_is_planned(calendar, silver, 5)


def saale(calendar: Calendar, password_hash: str) -> Story:
    """Holds silver that ends soon; the organisation comments on the report of its renewal."""
    office = BY_KEY["saale"]
    yield from founded(calendar, office, 700, password_hash)
    first = Case(office, False, "gold", ("eeva", "dieter"), "marta", worth=70)
    yield from travel(calendar, first, 660, deciding.decide)
    yield from then(calendar, first, 225, holding.confirm)
    renewal = Case(office, True, "silver", ("filip",), "olga", "ioana", claims=80, worth=75)
    yield from travel(calendar, renewal, 61, assessing.release)
    yield from then(calendar, first, 3, holding.report_misuse)


def wislana(calendar: Calendar, password_hash: str) -> Story:
    """Was not eligible once; now its application has been returned with a question."""
    office = BY_KEY["wislana"]
    yield from founded(calendar, office, 330, password_hash)
    first = Case(office, False, "bronze", officer="tomas", claims=40)
    yield from travel(calendar, first, 300, applying.submit)
    yield from then(calendar, first, 280, applying.refuse)
    second = Case(office, True, "bronze", officer="tomas", claims=40)
    yield from travel(calendar, second, 24, applying.submit)
    yield from then(calendar, second, 6, applying.give_back)


def baltic(calendar: Calendar, password_hash: str) -> Story:
    """Holds silver that is suspended; has submitted its renewal."""
    office = BY_KEY["baltic"]
    yield from founded(calendar, office, 610, password_hash)
    first = Case(office, False, "gold", ("carla", "dieter"), "tomas", worth=70)
    yield from travel(calendar, first, 580, deciding.decide)
    yield from then(calendar, first, 145, holding.confirm)
    reason = "Changes of the membership were not reported in time."
    yield from label_changes(calendar, office, 80, LabelEventKind.SUSPENDED, reason)
    yield from travel(calendar, Case(office, True, "silver"), 19, applying.submit)


def valdoro(calendar: Calendar, password_hash: str) -> Story:
    """Applied for silver: a technical editor looks through the report."""
    office = BY_KEY["valdoro"]
    yield from founded(calendar, office, 170, password_hash)
    case = Case(office, True, "silver", ("anna",), "marta", worth=65)
    yield from travel(calendar, case, 72, assessing.write_report)
    yield from conferring.report_is_edited(calendar, case, 3, "eeva")


def adriatic(calendar: Calendar, password_hash: str) -> Story:
    """Withdrew once; now an assessor is invited and has not answered."""
    office = BY_KEY["adriatic"]
    yield from founded(calendar, office, 320, password_hash)
    first = Case(office, False, "bronze", officer="olga")
    yield from travel(calendar, first, 290, applying.submit)
    yield from then(calendar, first, 270, applying.withdraw)
    second = Case(office, True, "silver", ("benoit",), "olga")
    yield from travel(calendar, second, 25, assessing.invite)


def ebro(calendar: Calendar, password_hash: str) -> Story:
    """Held bronze, which has expired; half of its application for silver is written."""
    office = BY_KEY["ebro"]
    yield from founded(calendar, office, 900, password_hash)
    bronze = Case(office, False, "bronze", ("benoit",), claims=40, worth=45)
    yield from travel(calendar, bronze, 870, deciding.decide)
    yield from then(calendar, bronze, 440, holding.confirm)
    silver = Case(office, True, "silver")
    yield from travel(calendar, silver, 12, applying.fill_facts)
    yield from parts_are_shared_out(calendar, silver, 9)
    yield from then(calendar, silver, 7, applying.answer_first)
    yield from office_works_together(calendar, silver, 6)


def lakes(calendar: Calendar, password_hash: str) -> Story:
    """Held bronze, which was revoked."""
    office = BY_KEY["lakes"]
    yield from founded(calendar, office, 560, password_hash)
    bronze = Case(office, False, "bronze", ("filip",), "marta", claims=40, worth=45)
    yield from travel(calendar, bronze, 540, deciding.decide)
    reason = "The label was shown as that of a member firm, and this was not put right."
    yield from label_changes(calendar, office, 160, LabelEventKind.REVOKED, reason)


def pannon(calendar: Calendar, password_hash: str) -> Story:
    """Applied for silver: the assessor has scored half of the parts."""
    office = BY_KEY["pannon"]
    yield from founded(calendar, office, 110, password_hash)
    case = Case(office, True, "silver", ("dieter",), "tomas", worth=65)
    yield from travel(calendar, case, 34, assessing.score_first)
    yield from conferring.questions_go_to_and_fro(calendar, case, 3)


def sava(calendar: Calendar, password_hash: str) -> Story:
    """Was not awarded bronze once, and appealed; now it is eligible and a team has to be found."""
    office = BY_KEY["sava"]
    yield from founded(calendar, office, 360, password_hash)
    first = Case(office, False, "bronze", ("eeva",), "marta", claims=20, worth=20)
    yield from travel(calendar, first, 330, deciding.decide)
    yield from apart.appealed(calendar, office, 240)
    second = Case(office, True, "bronze", (), "olga", claims=40)
    yield from travel(calendar, second, 21, applying.find_eligible)


STORIES = (
    alder, donau, nordtal, saale, wislana, baltic,
    valdoro, adriatic, ebro, lakes, pannon, sava,
)  # fmt: skip
