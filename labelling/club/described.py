"""The description of the club's interface, OpenAPI 3.1; a test holds the code against it."""

from typing import Any

_JSON = "application/json"
_PROBLEM = "application/problem+json"
_TEXT = {"type": "string"}
_FIGURE = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "number": {
            "type": "string",
            "description": "A decimal such as 12.5; empty: not given. Zero is not empty.",
        },
        "unit": {"type": "string", "description": "Another unit that the set accepts, else empty."},
        "grade": {"enum": ["", "A", "B", "C", "D"]},
        "accuracy": {"type": "string", "description": "Band in per cent of the figure."},
        "note": {"type": "string", "maxLength": 500},
        "not_collected": {"type": "boolean"},
    },
}


def document(public_url: str) -> dict[str, Any]:
    """Return the description; servers are the address at which programs reach us."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Figures of a club member",
            "version": "1.0.0",
            "description": (
                "One member's own figures of the round that is open. A token is made by the member "
                "for one scope (values:read or values:write) and ends on its day. Sending the "
                "sheet to the club stays with people."
            ),
        },
        "servers": [{"url": public_url}],
        "paths": {"/api/v1/club/values": {"get": _read(), "put": _write()}},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Figure": _FIGURE, "Sheet": _sheet(), "Problem": _problem()},
        },
        "security": [{"token": []}],
    }


def _read() -> dict[str, Any]:
    return {
        "operationId": "values",
        "summary": "Read the sheet",
        "responses": {"200": _answer("The sheet as it stands."), **_refusals()},
    }


def _write() -> dict[str, Any]:
    return {
        "operationId": "putValues",
        "summary": "Save figures",
        "description": (
            "Saves each figure that can be saved and says of the others why not. What is not named "
            "stays as it is. The same figure again makes no new entry."
        ),
        "requestBody": {
            "required": True,
            "content": {
                _JSON: {
                    "schema": {
                        "type": "object",
                        "required": ["figures"],
                        "properties": {
                            "figures": {
                                "type": "object",
                                "minProperties": 1,
                                "maxProperties": 200,
                                "additionalProperties": {"$ref": "#/components/schemas/Figure"},
                            }
                        },
                    }
                }
            },
        },
        "responses": {
            "200": _answer("The sheet afterwards, what was saved and what was refused."),
            "422": _answer("Nothing could be saved: what was refused, and why."),
            **_refusals(),
        },
    }


def _answer(what: str) -> dict[str, Any]:
    return {
        "description": what,
        "content": {_JSON: {"schema": {"$ref": "#/components/schemas/Sheet"}}},
    }


def _refusals() -> dict[str, Any]:
    reasons = {
        "400": "The request is not as described.",
        "401": "No token, or one that has ended.",
        "403": "The token may not do this, or the code of conduct was not accepted.",
        "404": "A figure that the set does not have.",
        "409": "No round takes figures now.",
    }
    content = {_PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {code: {"description": why, "content": content} for code, why in reasons.items()}


def _sheet() -> dict[str, Any]:
    texts = {"type": "array", "items": _TEXT}
    return {
        "type": "object",
        "properties": {
            "club": _TEXT,
            "round": {"type": "string", "examples": ["2026-H1"]},
            "state": _TEXT,
            "closes_on": {"type": "string", "format": "date"},
            "submitted": {"type": "boolean"},
            "figures": {
                "type": "object",
                "description": "By id: name, the set's unit, and what is kept.",
                "additionalProperties": {"type": "object"},
            },
            "open": {**texts, "description": "Ids of figures that are not given yet."},
            "disagree": {**texts, "description": "What refuses sending."},
            "asks": {**texts, "description": "What the checks ask."},
            "saved": {**texts, "description": "After saving: ids."},
            "refused": {
                "type": "object",
                "description": "After saving: why, by id.",
                "additionalProperties": _TEXT,
            },
        },
    }


def _problem() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "type": _TEXT,
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": _TEXT,
        },
    }
