"""The self-assessment as one page to fill in: it works in any browser, without the system.

Its script puts what was written into the page itself and saves that as a file, which is read back.
"""

from labelling.applications.exchange.fields import TICKED, field_name
from labelling.applications.exchange.sheets import SelfAssessment
from labelling.core.web import carried, pages

STYLE, SCRIPT = "style.css", "selfassessment.js"


def written(sheet: SelfAssessment) -> bytes:
    """Return the file, in the language in force."""
    style, script = carried.inside(STYLE), carried.inside(SCRIPT)
    steps = sheet.level.steps
    text, _status = pages.page(
        "applications/exchange/form.html",
        sheet=sheet,
        named=field_name,
        ticked=TICKED,
        text_limit=steps.text_limit if steps is not None else None,
        style=style,
        script=script,
        policy=carried.policy(style, script),
    )
    return text.encode()
