"""The description of the public interface, OpenAPI 3.1; a test holds the code against it."""

from typing import Any

from certificates.identifiers import ALPHABET, LENGTH
from labelling.issuing.statuses import LIST_NAME
from labelling.organisations.countries import CODES
from labelling.organisations.fields import FIELDS
from labelling.register.queries import PER_PAGE
from labelling.register.stars import openapi as stars
from labelling.register.statistics import openapi as statistics
from labelling.register.wanted import LONGEST_SEARCH, STATUSES, level_ids

_JSON = "application/json"
_PROBLEM = "application/problem+json"
_PATTERN = f"^[{ALPHABET}]{{{LENGTH}}}$"


def document(public_url: str) -> dict[str, Any]:
    """Return the description; servers are the address at which the public reaches us."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Register of labels",
            "version": "1.0.0",
            "description": (
                "Every label that was awarded and how it stands. Open to all, without a key. "
                "Answers hold at the moment they are given: ask again rather than keep them, "
                "an answer that has not changed costs 304."
            ),
        },
        "servers": [{"url": public_url}],
        "paths": {
            "/api/v1/labels": {"get": _list()},
            "/api/v1/labels/{id}": {"get": _one()},
            "/api/v1/statistics": {"get": statistics.years()},
            "/api/v1/statistics/{year}": {"get": statistics.year()},
            "/api/v1/statistics/{year}.csv": {"get": statistics.table()},
            "/api/v1/stars": {"get": stars.areas()},
            "/api/v1/stars.csv": {"get": stars.table()},
            "/api/v1/stars/years": {"get": stars.years()},
            "/labels/{id}/certificate.pdf": {"get": _certificate()},
            "/labels/{id}/credential.json": {"get": _credential()},
            "/labels/{id}/badge.svg": {"get": _badge("svg", "image/svg+xml")},
            "/labels/{id}/badge.png": {"get": _badge("png", "image/png")},
            "/status/{list}": {"get": _status()},
            "/.well-known/did.json": {"get": _did()},
            "/trust.json": {"get": _trust()},
        },
        "components": {"schemas": _schemas()},
    }


def _list() -> dict[str, Any]:
    return {
        "operationId": "labels",
        "summary": "Search the register",
        "description": f"Ordered by number, {PER_PAGE} a page. An empty value counts as absent.",
        "parameters": [
            _query("q", "Words that name or number contain; case and accents do not matter.",
                   {"type": "string", "maxLength": LONGEST_SEARCH}, "alder valley"),
            _query("country", "Country of the holder, ISO 3166-1 alpha-2.",
                   _one_of(sorted(CODES)), "AT"),
            _query("level", "Level, by its id.",
                   _one_of(sorted(level_ids())), "silver"),
            _query("field", "Technology field of the holder, by its id.",
                   _one_of(sorted(FIELDS)), "mobility"),
            _query("status", "Status today.",
                   _one_of([status.value for status in STATUSES]), "active"),
            _query("page", "Page, counted from 1.",
                   _or_empty({"type": "integer", "minimum": 1, "maximum": 999999}), 1),
        ],
        "responses": {
            "200": _answer("A page of labels.", _JSON, _ref("Labels")),
            "304": {"description": "The copy whose ETag was sent still holds."},
            "400": _answer("A parameter or value that does not exist.", _PROBLEM, _ref("Problem")),
        },
    }  # fmt: skip


def _one() -> dict[str, Any]:
    return {
        "operationId": "label",
        "summary": "One label on a day",
        "description": (
            "How the label stood at the end of a day in the scheme's time zone, as known today. "
            "On a day with a change the worse state counts."
        ),
        "parameters": [
            _identifier(),
            _query("on", "The day; today if absent.",
                   _or_empty({"type": "string", "format": "date"}), "2026-09-10"),
            _query("as_published", "1: as it was published on that day, whatever is known since.",
                   _one_of(["0", "1"]), "1"),
        ],
        "responses": {
            "200": _answer("The label.", _JSON, _ref("Label")),
            "304": {"description": "The copy whose ETag was sent still holds."},
            "400": _answer("A day that is none or lies in the future, or a parameter that does "
                           "not exist.", _PROBLEM, _ref("Problem")),
            "404": _answer("No such label, or it had not begun on that day.", _PROBLEM,
                           _ref("Problem")),
        },
    }  # fmt: skip


def _certificate() -> dict[str, Any]:
    return {
        "operationId": "certificate",
        "summary": "The newest certificate of a label",
        "description": "Whatever the status; only the register says how the label stands.",
        "parameters": [_identifier()],
        "responses": {
            "200": _answer(
                "The PDF, byte for byte as issued.",
                "application/pdf",
                {"type": "string", "contentMediaType": "application/pdf"},
            ),
            "304": {"description": "The copy whose ETag was sent still holds."},
            "404": {"description": "No such label."},
        },
    }


def _credential() -> dict[str, Any]:
    return {
        "operationId": "credential",
        "summary": "The credential of the newest certificate",
        "description": (
            "W3C Verifiable Credential 2.0 in the Open Badges 3.0 profile, signed with "
            "eddsa-jcs-2022. Whether it still counts say the status lists that it names."
        ),
        "parameters": [_identifier()],
        "responses": {
            "200": _answer(
                "The credential, to the letter as signed.", "application/vc", {"type": "object"}
            ),
            "304": {"description": "The copy whose ETag was sent still holds."},
            "404": {"description": "No such label."},
        },
    }


def _badge(form: str, media_type: str) -> dict[str, Any]:
    return {
        "operationId": f"badge_{form}",
        "summary": f"The badge of a label, as {form.upper()}",
        "description": "It says how the label stands today; the credential is baked into it.",
        "parameters": [_identifier()],
        "responses": {
            "200": _answer(
                "The badge.", media_type, {"type": "string", "contentMediaType": media_type}
            ),
            "304": {"description": "The copy whose ETag was sent still holds."},
            "404": {"description": "No such label, or it has not begun."},
        },
    }


def _did() -> dict[str, Any]:
    return {
        "operationId": "did",
        "summary": "The issuer's DID document",
        "description": "Every key that ever signed credentials and status lists (did:web).",
        "responses": {
            "200": _answer("The document.", "application/did+json", {"type": "object"}),
            "404": {"description": "No key has been made yet."},
        },
    }


def _status() -> dict[str, Any]:
    return {
        "operationId": "status",
        "summary": "A status list",
        "description": (
            "W3C Bitstring Status List 1.0, made and signed when asked; valid for up to 24 hours. "
            "A credential names its places in `credentialStatus`."
        ),
        "parameters": [
            {
                "name": "list",
                "in": "path",
                "required": True,
                "description": "What its bits say, and its number.",
                "schema": {"type": "string", "pattern": LIST_NAME},
            }
        ],
        "responses": {
            "200": _answer("The list.", "application/vc", {"type": "object"}),
            "404": {"description": "No such list."},
            "503": {"description": "The list cannot be signed at present: nothing can be said."},
        },
    }


def _trust() -> dict[str, Any]:
    return {
        "operationId": "trust",
        "summary": "The trust bundle",
        "description": (
            "The issuer's keys, the signed status lists, the log's signed state, and all labels "
            "with their dated facts and the SHA-256 of every certificate. With it "
            "“labelling verify FILE.pdf --trust trust.json” checks a certificate without asking "
            "the register. It speaks of the present until valid_until, 24 hours after as_of."
        ),
        "responses": {
            "200": _answer("The bundle.", _JSON, _ref("TrustBundle")),
            "304": {"description": "The copy whose ETag was sent has the same facts."},
        },
    }


def _identifier() -> dict[str, Any]:
    return {
        "name": "id",
        "in": "path",
        "required": True,
        "description": "The label's public identifier: the last part of its page's address.",
        "schema": {"type": "string", "pattern": _PATTERN},
    }


def _query(name: str, text: str, schema: dict[str, Any], example: object) -> dict[str, Any]:
    described = {"name": name, "in": "query", "description": text, "schema": schema}
    return {**described, "example": example}


def _one_of(values: list[str]) -> dict[str, Any]:
    return {"type": "string", "enum": ["", *values]}


def _or_empty(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"const": ""}]}


def _answer(text: str, media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": text, "content": {media_type: {"schema": schema}}}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _text(description: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "description": description, **more}


def _schemas() -> dict[str, Any]:
    count = {"type": "integer", "minimum": 0}
    return {
        "Labels": _object(
            items={"type": "array", "maxItems": PER_PAGE, "items": _ref("Label")},
            total={**count, "description": "How many fit the query, on all pages."},
            next={
                "type": ["string", "null"],
                "format": "uri",
                "description": "The next page; null on the last.",
            },
        ),
        "Label": _label(),
        **statistics.schemas(),
        **stars.schemas(),
        "Problem": _object(
            type=_text("about:blank"),
            title=_text("What kind of refusal this is."),
            status={**count, "description": "The HTTP status."},
            detail=_text("A sentence that says what is so."),
        ),
        "TrustBundle": _object(
            v={"enum": [1, 2], "description": "2 with keys; 1 before the log was first signed."},
            issuer=_object(name=_text("Who keeps the register."), url=_text("Where it is.")),
            time_zone=_text("The zone in which days are counted."),
            as_of=_text("The moment of these facts.", format="date-time"),
            valid_until=_text("How long they speak of the present.", format="date-time"),
            labels={
                "type": "array",
                "items": {"type": "object"},
                "description": "Labels with terms, events and documents.",
            },
        ),
    }


def _label() -> dict[str, Any]:
    return _object(
        id=_text("The public identifier, for good.", pattern=_PATTERN),
        number=_text("The number, as printed."),
        status=_text(
            "How the label stands on the day.", enum=[status.value for status in STATUSES]
        ),
        reason={
            "type": ["string", "null"],
            "description": "The public reason where suspended, withdrawn or revoked; else null.",
        },
        scheme=_text("The scheme, by its id."),
        edition=_text("The edition of its criteria, by its id."),
        level=_text("The level, by its id."),
        organisation=_object(
            name=_text("The holder, as named in the term."),
            country=_text("ISO 3166-1 alpha-2.", pattern="^[A-Z]{2}$"),
        ),
        valid_from=_text("First day of the term.", format="date"),
        valid_until=_text("Last day of the term, included.", format="date"),
        certificate=_text("Address of the newest certificate.", format="uri"),
        credential=_text("Address of the newest certificate's credential.", format="uri"),
        page=_text("Address of the public page.", format="uri"),
    )
