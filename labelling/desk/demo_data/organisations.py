"""The twelve cluster organisations: what they say of themselves, who sits in them, how big."""

from dataclasses import dataclass

from labelling.core.access import Seat
from labelling.desk.demo_data.cast import Character
from labelling.organisations.actions.profile import Profile


@dataclass(frozen=True, slots=True)
class Office:
    """A cluster organisation on stage; the first person founds it and is its first owner."""

    key: str
    profile: Profile
    people: tuple[tuple[Character, Seat], ...]
    members: int
    staff: str

    @property
    def founder(self) -> Character:
        """Return who brings the organisation here."""
        return self.people[0][0]

    @property
    def writer(self) -> Character:
        """Return who writes most of the answers."""
        seats = {seat: character for character, seat in reversed(self.people)}
        return seats.get(Seat.CONTRIBUTOR, self.founder)


def _office(
    key: str,
    profile: tuple[str, str, str, str],
    about: str,
    people: tuple[tuple[str, str, Seat], ...],
    *,
    members: int,
    staff: str,
    language: str = "en",
) -> Office:
    name, country, city, field = profile
    return Office(
        key=key,
        profile=Profile(
            name=name,
            country=country,
            city=city,
            field=field,
            website=f"https://{key}.example",
            about=f"{about} Fictitious, for the demonstration only.",
            language=language,
            region=_REGIONS[city],
        ),
        people=tuple(
            (Character(short, full, language=language), seat) for short, full, seat in people
        ),
        members=members,
        staff=staff,
    )


_REGIONS = {
    "Steyr": "AT31", "Krems": "AT12", "Marburg": "DE72", "Jena": "DEG0", "Toruń": "PL61",
    "Gdynia": "PL63", "Faenza": "ITH5", "Monfalcone": "ITH4", "Logroño": "ES23",
    "Kuopio": "FI1D", "Győr": "HU22", "Kranj": "SI04",
}  # fmt: skip

OFFICES = (
    _office(
        "alder",
        ("Alder Valley Mobility Cluster", "AT", "Steyr", "mobility"),
        "Sixty-one firms and thirteen institutes that build vehicles and what goes into them.",
        (
            ("ilse", "Ilse Hofbauer", Seat.OWNER),
            ("jakob", "Jakob Steindl", Seat.OWNER),
            ("katrin", "Katrin Moser", Seat.CONTRIBUTOR),
            ("lukas", "Lukas Eder", Seat.READER),
        ),
        members=74,
        staff="4.5",
    ),
    _office(
        "donau",
        ("Donau Medizintechnik Verbund", "AT", "Krems", "health"),
        "Hersteller, Kliniken und Prüflabore zwischen Wien und Linz.",
        (("nora", "Nora Pichler", Seat.OWNER), ("oskar", "Oskar Reiter", Seat.OWNER)),
        members=48,
        staff="3.0",
        language="de",
    ),
    _office(
        "nordtal",
        ("Holzwerk Nordtal", "DE", "Marburg", "wood-forest"),
        "Sägewerke, Möbelbauer und Forstbetriebe eines Tals und seiner Nachbarn.",
        (
            ("paula", "Paula Henning", Seat.OWNER),
            ("ruben", "Ruben Claas", Seat.OWNER),
            ("silke", "Silke Brandt", Seat.CONTRIBUTOR),
        ),
        members=39,
        staff="2.5",
        language="de",
    ),
    _office(
        "saale",
        ("Photonik-Netz Saaletal", "DE", "Jena", "electronics-photonics"),
        "Optikfirmen, zwei Hochschulen und ein Institut, die Lichttechnik entwickeln.",
        (("thea", "Thea Lorenz", Seat.OWNER), ("ulf", "Ulf Sander", Seat.OWNER)),
        members=86,
        staff="5.0",
        language="de",
    ),
    _office(
        "wislana",
        ("Klaster Wiślana Energia", "PL", "Toruń", "energy"),
        "Installers, grid operators and researchers along the lower Vistula.",
        (("wanda", "Wanda Sikorska", Seat.OWNER), ("zygmunt", "Zygmunt Pawlak", Seat.OWNER)),
        members=27,
        staff="1.5",
    ),
    _office(
        "baltic",
        ("Baltic Harbour Logistics Cluster", "PL", "Gdynia", "logistics"),
        "Forwarders, terminals and software houses of three harbours.",
        (("agata", "Agata Mazur", Seat.OWNER), ("bogdan", "Bogdan Krol", Seat.OWNER)),
        members=52,
        staff="3.5",
    ),
    _office(
        "valdoro",
        ("Distretto Ceramica Valdoro", "IT", "Faenza", "materials"),
        "Workshops and plants for ceramics, from tableware to implants.",
        (
            ("chiara", "Chiara Bellini", Seat.OWNER),
            ("dario", "Dario Conti", Seat.OWNER),
            ("elena", "Elena Greco", Seat.READER),
        ),
        members=63,
        staff="4.0",
    ),
    _office(
        "adriatic",
        ("Adriatic Boatyards Network", "IT", "Monfalcone", "maritime"),
        "Yards, sailmakers and naval designers on both sides of the gulf.",
        (("fabio", "Fabio Marin", Seat.OWNER), ("giulia", "Giulia Zorzi", Seat.OWNER)),
        members=44,
        staff="3.0",
    ),
    _office(
        "ebro",
        ("Clúster Alimentario del Ebro Alto", "ES", "Logroño", "agriculture-food"),
        "Wineries, canneries and a technical centre that work on taste and shelf life.",
        (
            ("hugo", "Hugo Arregui", Seat.OWNER),
            ("ines", "Inés Lozano", Seat.OWNER),
            ("javier", "Javier Soto", Seat.CONTRIBUTOR),
        ),
        members=57,
        staff="3.5",
    ),
    _office(
        "lakes",
        ("Northern Lakes Circular Cluster", "FI", "Kuopio", "environment"),
        "Recyclers, paper mills and start-ups that turn side streams into products.",
        (("kaisa", "Kaisa Lehto", Seat.OWNER), ("mikko", "Mikko Aalto", Seat.OWNER)),
        members=33,
        staff="2.0",
    ),
    _office(
        "pannon",
        ("Pannon Precíziós Klaszter", "HU", "Győr", "manufacturing"),
        "Tool makers and machine builders that supply the vehicle plants of the region.",
        (("lilla", "Lilla Szabó", Seat.OWNER), ("marton", "Márton Varga", Seat.OWNER)),
        members=41,
        staff="2.5",
    ),
    _office(
        "sava",
        ("Sava Digital Grid", "SI", "Kranj", "digital"),
        "Software firms and utilities that make local grids smarter.",
        (("neza", "Neža Kovač", Seat.OWNER), ("peter", "Peter Zupan", Seat.OWNER)),
        members=22,
        staff="1.0",
    ),
)
BY_KEY = {office.key: office for office in OFFICES}
