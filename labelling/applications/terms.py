"""The terms of participation in force: which version, since when."""

from datetime import date

VERSION = "2026-11"
SINCE = date(2026, 11, 1)
