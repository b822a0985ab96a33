"""Pages of surveillance: for holders, for the office, and one for everybody."""

from labelling.core.i18n import lazy
from labelling.core.web import pages
from labelling.decisions.surveillance.views import (  # noqa: F401 (each registers its pages)
    findings,
    holding,
    notices,
    office,
    public,
    reports,
)
from labelling.decisions.surveillance.views.blueprint import bp, everybody

pages.add_footer_links((lazy("Report misuse"), "misuse.report"))

BLUEPRINTS = (bp, everybody)
