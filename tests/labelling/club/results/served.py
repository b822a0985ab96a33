"""What members are served of results, route by route: figures as a reader finds them there."""

import csv
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from html import unescape
from io import BytesIO, StringIO

from flask.testing import FlaskClient

from benchmarking.disclosure.cells import WHOLE
from labelling.club import queries as club_queries
from labelling.club.results import gate
from labelling.club.results.groups import is_own, name_of_group, own_group
from labelling.core.access import Role
from labelling.core.database import reading
from labelling.core.worker import Worker
from labelling.settings import in_use
from tests.labelling.club.results.making import World, person_of
from tests.labelling.people.making import sign_in


@dataclass(frozen=True, slots=True)
class Said:
    """A figure of a set as it was read: where, and how far the true one may be off."""

    route: str
    round: str
    indicator: str
    group: str
    figure: str
    number: Fraction
    off: Fraction


@dataclass(frozen=True, slots=True)
class Reader:
    """A member at its screen: whose pages it can open, and what its groups are called."""

    client: FlaskClient
    club: str
    own: str
    names: Mapping[str, str]
    rounds: list[str]

    def page(self, address: str) -> str:
        """Return a page; everything here is the reader's to see."""
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.get_data(as_text=True)


def readers(client: FlaskClient, world: World, members: list[str]) -> Iterator[Reader]:
    """Yield some members, one after the other signed in."""
    with reading() as session:
        club = club_queries.get_club(session, world.club_id)
        published = gate.published(session, club)
        groups = {
            group
            for release in gate.releases_of(session, world.club_id)
            for _, group in gate.read(release).shown
        }
    names = {name_of_group(club, group): group for group in groups if not is_own(group)}
    order = sorted(world.contacts)
    for member in members:
        actor, membership_id = world.first(order.index(member))
        sign_in(client, person_of(actor), Role.MANAGER)
        yield Reader(
            client,
            f"/results/clubs/{world.club_id}",
            f"/results/members/{membership_id}",
            names | {"your own peers": own_group(membership_id), "the club": WHOLE},
            published.rounds(),
        )


# --- numbers and sentences ------------------------------------------------------------------------

_NUMBER = r"[−-]?[\d,]+(?:\.\d+)?"
_MIDDLE = re.compile(
    rf"The middle is ({_NUMBER})[^\d;,]*?"
    rf"(?:; half of them lie from about ({_NUMBER})\D*? to ({_NUMBER})|, smoothed)"
)
_FIGURES = ("mean", "median", "q1", "q3", "sd", "p10", "p90")
_FACTS = {
    "Mean": "mean",
    "Standard deviation": "sd",
    "P10 (smoothed)": "p10",
    "P90 (smoothed)": "p90",
}


def exact(text: str) -> tuple[Fraction, Fraction]:
    """Return a written number, and half of its last digit: so far off the true one may be."""
    written = Decimal(text.replace(",", "").replace("−", "-"))
    exponent = written.as_tuple().exponent
    assert isinstance(exponent, int)
    return Fraction(written), Fraction(10) ** exponent / 2


def text_of(markup: str) -> str:
    """Return the words of a piece of a page, those of its pictures included."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def middles(text: str) -> list[dict[str, tuple[Fraction, Fraction]]]:
    """Return the figures of each sentence about a set's middle, in their order."""
    return [
        {name: exact(one) for name, one in zip(("median", "q1", "q3"), found, strict=True) if one}
        for found in _MIDDLE.findall(text)
    ]


# --- one reader for each way out ------------------------------------------------------------------

Route = Callable[[Reader, str], Iterator[Said]]
_CELL = re.compile(r'<c r="([A-Z]+)\d+"[^>]*>(?:<is><t[^>]*>([^<]*)</t></is>|<v>([^<]*)</v>)</c>')


def workbook(reader: Reader, round_: str) -> Iterator[Said]:
    """Read the member's workbook."""
    answer = reader.client.get(f"{reader.own}/figures.xlsx?round={round_}")
    sheet = zipfile.ZipFile(BytesIO(answer.data)).read("xl/worksheets/sheet1.xml").decode()
    for row in sheet.split("<row ")[2:]:
        cells = {name: unescape(text or number) for name, text, number in _CELL.findall(row)}
        for column, figure in zip("HIJKLMN", _FIGURES, strict=True):
            if re.fullmatch(_NUMBER, cells.get(column, "")):
                number = Fraction(Decimal(cells[column]))
                group = reader.names[cells["F"]]
                yield Said("xlsx", round_, cells["A"], group, figure, number, _CUT_OFF)


_CUT_OFF = Fraction(1, 20_000)


def extract(reader: Reader, round_: str) -> Iterator[Said]:
    """Read the club's anonymised extract."""
    content = reader.page(f"{reader.club}/extract.csv?round={round_}")
    for row in csv.DictReader(StringIO(content.removeprefix("\ufeff"))):
        for figure in _FIGURES:
            if row[figure]:
                number = Fraction(Decimal(row[figure]))
                yield Said("csv", round_, row["indicator"], WHOLE, figure, number, _CUT_OFF)


def club_table(reader: Reader, round_: str) -> Iterator[Said]:
    """Read the tables of the club's page."""
    page = reader.page(f"{reader.club}?round={round_}")
    for row in re.findall(r'<tr><th scope="row"><a href=.*?</tr>', page, re.DOTALL):
        (code,) = re.findall(r"/indicators/(\w+)\?", row)
        cells = [text_of(one) for one in re.findall(r"<td.*?</td>", row, re.DOTALL)]
        for figure, cell in zip(("q1", "median", "q3", "mean"), cells[1:5], strict=True):
            if (found := re.match(_NUMBER, cell)) is not None:
                yield Said("club page", round_, code, WHOLE, figure, *exact(found[0]))


def club_indicators(reader: Reader, round_: str) -> Iterator[Said]:
    """Read the club's page of each indicator: sentences, and tables beside pictures."""
    for code in _codes(reader.page(f"{reader.club}?round={round_}")):
        page = reader.page(f"{reader.club}/indicators/{code}?round={round_}")
        for heading, section in _sections(page, "s-"):
            group = _group(reader, heading)
            yield from _told("club indicator", (round_, code, group), section)


def _group(reader: Reader, heading: str) -> str:
    """Return the group that a heading names; headings begin with a capital, names need not."""
    name = heading.removeprefix("Beside ")
    return reader.names[name if name in reader.names else name[0].lower() + name[1:]]


def own_indicators(reader: Reader, round_: str) -> Iterator[Said]:
    """Read a member's page of each indicator: sentences, tables beside pictures, facts."""
    for code in _codes(reader.page(f"{reader.own}?round={round_}")):
        page = reader.page(f"{reader.own}/indicators/{code}?round={round_}")
        for heading, section in _sections(page, "beside-"):
            place = round_, code, _group(reader, heading)
            yield from _told("own indicator", place, section)
            for name, value in re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", section, re.DOTALL):
                figure, found = _FACTS.get(text_of(name)), re.match(_NUMBER, text_of(value))
                if figure is not None and found is not None:
                    yield Said("own facts", *place, figure, *exact(found[0]))


def own_page(reader: Reader, round_: str) -> Iterator[Said]:
    """Read a member's page of all its indicators: the sentence on the club, and on its groups."""
    page = reader.page(f"{reader.own}?round={round_}")
    for article in re.findall(r'<article class="result".*?</article>', page, re.DOTALL):
        (code,) = set(re.findall(r"/indicators/(\w+)\?", article))
        first, _, rest = article.partition('<ul class="result-facts">')
        facts, _, picture = rest.partition("</ul>")
        yield from _told("own page", (round_, code, WHOLE), first + picture)
        for item in re.findall(r"<li>(.*?)</li>", facts, re.DOTALL):
            told = text_of(item)
            for name, group in reader.names.items():
                if told.startswith(f"{name}: "):
                    yield from _told("own page", (round_, code, group), told.removeprefix(name))


def report(reader: Reader, round_: str) -> Iterator[Said]:
    """Read the text of a member's report; its sentences stand in the order of its page's."""
    reader.client.post(f"{reader.own}/report?round={round_}")
    Worker(in_use(), lambda *_: None).drain(datetime.now(UTC))
    pdf = reader.client.get(f"{reader.own}/report.pdf?round={round_}").data
    text = subprocess.run(
        ["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout
    pieces = re.split(r"\n([A-F]\d\d) ", text.decode())[1:]
    for code, piece in zip(pieces[::2], pieces[1::2], strict=True):
        page = reader.page(f"{reader.own}/indicators/{code}?round={round_}")
        groups = [_group(reader, name) for name, _ in _sections(page, "beside-")]
        sentences = re.findall(r"You: .*?(?=You: |$)", " ".join(piece.split()))
        for group, sentence in zip(groups, sentences, strict=False):
            for found in middles(sentence)[:1]:
                for figure, (number, off) in found.items():
                    yield Said("pdf", round_, code, group, figure, number, off)


def _codes(page: str) -> list[str]:
    return sorted(set(re.findall(r"/indicators/(\w+)\?", page)))


def _sections(page: str, start: str) -> list[tuple[str, str]]:
    """Return the heading and the markup of the sections whose id begins so."""
    found = re.findall(
        rf'<section aria-labelledby="{start}\d+"><h2[^>]*>(.*?)</h2>(.*?)</section>',
        page,
        re.DOTALL,
    )
    return [(text_of(heading), markup) for heading, markup in found]


_ROWS = {"Middle": "median", "Lower quartile": "q1", "Upper quartile": "q3"}


def _told(route: str, place: tuple[str, str, str], markup: str) -> Iterator[Said]:
    """Yield what sentences, descriptions of pictures and the tables beside them tell of a set."""
    for svg in re.findall(r"<svg.*?</svg>", markup, re.DOTALL):
        for found in middles(text_of(" ".join(re.findall(r"<desc.*?</desc>", svg, re.DOTALL)))):
            for figure, (number, off) in found.items():
                yield Said("alt text", *place, figure, number, off)
    for found in middles(text_of(re.sub(r"<svg.*?</svg>", " ", markup, flags=re.DOTALL))):
        for figure, (number, off) in found.items():
            yield Said(route, *place, figure, number, off)
    for name, value in re.findall(r'<tr><th scope="row">(.*?)</th><td[^>]*>(.*?)</td>', markup):
        number_found = re.match(_NUMBER, text_of(value))
        if name in _ROWS and number_found is not None:
            yield Said("chart table", *place, _ROWS[name], *exact(number_found[0]))


ROUTES: Mapping[str, Route] = {
    "workbook": workbook,
    "extract": extract,
    "club page": club_table,
    "club indicators": club_indicators,
    "own indicators": own_indicators,
    "own page": own_page,
    "report": report,
}
