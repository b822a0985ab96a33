"""From which day a renewal can be started, and what an application is for."""

from datetime import date

import pytest

from certificates.standing import Status, status_on
from labelling.applications.kinds import ApplicationKind
from labelling.core.database import reading
from labelling.core.errors import NotNow
from labelling.decisions import queries
from labelling.decisions.renewal.queries import Moment, outlook
from tests.labelling.decisions.making import Office, decided, label, recommended, revoke
from tests.labelling.decisions.renewal.making import END, days, noon, started


def test_before_the_window_the_owner_is_told_from_which_day(office: Office) -> None:
    held = label(office)
    with pytest.raises(NotNow) as refused:
        started(held, "silver", date(2027, 8, 30))
    assert refused.value.sentence == (
        "Your organisation holds Silver until 31 May 2028. Its renewal can be started from "
        "31 August 2027 on."
    )


@pytest.mark.parametrize(
    ("level", "day", "kind"),
    [
        ("silver", date(2027, 8, 31), ApplicationKind.RENEWAL),
        ("bronze", date(2027, 8, 31), ApplicationKind.RENEWAL),
        ("silver", date(2029, 5, 31), ApplicationKind.RENEWAL),
        ("silver", date(2029, 6, 1), ApplicationKind.NEW),
        ("gold", date(2026, 9, 1), ApplicationKind.UPGRADE),
        ("gold", date(2029, 6, 1), ApplicationKind.NEW),
    ],
)
def test_the_day_and_the_level_say_what_an_application_is_for(
    office: Office, level: str, day: date, kind: ApplicationKind
) -> None:
    assert started(label(office), level, day).kind is kind


def test_after_a_revocation_one_can_apply_for_a_label_with_another_number(office: Office) -> None:
    held = label(office)
    revoke(office, held)
    assert started(held, "silver", date(2028, 1, 10)).kind is ApplicationKind.NEW
    application = recommended(
        percent=95,
        organisation_id=held.organisation_id,
        visited=date(2028, 5, 20),
        now=noon(date(2028, 1, 10)),
    )
    decided(office, application, now=noon(date(2028, 6, 1)))
    with reading() as session:
        first, second = queries.labels_of(session, held.organisation_id)
        ended = queries.history(session, first.id)
    assert (first.number, second.ordinal) == (held.number, 2)
    assert days(first) == [("silver", date(2026, 5, 28), END)]
    assert [level for level, _, _ in days(second)] == ["silver"]
    assert status_on(ended, date(2028, 6, 1)).status is Status.REVOKED


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        (date(2027, 8, 30), Moment.EARLY),
        (date(2027, 8, 31), Moment.OPEN),
        (date(2029, 5, 31), Moment.OPEN),
        (date(2029, 6, 1), Moment.LATE),
    ],
)
def test_the_outlook_says_where_a_day_lies(office: Office, day: date, moment: Moment) -> None:
    held = label(office)
    with reading() as session:
        found = outlook(session, held, day)
    assert (found.moment, found.running, found.may_tell) == (moment, None, False)
