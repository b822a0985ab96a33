"""The answer at /verify about what is no label: an award of a club, with its own public page."""

from datetime import date

from certificates.report import REPLACED, UNKNOWN, Report
from certificates.standing import Status, status_on
from labelling.core.i18n import format_day, gettext
from labelling.issuing.others import Listed
from labelling.register.telling import Band, look_of, word


def band_of(report: Report, listed: Listed, day: date, today: date) -> Band:
    """Return the band of a genuine file of something listed, by its status on the day."""
    if report.status in {UNKNOWN, REPLACED}:
        said = gettext("The file is genuine. Ask again on that day, or look at the register.")
        return Band("unknown", gettext("We cannot tell today’s status"), (said,))
    status = Status(report.status)
    standing = status_on(listed.label.history, day)
    reason = (standing.reason,) if standing.reason else ()
    if day != today:
        title = gettext("Genuine; on %(day)s: %(status)s", day=format_day(day), status=word(status))
        present = status_on(listed.label.history, today).status
        now = gettext("Today, %(day)s: %(status)s.", day=format_day(today), status=word(present))
        return Band(look_of(status), title, (*reason, now))
    if status is Status.ACTIVE:
        return Band(
            look_of(status),
            gettext("Genuine, and active today"),
            (gettext("Compare the name. Print this page or save it: it is a dated report."),),
        )
    title = gettext("Genuine; today it is %(status)s", status=word(status))
    return Band(look_of(status), title, reason)
