"""The faults of a file in the reader's language: the libraries that read files speak English.

Each sentence here is one that they can say; a test holds both against each other. One that is
not known is shown as it came.
"""

import re
from collections.abc import Sequence

from labelling.core.i18n import Text, lazy

_Q = r"('.*?')"
_N = r"(-?\d+)"

# What a library says, as a pattern, and what we say instead; groups are filled in, in order.
SENTENCES: Sequence[tuple[str, Text]] = (
    (r"is empty", lazy("is empty")),
    (r"is empty; a whole number is expected", lazy("is empty; a whole number is expected")),
    (r"is empty; a header and rows are expected",
     lazy("is empty; a header and rows are expected")),
    (rf"has more than {_N} characters", lazy("has more than {0} characters")),
    (rf"has more than {_N} digits", lazy("has more than {0} digits")),
    (rf"has more than {_N} lines", lazy("has more than {0} lines")),
    (rf"has more than {_N} bytes", lazy("has more than {0} bytes")),
    (rf"has a control character: {_Q}", lazy("has a control character: {0}")),
    (rf"begins like a formula: {_Q}", lazy("begins like a formula: {0}")),
    (rf"must be a whole number in plain digits, such as 1250, not {_Q}",
     lazy("must be a whole number in plain digits, such as 1250, not {0}")),
    (rf"must not be negative, but is {_N}", lazy("must not be negative, but is {0}")),
    (r"is not UTF-8", lazy("is not UTF-8")),
    (r"opens a quotation mark that is never closed",
     lazy("opens a quotation mark that is never closed")),
    (r"is not CSV: (.*)", lazy("is not CSV: {0}")),
    (r"has its fields apart by semicolons, not by commas",
     lazy("has its fields apart by semicolons, not by commas")),
    (r"has its fields apart by tabs, not by commas",
     lazy("has its fields apart by tabs, not by commas")),
    (r"the column is missing", lazy("the column is missing")),
    (r"the column stands in the header more than once",
     lazy("the column stands in the header more than once")),
    (rf"has {_N} fields? where the header has {_N}",
     lazy("has {0} fields where the header has {1}")),
    (r"has a header but no rows", lazy("has a header but no rows")),
    (rf"{_Q} and {_Q} stand together on line {_N} already",
     lazy("{0} and {1} stand together on line {2} already")),
    (rf"{_N} are more than the {_N} of the whole region",
     lazy("{0} are more than the {1} of the whole region")),
    (rf"is {_N}, but on line {_N} {_N} for the same region",
     lazy("is {0}, but on line {1} {2} for the same region")),
    (rf"is the same as {_Q} on line {_N}, which is spelled otherwise",
     lazy("is the same as {0} on line {1}, which is spelled otherwise")),
    (rf"has more than {_N} positions", lazy("has more than {0} positions")),
    (rf"has more than {_N} rings", lazy("has more than {0} rings")),
    (rf"has more than {_N} features", lazy("has more than {0} features")),
    (r"is not JSON, or not in UTF-8", lazy("is not JSON, or not in UTF-8")),
    (r"is not a GeoJSON feature collection", lazy("is not a GeoJSON feature collection")),
    (r"has no list of features", lazy("has no list of features")),
    (rf"has no region of level {_N}", lazy("has no region of level {0}")),
    (r"is not in degrees \(EPSG:4326\); take the file of that reference",
     lazy("is not in degrees (EPSG:4326); take the file of that reference")),
    (rf"feature {_N}: the code (\w+) stands on an earlier feature already",
     lazy("feature {0}: the code {1} stands on an earlier feature already")),
    (rf"feature {_N}: has no properties", lazy("feature {0}: has no properties")),
    (rf"feature {_N}: NUTS_ID must be a code such as DE11, not (.*)",
     lazy("feature {0}: NUTS_ID must be a code such as DE11, not {1}")),
    (rf"feature {_N}: LEVL_CODE must be a whole number",
     lazy("feature {0}: LEVL_CODE must be a whole number")),
    (rf"feature {_N}: has no polygon", lazy("feature {0}: has no polygon")),
    (rf"feature {_N}: has no coordinates", lazy("feature {0}: has no coordinates")),
    (rf"feature {_N}: has a polygon without rings",
     lazy("feature {0}: has a polygon without rings")),
    (rf"feature {_N}: has a ring of fewer than {_N} positions",
     lazy("feature {0}: has a ring of fewer than {1} positions")),
    (rf"feature {_N}: has a ring that is not closed",
     lazy("feature {0}: has a ring that is not closed")),
    (rf"feature {_N}: has a position that is not two numbers",
     lazy("feature {0}: has a position that is not two numbers")),
    (rf"feature {_N}: has a position that is not in degrees: (.*)",
     lazy("feature {0}: has a position that is not in degrees: {1}")),
)  # fmt: skip


def said(problem: str) -> str:
    """Return what is wrong, in the language in force."""
    for pattern, sentence in SENTENCES:
        found = re.fullmatch(pattern, problem, re.DOTALL)
        if found is not None:
            return str(sentence).format(*found.groups())
    return problem
