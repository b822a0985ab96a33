"""How long an answer is still taken after the day that was shown. No page and no mail says so."""

from datetime import timedelta

GRACE = timedelta(days=2)
