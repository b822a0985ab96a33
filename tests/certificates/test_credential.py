import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.claims import Achievement, Claims, IssuerProfile
from certificates.credential import Verdict, check, claims_of, unsigned_credential
from certificates.dataintegrity import sign_document
from certificates.errors import BadInput
from certificates.openbadge import document_of, read_claims
from certificates.sheet import Signatory
from certificates.status import Purpose, StatusEntry
from tests.certificates.examples import german_sheet, sheet
from tests.certificates.issued import (
    ANOTHER,
    CREATED,
    DID,
    ISSUER,
    NOW,
    SIGNING,
    credential,
    issuer_key,
    particulars,
)

SUMMER = timezone(timedelta(hours=2))

DOCUMENT = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ],
    "id": "https://label.example/credentials/8Zs4TqRw1Bxy",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Cluster Excellence Label: Alder Valley Mobility Cluster, Silver",
    "description": "CE-2026-0417-R, version 1",
    "image": {
        "id": "https://label.example/labels/k7Qm2xV9tRab/badge.svg",
        "type": "Image",
        "caption": "Silver, level 2 of 3",
    },
    "issuer": {
        "id": "did:web:label.example",
        "type": ["Profile"],
        "name": "Office of the label (fictitious)",
        "url": "https://label.example",
    },
    "awardedDate": "2026-05-28T12:00:00+02:00",
    "validFrom": "2026-06-01T00:00:00+02:00",
    "validUntil": "2028-05-31T23:59:59+02:00",
    "credentialSubject": {
        "id": "https://label.example/labels/k7Qm2xV9tRab#holder",
        "type": ["AchievementSubject", "Profile"],
        "name": "Alder Valley Mobility Cluster",
        "address": {
            "type": ["Address"],
            "addressLocality": "Graz",
            "addressCountry": "Austria",
            "addressCountryCode": "AT",
        },
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": "Alder Valley Mobility Cluster",
                "identityType": "name",
            }
        ],
        "licenseNumber": "CE-2026-0417-R",
        "term": "t1",
        "achievement": {
            "id": "https://label.example/levels/cluster-excellence-2026/silver",
            "type": ["Achievement"],
            "achievementType": "QualityAssuranceCredential",
            "name": "Cluster Excellence Label: Silver",
            "description": "Silver, level 2 of 3. It covers the cluster organisation and its "
            "services to members, not the member firms or their products.",
            "criteria": {
                "id": "https://label.example/levels",
                "narrative": "At least 55 % of the points in 25 parts; "
                "each mandatory part at least 40 %.",
            },
            "humanCode": "silver",
            "specialization": "Silver",
            "version": "Cluster Excellence, edition 2026",
            "inLanguage": "en",
        },
    },
    "evidence": [
        {
            "id": "https://label.example/labels/k7Qm2xV9tRab",
            "type": ["Evidence"],
            "description": "Only the register says whether this label is active today.",
        }
    ],
    "credentialStatus": [
        {
            "id": "https://label.example/status/revocation-1#17",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "17",
            "statusListCredential": "https://label.example/status/revocation-1",
        },
        {
            "id": "https://label.example/status/suspension-1#4711",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "suspension",
            "statusListIndex": "4711",
            "statusListCredential": "https://label.example/status/suspension-1",
        },
    ],
    "https://schema.org/version": 1,
}

CLAIMS = Claims(
    id="https://label.example/credentials/8Zs4TqRw1Bxy",
    name="Cluster Excellence Label: Alder Valley Mobility Cluster, Silver",
    description="CE-2026-0417-R, version 1",
    image="https://label.example/labels/k7Qm2xV9tRab/badge.svg",
    caption="Silver, level 2 of 3",
    issuer=ISSUER,
    awarded=datetime(2026, 5, 28, 12, tzinfo=SUMMER),
    valid_from=datetime(2026, 6, 1, tzinfo=SUMMER),
    valid_until=datetime(2028, 5, 31, 23, 59, 59, tzinfo=SUMMER),
    holder="Alder Valley Mobility Cluster",
    place="Graz",
    country="Austria",
    country_code="AT",
    number="CE-2026-0417-R",
    term="t1",
    version=1,
    achievement=Achievement(
        id="https://label.example/levels/cluster-excellence-2026/silver",
        name="Cluster Excellence Label: Silver",
        description="Silver, level 2 of 3. It covers the cluster organisation and its "
        "services to members, not the member firms or their products.",
        criteria_url="https://label.example/levels",
        criteria="At least 55 % of the points in 25 parts; each mandatory part at least 40 %.",
        level_id="silver",
        level="Silver",
        edition="Cluster Excellence, edition 2026",
        language="en",
    ),
    page="https://label.example/labels/k7Qm2xV9tRab",
    note="Only the register says whether this label is active today.",
    revocation=StatusEntry(Purpose.REVOCATION, "https://label.example/status/revocation-1", 17),
    suspension=StatusEntry(Purpose.SUSPENSION, "https://label.example/status/suspension-1", 4711),
)


def refusal(document: object, **options: Any) -> str:
    source = document if isinstance(document, bytes) else json.dumps(document).encode("utf-8")
    verdict = check(source, [issuer_key()], **{"now": NOW, **options})
    assert verdict == Verdict(False, verdict.reason)
    return verdict.reason


def test_a_certificate_becomes_an_open_badge() -> None:
    assert unsigned_credential(sheet(), particulars()) == DOCUMENT


def test_a_genuine_credential_is_told_with_all_that_it_claims() -> None:
    reason = "Office of the label (fictitious) signed the credential, and nothing has changed in it"
    expected = Verdict(True, f"{reason} since.", CLAIMS, issuer_key(), CREATED)
    document = credential()
    assert check(document, [issuer_key()], now=NOW) == expected
    assert check(json.dumps(document, indent=2).encode(), [issuer_key()], now=NOW) == expected


def test_the_days_are_the_ones_of_the_schemes_zone_in_winter_and_summer() -> None:
    printed = sheet(valid_from=date(2026, 1, 31), valid_until=date(2028, 3, 26))
    claims = claims_of(printed, particulars())
    document = document_of(claims)
    assert (document["validFrom"], document["validUntil"]) == (
        "2026-01-31T00:00:00+01:00",
        "2028-03-26T23:59:59+02:00",
    )
    days = [claims.valid_from.date(), claims.valid_until.date(), claims.awarded.date()]
    assert days == [printed.valid_from, printed.valid_until, printed.decided_on]


def test_it_is_written_in_the_certificates_language() -> None:
    claims = claims_of(german_sheet(), particulars())
    assert (claims.caption, claims.country, claims.description, claims.note) == (
        "Silber, Stufe 2 von 3",
        "Österreich",
        "CE-2026-0417-R, Fassung 1",
        "Ob dieses Label heute gilt, sagt allein das Register.",
    )
    assert claims.achievement.language == "de"


def test_it_names_no_person() -> None:
    named = sheet(signatories=(Signatory(name="Maria Muster (fictitious)", role="Chair"),))
    assert unsigned_credential(named, particulars()) == DOCUMENT


def test_a_demos_credential_says_so_wherever_it_is_shown() -> None:
    claims = claims_of(sheet(demo=True), particulars())
    assert claims.name.startswith("DEMO – NOT VALID: Cluster Excellence Label")
    assert claims.achievement.name == "DEMO – NOT VALID: Cluster Excellence Label: Silver"


TEXTS = st.text(min_size=1, max_size=20).filter(str.strip)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
LAST = time(23, 59, 59)
SOME_CLAIMS = st.builds(
    lambda texts, place, days, version, index: replace(
        CLAIMS,
        holder=texts[0],
        place=place,
        valid_from=datetime.combine(min(days), time.min, SUMMER),
        valid_until=datetime.combine(max(days), LAST, UTC),
        version=version,
        achievement=replace(CLAIMS.achievement, criteria=texts[1]),
        revocation=replace(CLAIMS.revocation, index=index),
    ),
    st.tuples(TEXTS, TEXTS),
    st.sampled_from(["", "Graz"]),
    st.tuples(DAYS, DAYS),
    st.integers(1, 99),
    st.integers(0, 131071),
)


@given(SOME_CLAIMS)
def test_what_is_written_is_read(claims: Claims) -> None:
    assert read_claims(document_of(claims)) == claims


def places_in(value: object, *path: str | int) -> Iterator[tuple[str | int, ...]]:
    """Yield the way to every value inside."""
    inside: Any = value.items() if isinstance(value, dict) else enumerate(value)  # type: ignore[arg-type] # only dicts and lists come here
    for key, part in inside:
        yield (*path, key)
        if isinstance(part, dict | list):
            yield from places_in(part, *path, key)


def at(document: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        document = document[step]
    return document


EVERY_PLACE = list(places_in(credential()))


def altered(path: tuple[str | int, ...]) -> Iterator[dict[str, Any]]:
    """Yield the credential with this value exchanged, gone, and with one more beside it."""
    for change in ("exchange", "remove", "add"):
        document = copy.deepcopy(credential())
        holder, key = at(document, path[:-1]), path[-1]
        if change == "exchange":
            holder[key] = [] if holder[key] != [] else {}
            if isinstance(at(credential(), path), str):
                holder[key] = at(credential(), path) + "x"
        elif change == "remove":
            del holder[key]
        elif isinstance(holder, dict):
            holder["x"] = holder[key]
        else:
            holder.append(holder[key])
        yield document


@pytest.mark.parametrize("path", EVERY_PLACE, ids=lambda path: ".".join(map(str, path)))
def test_every_change_in_every_place_is_refused(path: tuple[str | int, ...]) -> None:
    for document in altered(path):
        refusal(document)


@pytest.mark.parametrize(
    "path",
    [path for path in EVERY_PLACE if path[0] != "proof" and path[-1] != "addressLocality"],
    ids=lambda path: ".".join(map(str, path)),
)
def test_another_form_is_refused_even_where_the_issuer_signed_it(
    path: tuple[str | int, ...],
) -> None:
    *_, removed, added = altered(path)
    for document in (removed, added):
        del document["proof"]
        reason = refusal(sign_document(document, SIGNING, issuer_key().method, CREATED))
        assert reason != "The credential is not as it was signed, or somebody else signed it."


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("https://schema.org/version",), True),
        (("https://schema.org/version",), "1"),
        (("https://schema.org/version",), 0),
        (("validFrom",), "2026-05-31T22:00:00Z"),
        (("validFrom",), "2026-06-01T00:00:00.5+02:00"),
        (("validFrom",), "2026-06-01"),
        (("validFrom",), "2028-06-01T00:00:00+02:00"),
        (("credentialSubject", "identifier", 0, "hashed"), 0),
        (("credentialSubject", "name"), "Another Cluster (fictitious)"),
        (("credentialSubject", "address", "addressLocality"), ""),
        (("credentialSubject", "address", "addressCountryCode"), "at"),
        (("credentialStatus", 1, "statusPurpose"), "revocation"),
        (("credentialStatus", 0, "statusListIndex"), "017"),
        (("evidence", 0, "id"), "javascript:alert(1)"),
        (("image", "id"), "data:image/svg+xml,x"),
        (("issuer",), DID),
        (("type",), ["VerifiableCredential", "EndorsementCredential"]),
    ],
)
def test_a_signed_contradiction_is_refused(path: tuple[str | int, ...], value: object) -> None:
    document = copy.deepcopy(DOCUMENT)
    at(document, path[:-1])[path[-1]] = value
    assert refusal(sign_document(document, SIGNING, issuer_key().method, CREATED))


def test_another_issuers_name_is_refused() -> None:
    posing = credential(issuer=IssuerProfile("did:web:other.example", "Other", ISSUER.url))
    assert refusal(posing) == "The credential names one issuer and is signed by another."


def test_a_look_alike_issuer_is_refused() -> None:
    assert "has not published" in refusal(credential(signing=ANOTHER))


def test_a_retired_keys_credential_stays_genuine_and_a_compromised_keys_does_not() -> None:
    later = CREATED + timedelta(days=30)
    assert check(credential(), [issuer_key(expires=later)], now=NOW).genuine
    stolen = [issuer_key(revoked=later)]
    assert not check(credential(), stolen, now=NOW).genuine
    assert check(credential(), stolen, now=NOW, known_by=CREATED).genuine


@given(st.binary(max_size=300))
def test_whatever_is_no_credential_is_refused(source: bytes) -> None:
    refusal(source)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": "not an address"}, "is not an address"),
        ({"id": "urn:"}, "is not an address"),
        ({"image": "https://[bad"}, "is not an address"),
        ({"criteria_url": "ftp://label.example/levels"}, "is not an address"),
        ({"criteria": "  "}, "says what the level asks"),
        ({"country_code": "AUT"}, "two capital letters"),
        ({"term": ""}, "belongs to a term"),
        ({"time_zone": "Europe/Atlantis"}, "is not known here"),
        ({"revocation": particulars().suspension}, "a list for revocation"),
    ],
)
def test_particulars_that_nobody_could_look_up_are_refused(
    changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(BadInput, match=reason):
        unsigned_credential(sheet(), particulars(**changes))


def test_an_issuer_needs_a_did_and_a_name() -> None:
    for values in (("https://label.example", "Office"), (DID, " ")):
        with pytest.raises(BadInput, match="needs a DID and a name"):
            IssuerProfile(*values, "https://label.example")
