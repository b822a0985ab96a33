"""What a fictitious office answers in a half-year: every figure of `club-2026`, all agreeing."""

from collections.abc import Mapping

from benchmarking.simulated.office import HalfYear, between

_AREAS = (
    ("purchasing", 0.05),
    ("production", 0.12),
    ("development", 0.14),
    ("marketing", 0.08),
    ("people", 0.1),
    ("logistics", 0.03),
    ("digital", 0.13),
    ("energy", 0.06),
)
_INCOME_OF_A_POST = 48_000  # EUR in a half-year
_FEE = 600  # EUR of a member in a half-year

Answers = dict[str, float]


def answers(half: HalfYear, last: Mapping[str, float]) -> Answers:
    """Return everything that the office could give; `last` is what it could a round before."""
    found = _members(half, int(last.get("A01", half.office.members)))
    members = found["A01"]
    found |= _money(half, members)
    if half.round.half != 1 and "B03" in last:
        found["income-of-year"] = last["B03"] + found["B03"]
    found |= _information(half, members)
    found |= _services(half, members)
    found |= _cooperation(half, members)
    return found | _abroad(half, members)


def _members(half: HalfYear, before: int) -> Answers:
    joined, left = half.about(0.05 * before) + 1, half.about(0.03 * before)
    members = before + joined - left
    companies = half.part(0.74, members)
    research = half.part(0.5, members - companies)
    return {
        "joined": joined,
        "left": left,
        "A01": members,
        "A02": companies,
        "A04": research,
        "other-members": members - companies - research,
        "sme-companies": half.part(0.8, companies),
        "active-members": half.part(half.office.active, members, drifts=True),
        "members-nearby": half.part(0.8, members),
    }


def _money(half: HalfYear, members: float) -> Answers:
    income = 10 * half.about(half.office.posts * _INCOME_OF_A_POST / 10)
    fees_due = _FEE * int(members)
    return {
        "B01": half.office.posts + (half.at // 3) / 4,
        "B03": income,
        "B07": round(2 * between(half.chance, 9, 14)) / 2,
        "private-income": half.part(half.office.private, income, drifts=True),
        "fees-due": fees_due,
        "fees-received": half.part(0.9, fees_due),
        "operating-cost": half.part(0.94, income),
        "staff-training-days": round(2 * half.office.posts * between(half.chance, 1.5, 3)) / 2,
    }


def _information(half: HalfYear, members: float) -> Answers:
    on_site, online = half.about(6) + 1, half.about(4) + 1
    heads = half.about(26 * (on_site + online))
    contacts = 3 * int(members)
    return {
        "C01": half.about(0.8 * members),
        "members-contacted": half.part(half.office.contacted, members, drifts=True),
        "C03": on_site + online,
        "events-on-site": on_site,
        "events-online": online,
        "event-participants": heads,
        "external-participants": half.part(0.3, heads),
        "contacts-registered": contacts,
        "contacts-reached": half.part(0.5, contacts, drifts=True),
        "C07": half.about(12),
    }


def _services(half: HalfYear, members: float) -> Answers:
    by_area = {f"services-{area}": half.about(share * members) for area, share in _AREAS}
    asked = half.about(0.5 * members) + 14
    given = half.part(0.75, asked)
    enquiries = half.about(0.4 * members) + 5
    return {
        **by_area,
        "D01": sum(by_area.values()),
        "D02": sum(count > 0 for count in by_area.values()),
        "D03": half.about(1.6 * members),
        "members-trained": half.part(0.3, members, drifts=True),
        "satisfaction-asked": asked,
        "satisfaction-answers": given,
        "satisfaction-sum": round(
            given * half.office.satisfaction * between(half.chance, 0.97, 1.03)
        ),
        "answer-days": half.about(2.5 * enquiries),
        "enquiries-answered": enquiries,
        "D07": half.part(0.2, members),
    }


def _cooperation(half: HalfYear, members: float) -> Answers:
    running = half.about(0.1 * members) + 5
    decided = half.about(0.07 * members) + 5
    return {
        "E01": half.about(0.03 * members) + 1,
        "E02": running,
        "members-cooperating": half.part(half.office.cooperating, members, drifts=True),
        "cross-sectoral-projects": half.part(0.4, running, drifts=True),
        "research-projects": half.part(0.6, running),
        "E05": half.about(5) + 1,
        "E07": 1000 * half.about(0.09 * 80 * members),
        "applications-decided": decided,
        "applications-approved": half.part(0.45, decided),
        "E09": half.about(0.08 * members) + 1,
    }


def _abroad(half: HalfYear, members: float) -> Answers:
    matched, due = half.about(0.15 * members) + 5, half.about(8) + 5
    return {
        "F01": 4 + half.at // 2,
        "F02": half.about(4) + 1,
        "F03": matched + half.about(30),
        "matchmaking-participants": matched,
        "matchmaking-meetings": half.about(4 * matched),
        "members-international": half.part(0.25, members, drifts=True),
        "F06": half.about(4) + 1,
        "F07": half.about(1.5),
        "actions-due": due,
        "actions-closed": half.part(0.7, due, drifts=True),
    }
