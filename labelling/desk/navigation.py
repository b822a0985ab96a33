"""The main navigation of every role, in its order: text and endpoint."""

from collections.abc import Mapping, Sequence

from labelling.core.access import Role
from labelling.core.i18n import Text, lazy

_TASKS = (lazy("My tasks"), "desk.tasks")
CLUB = (lazy("Club"), "club.index")
"""What members have, and in every other role but the office's who chairs a club."""

ENTRIES: Mapping[Role, Sequence[tuple[Text, str]]] = {
    Role.PUBLIC: (
        (lazy("Register"), "register.index"),
        (lazy("Check a certificate"), "register.verify"),
        (lazy("What it takes"), "applications.levels"),
        (lazy("Map"), "observatory.index"),
    ),
    Role.MANAGER: (
        _TASKS,
        (lazy("Application"), "applications.index"),
        (lazy("Fact sheet"), "organisations.my_facts"),
        (lazy("Organisation"), "organisations.my_organisation"),
        CLUB,
    ),
    Role.ASSESSOR: (
        _TASKS,
        (lazy("Reviews"), "reviews.index"),
        (lazy("Profile"), "reviews.profile"),
        (lazy("Courses"), "courses.index"),
    ),
    Role.OFFICER: (
        _TASKS,
        (lazy("Applications"), "applications.index"),
        (lazy("Labels"), "decisions.labels"),
        (lazy("People"), "people.index"),
        (lazy("Office"), "desk.office"),
    ),
    Role.COMMITTEE: (
        _TASKS,
        (lazy("Decisions"), "decisions.index"),
        (lazy("Sittings"), "sittings.index"),
    ),
    Role.APPEALS: (
        _TASKS,
        (lazy("Appeals"), "appeals.index"),
        (lazy("Complaints"), "complaints.index"),
    ),
    Role.ADVISORY: (
        _TASKS,
        (lazy("Statistics"), "statistics.index"),
    ),
    Role.QUALITY: (
        _TASKS,
        (lazy("Reliability"), "reliability.index"),
        (lazy("Severity"), "severity.index"),
        (lazy("Calibration"), "clearances.index"),
        (lazy("Courses"), "trainings.index"),
    ),
    Role.ADMINISTRATOR: (
        _TASKS,
        (lazy("People"), "people.index"),
        (lazy("System"), "people.health"),
        (lazy("Trail"), "people.trail"),
    ),
}

# What the office does besides, on a page of its own: text, endpoint, and what one finds there.
OFFICE: Sequence[tuple[Text, str, Text]] = (
    (lazy("Assessors"), "assessors.index", lazy("What they can, when, and what is agreed.")),
    (lazy("Calls"), "applications.calls", lazy("When the scheme takes applications.")),
    (lazy("Schemes"), "building.index", lazy("Criteria, levels and rules, built and published.")),
    (lazy("Sittings"), "sittings.index", lazy("Agendas, papers, votes and minutes.")),
    (lazy("Surveillance"), "surveillance.index", lazy("What holders report and confirm.")),
    (lazy("Appeals"), "appeals.index", lazy("Against decisions and steps of ours.")),
    (lazy("Complaints"), "complaints.index", lazy("From anybody, about anything but the office.")),
    (lazy("Fees"), "applications.fees", lazy("What is owed, invoiced and paid.")),
    (lazy("Designs of certificates"), "designs.index", lazy("What a certificate looks like.")),
    (lazy("Certificates being issued"), "issuing.progress", lazy("How far they are.")),
    (lazy("Letters"), "letters.templates", lazy("The texts in which decisions are sent.")),
    (lazy("Statistics"), "statistics.index", lazy("Figures of each year, in full.")),
    (lazy("Reliability"), "reliability.index", lazy("How far assessors agree before they talk.")),
    (lazy("Calibration"), "clearances.index", lazy("Who is cleared for live panels.")),
    (lazy("Courses"), "trainings.index", lazy("Who takes part, and who trained whom.")),
    (lazy("Benchmarking clubs"), "club.index", lazy("Members, rounds, indicators.")),
    (lazy("When I am away"), "reviews.away", lazy("Who gets your mail meanwhile.")),
    (lazy("Star map"), "employment.index", lazy("Figures of regional employment come in.")),
)

# What is of no scheme, or of all of them: not for officers who are named for certain schemes.
OF_ALL_SCHEMES = frozenset(
    {
        "appeals.index",
        "club.index",
        "complaints.index",
        "employment.index",
        "issuing.progress",
        "letters.templates",
        "reliability.index",
        "statistics.index",
    }
)
