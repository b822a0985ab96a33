"""The part of the interface's description that is about the yearly statistics."""

from typing import Any

from labelling.register.statistics import words

_JSON = "application/json"
_COUNT = {
    "type": ["integer", "null"],
    "minimum": 0,
    "description": "null: not shown, so that nobody is told of.",
}
_SAME = {"description": "The copy whose ETag was sent still holds."}
_WRONG = {
    "description": "A parameter that does not exist.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_NONE = {"description": "The figures of this year are not out."}


def years() -> dict[str, Any]:
    """Return the description of the list of years."""
    return {
        "operationId": "statistics",
        "summary": "Years whose statistics are out",
        "description": "The newest first. A year comes out once, when it is over.",
        "responses": {
            "200": _answer("The years.", {"$ref": "#/components/schemas/StatisticsYears"}),
            "304": _SAME,
            "400": _WRONG,
        },
    }


def year() -> dict[str, Any]:
    """Return the description of the figures of a year."""
    return {
        "operationId": "statisticsOfYear",
        "summary": "Statistics of a year",
        "description": (
            "Applications and outcomes, agreement, days, appeals, complaints. `sha256` is the hash "
            "of `figures` in canonical form (RFC 8785). Small numbers are not shown."
        ),
        "parameters": [_year()],
        "responses": {
            "200": _answer("The figures.", {"$ref": "#/components/schemas/Statistics"}),
            "304": _SAME,
            "400": _WRONG,
            "404": _NONE,
        },
    }


def table() -> dict[str, Any]:
    """Return the description of the same figures as CSV."""
    return {
        "operationId": "statisticsTable",
        "summary": "Statistics of a year as a table",
        "description": "Columns table, row, column, value; an empty value is not shown.",
        "parameters": [_year()],
        "responses": {
            "200": {
                "description": "The figures, a line each.",
                "content": {"text/csv": {"schema": {"type": "string"}}},
            },
            "304": _SAME,
            "400": _WRONG,
            "404": _NONE,
        },
    }


def schemas() -> dict[str, Any]:
    """Return the schemas of the answers."""
    item = {
        "year": {"type": "integer", "description": "The civil year."},
        "published": _text("The day on which it came out.", format="date"),
        "sha256": _text("Hash of the figures.", pattern="^[0-9a-f]{64}$"),
        "page": _text("Address of the page.", format="uri"),
        "csv": _text("Address of the table.", format="uri"),
    }
    return {
        "StatisticsYears": _object(items={"type": "array", "items": _object(**item)}),
        "Statistics": _object(**item, figures=_figures()),
    }


def _figures() -> dict[str, Any]:
    complaints = _counts(words.COMPLAINT_OUTCOMES)
    groups = {**dict.fromkeys(words.GROUPS, _COUNT), "total": _COUNT}
    return _object(
        policy=_text("By which rule small numbers were hidden."),
        year={"type": "integer"},
        applications=_object(
            total=_COUNT,
            outcomes=_counts(words.OUTCOMES),
            by_level=_array(level=_text("Level, by its id."), **groups),
            by_country=_array(
                country=_text("ISO 3166-1 alpha-2; `other` is all without a granted label."),
                **groups,
            ),
        ),
        derogations=_array(rule=_text("Rule of eligibility, by its id."), count=_COUNT),
        agreement=_object(within_percent=_COUNT, mean_difference=_COUNT),
        days=_array(step=_text("Step."), median=_COUNT, q1=_COUNT, q3=_COUNT),
        labels=_counts(words.LABEL_EVENTS),
        appeals=_object(total=_COUNT, outcomes=_counts(words.APPEAL_OUTCOMES)),
        complaints=_object(
            total=_COUNT,
            outcomes=complaints,
            by_concern=_array(concern=_text("About what."), total=_COUNT, outcomes=complaints),
        ),
    )


def _counts(names: tuple[str, ...]) -> dict[str, Any]:
    return _object(**dict.fromkeys(names, _COUNT))


def _array(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": _object(**properties)}


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(properties),
        "additionalProperties": False,
        "properties": properties,
    }


def _text(description: str, **rules: str) -> dict[str, Any]:
    return {"type": "string", "description": description, **rules}


def _year() -> dict[str, Any]:
    return {
        "name": "year",
        "in": "path",
        "required": True,
        "description": "A civil year.",
        "schema": {"type": "integer", "minimum": 1900, "maximum": 2199},
        "example": 2026,
    }


def _answer(description: str, schema: dict[str, str]) -> dict[str, Any]:
    return {"description": description, "content": {_JSON: {"schema": schema}}}
