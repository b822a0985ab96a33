"""The part of the interface's description that is about the star map."""

from typing import Any

from benchmarking.stars import RULES
from labelling.observatory.wanted import KEY
from labelling.organisations.countries import CODES

_JSON = "application/json"
_SAME = {"description": "The copy whose ETag was sent still holds."}
_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_WRONG = {"description": "A parameter or value that does not exist.", "content": _PROBLEM}
_NONE = {"description": "The map has no figures of this year, or none at all.", "content": _PROBLEM}
_ABOUT = (
    "Stars rate a region by its employment in a sector, never a cluster organisation. "
    "An area is a region in a sector."
)


def years() -> dict[str, Any]:
    """Return the description of the list of years."""
    return {
        "operationId": "starYears",
        "summary": "Years of the star map",
        "description": "The latest first; of each year the version that counts, with its source.",
        "responses": {
            "200": _answer("The years.", "StarYears"),
            "304": _SAME,
            "400": _WRONG,
        },
    }


def areas() -> dict[str, Any]:
    """Return the description of the areas."""
    return {
        "operationId": "stars",
        "summary": "Stars of regions in sectors",
        "description": f"{_ABOUT} Most stars first, 100 a page. An empty value counts as absent.",
        "parameters": [*_search(), _query(
            "page", "Page, counted from 1.",
            _or_empty({"type": "integer", "minimum": 1, "maximum": 999999}), 1)],
        "responses": {
            "200": _answer("A page of areas.", "Stars"),
            "304": _SAME,
            "400": _WRONG,
            "404": _NONE,
        },
    }  # fmt: skip


def table() -> dict[str, Any]:
    """Return the description of the same as CSV."""
    return {
        "operationId": "starsTable",
        "summary": "Stars of regions in sectors as a table",
        "description": f"{_ABOUT} All that fit, in the columns of `labelling stars`.",
        "parameters": _search(),
        "responses": {
            "200": {
                "description": "The areas, a line each.",
                "content": {"text/csv": {"schema": {"type": "string"}}},
            },
            "304": _SAME,
            "400": _WRONG,
            "404": _NONE,
        },
    }


def schemas() -> dict[str, Any]:
    """Return the schemas of the answers."""
    count = {"type": "integer", "minimum": 0}
    flag = {"type": "boolean"}
    version = _object(
        year={"type": "integer", "description": "The year of the figures."},
        number={**count, "description": "The version of that year."},
        source=_text("Who published the figures."),
        licence=_text("What may be done with them."),
        note=_text("What readers must know; may be empty."),
        fictitious={**flag, "description": "true: invented, for demonstration."},
        sha256=_text("Hash of the file.", pattern="^[0-9a-f]{64}$"),
        published={"type": ["string", "null"], "format": "date"},
        page=_text("Address of the map.", format="uri"),
    )
    region = _object(
        id=_text("The region in addresses."),
        name=_text("Its name."),
        country={"type": ["string", "null"], "description": "ISO 3166-1 alpha-2; null: unknown."},
        nuts={"type": ["string", "null"], "description": "Its code, null where not recognised."},
    )
    area = _object(
        region=region,
        sector=_object(id=_text("The sector in addresses."), name=_text("Its name.")),
        employees={"type": ["integer", "null"], "minimum": 0},
        region_total=count,
        location_quotient={"type": ["number", "null"]},
        focus_share={"type": ["number", "null"]},
        size=flag,
        specialisation=flag,
        focus=flag,
        stars={"type": "integer", "minimum": 0, "maximum": 3},
        page=_text("Address of the region's page.", format="uri"),
    )
    return {
        "StarYears": _object(items={"type": "array", "items": _ref("StarVersion")}),
        "StarVersion": version,
        "Stars": _object(
            version=_ref("StarVersion"),
            rule=_text("The rule, by its name.", enum=list(RULES)),
            items={"type": "array", "items": area},
            total={**count, "description": "How many fit the query, on all pages."},
            next={"type": ["string", "null"], "format": "uri"},
        ),
    }


def _search() -> list[dict[str, Any]]:
    return [
        _query("year", "Year of the figures; the latest if absent.",
               {"type": "string", "pattern": "^([12][0-9]{3})?$"}, "2025"),
        _query("rule", "Rule by which stars are given; eco-2007 if absent.",
               {"type": "string", "enum": ["", *RULES]}, "eco-2007"),
        _query("sector", "Sector, by its id.",
               {"type": "string", "pattern": f"^({KEY})?$"}, "automotive"),
        _query("country", "Country of the region, ISO 3166-1 alpha-2.",
               {"type": "string", "enum": ["", *sorted(CODES)]}, "AT"),
        _query("at_least", "Areas with at least so many stars; 1 if absent, 0: all areas.",
               {"type": "string", "enum": ["", "0", "1", "2", "3"]}, "2"),
    ]  # fmt: skip


def _query(name: str, text: str, schema: dict[str, Any], example: object) -> dict[str, Any]:
    described = {"name": name, "in": "query", "description": text, "schema": schema}
    return {**described, "example": example}


def _or_empty(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"const": ""}]}


def _answer(text: str, name: str) -> dict[str, Any]:
    return {"description": text, "content": {_JSON: {"schema": _ref(name)}}}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _text(description: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "description": description, **more}
