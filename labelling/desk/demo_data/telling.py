"""What an organisation tells of itself, part by part: fictitious, and its own in every case."""

import hashlib
from collections.abc import Mapping, Sequence

from assessments.editions.model import Part
from labelling.desk.demo_data.organisations import Office

# By criterion: what is done, as one would tell it. Braces are filled with the office's own figures.
_DOES: Mapping[str, Sequence[str]] = {
    "1": (
        "The board settled this in {month} {year} after {meetings} meetings with members.",
        "Before the assembly agreed {asked} of {members} members were asked; {few} wanted changes.",
        "The assembly of {month} {year} set it down on two pages, and every new member gets them.",
        "Three priorities came out of it; the one on {thing} has an owner, a date and money.",
    ),
    "2": (
        "{staff} full-time posts share the work; each task has a name and a deputy.",
        "The manager reports to the board every quarter and decides alone up to €{amount},000.",
        "In {month} {year} we set our skills beside what the plan asks and found {few} gaps.",
        "One rule page on confidences is signed by everybody who moderates a group of ours.",
    ),
    "3": (
        "{asked} of {members} members took part in something last year; we call the silent ones.",
        "We visited {half} members at their own site, and each visit left half a page of notes.",
        "Our list of {month} {year} shows members by kind, size and distance from {city}.",
        "Around {city} we agreed with {few} other bodies who does what; work on {thing} is ours.",
    ),
    "4": (
        "{half} members used it last year, most of them small firms, {few} for the first time.",
        "It began with an enquiry about {thing} that {few} members brought to us in one spring.",
        "An enquiry has an answer within {few} working days; what takes longer is on a list.",
        "Since {month} {year} it has a page of its own with purpose, takers, price and contact.",
    ),
    "5": (
        "What is signed covers the next {months} months; fees are a part of it.",
        "Each quarter the treasurer sees budget beside actual; {thing} had to wait a year.",
        "{half} members went through the short check, and {few} of them began something new.",
        "A page says how it is done; the colleague who came in {year} works by it.",
    ),
    "6": (
        "{half} answered, after {fewer} the year before; we ask the same questions each {month}.",
        "Best liked is our work on {thing}; least liked, both years, is finding partners.",
        "Somebody from outside the office leads the talks; {few} answers were critical.",
    ),
    "7": (
        "The line of three years goes from {fewer} over {between} to {half}.",
        "Of {few} aims about {thing} one was missed, and we say why in the report to the assembly.",
        "{half} members had a part in it; the counting rule has not changed since {year}.",
    ),
}
_CHECKED = (
    "The board looked at it in {month} {next}; since then we begin with {thing}.",
    "In {month} {next} we saw that small firms were missing, and met in the afternoon from then.",
    "We counted again after a year and dropped what {few} members or fewer had used.",
    "In {next} a neighbouring cluster looked over it with us; two of its remarks are carried out.",
)
_NOT_YET = (
    "Whether it works we have not looked at yet; the board has it on its list for {next}.",
    "It is not the same everywhere yet, and there are no figures from before {year}.",
    "So far it depends on one person; a deputy is to be named in {next}.",
)
_LITTLE = (
    "It is done when somebody asks for it, and nothing of it is written down.",
    "A first paper of {month} {year} exists; the members have not seen it.",
)
_THINGS = (
    *("apprentices", "shared tests", "energy cost", "proof of origin", "joint purchasing"),
    *("repair and spare parts", "trade-fair stands", "data from machines", "export papers"),
)
_MONTHS = ("January", "February", "March", "April", "May", "June", "September", "November")
_SMALL = ("three", "four", "five", "six", "seven")


def draw(count: int, *key: str) -> int:
    """Return a number from 0 to below ``count``: the same for the same key, without a pattern."""
    return int.from_bytes(hashlib.sha256("/".join(key).encode()).digest()[:4]) % count


def told(office: Office, part: Part, *, full: bool, little: bool) -> str:
    """Return an answer: done and checked where ``full``, just begun where ``little``."""
    does = _DOES[part.criterion]
    first = draw(len(does), office.key, part.id, "does")
    # Parts of one criterion begin at different sentences, so that none repeats its neighbour.
    order = [does[(first + step) % len(does)] for step in range(3)]
    if little:
        said = [order[0], _one_of(_LITTLE, office, part)]
    elif full:
        said = [*order, _one_of(_CHECKED, office, part)]
    else:
        said = [*order[:2], _one_of(_NOT_YET, office, part)]
    paper = f"It can be read in “{part.evidence[0].rstrip('.')}”, dated and approved."
    return " ".join([_opening(office, part), *(_filled(one, office, part) for one in said), paper])


def _opening(office: Office, part: Part) -> str:
    openings = (
        f"We are {office.members} members around {office.profile.city}.",
        f"For our {office.members} members this is what counts.",
        f"In our office in {office.profile.city} it goes like this.",
    )
    return openings[draw(len(openings), office.key, part.id, "opening")]


def _one_of(sentences: Sequence[str], office: Office, part: Part) -> str:
    return sentences[draw(len(sentences), office.key, part.id, "close")]


def _filled(sentence: str, office: Office, part: Part) -> str:
    key = (office.key, part.id, sentence)
    size = (office.key, sentence)  # one figure in all parts that tell of it
    year = 2023 + draw(2, office.key, part.id, "year")
    half = max(6, office.members * (40 + draw(25, *size, "half")) // 100)
    return sentence.format(
        city=office.profile.city,
        members=office.members,
        staff=office.staff,
        asked=max(8, office.members * (62 + draw(25, *size, "asked")) // 100),
        half=half,
        between=half - 2 - draw(2, *size, "between"),
        fewer=half - 4 - draw(2, *size, "fewer"),
        few=_SMALL[draw(len(_SMALL), *key, "few")],
        meetings=_SMALL[draw(len(_SMALL), *key, "meetings")],
        amount=5 + draw(4, office.key, "amount") * 5,
        months=14 + draw(12, *key, "months"),
        month=_MONTHS[draw(len(_MONTHS), *key, "month")],
        thing=_THINGS[draw(len(_THINGS), *key, "thing")],
        year=year,
        next=year + 1,
    )
