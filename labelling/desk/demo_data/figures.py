"""Figures of a fact sheet that hold together, made from an organisation's size."""

from collections.abc import Mapping
from decimal import Decimal

from labelling.desk.demo_data.organisations import Office
from labelling.organisations.provenance import Origin

_YEAR = 2025  # for which an organisation's own numbers are given
_GROWTH = 1.06
_LARGE = 40


_SURVEYED = {"survey-useful", "members-met", "members-active"}


def origin(fact_id: str, year: int) -> Origin:
    """Return where a figure of the demonstration comes from."""
    if fact_id.startswith(("income", "cost")):
        return Origin("Annual accounts", f"{year}-12-31", "A")
    if fact_id in _SURVEYED:
        return Origin("Survey of members", f"{year}-11-30", "B")
    if fact_id.startswith("members"):
        return Origin("Register of members", f"{year}-12-31", "A")
    return Origin()


def figures(office: Office, year: int) -> Mapping[str, str]:
    """Return all figures of an organisation for a year."""
    before = _YEAR - year
    members = round(office.members / _GROWTH**before)
    firms = round(members * 0.82)
    staff = Decimal(office.staff)
    income = int(staff * 128_000) + members * 950
    counts = {
        "members-total": members,
        "members-firms": firms,
        "members-sme": round(firms * 0.79),
        "members-research": max(2, round(members * 0.08)),
        "member-kinds": 4 if members > _LARGE else 3,
        "members-joined": max(2, round(members * 0.09)),
        "members-left": max(1, round(members * 0.04)),
        "members-active": round(members * (0.7 - 0.02 * before)),
        "members-met": round(members * 0.55),
        "months-of-work": 96 - 12 * before,
        "staff-persons": int(staff) + 1,
        "staff-left": max(0, before) % 2,
        "income-total": income,
        "income-private": round(income * 0.41),
        "income-fees": round(income * 0.16),
        "secured-months": 18 if members > _LARGE else 10,
        "cost-budgeted": round(income * 0.97),
        "cost-actual": round(income * 0.95),
        "service-cases": round(members * 1.2),
        "firms-served": round(firms * 0.68),
        "sme-served": round(firms * 0.52),
        "projects-running": max(2, members // 9),
        "members-in-projects": round(members * 0.4),
        "project-money": members * 18_500,
        "results-confirmed": max(1, members // 15),
        "projects-cross-sector": max(1, members // 25),
        "partner-clusters-abroad": max(1, members // 18),
        "members-international": round(members * 0.24),
        "members-digital": round(members * 0.31),
        "members-transition": round(members * 0.2),
        "aims-set": 12,
        "aims-reached": 9 - before % 3,
    }
    shares = {
        "service-satisfaction": 88 - 2 * before % 3,
        "survey-response": 61 - 4 * before % 3,
        "survey-useful": 81 - 3 * before % 3,
    }
    plain = {fact_id: str(value) for fact_id, value in {**counts, **shares}.items()}
    return {**plain, "staff-fte": office.staff}
