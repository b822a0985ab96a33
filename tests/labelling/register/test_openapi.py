"""The description of the interface is true to the code."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, CheckFunction, GenerationMode
from schemathesis.openapi import from_wsgi
from schemathesis.specs.openapi.checks import positive_data_acceptance

from labelling.decisions.models import LabelEventKind
from labelling.register.openapi import document
from tests.labelling.observatory.making import many_rows, officer, published
from tests.labelling.register.making import TODAY, Happening, make_label

PUBLIC_ID = "k7Qm2xV9tRab"
PATHS = tuple(document("http://localhost")["paths"])


@pytest.fixture
def described(app: Flask) -> Flask:
    """Return the application with a label, and stars, that the description's examples find."""
    make_label(public_id=PUBLIC_ID)
    make_label("Énergie", country="FR", happenings=[Happening(LabelEventKind.SUSPENDED, TODAY)])
    published(officer(), "AT31,Automotive,6000,30000\nAlder Valley,Food,,500\n" + many_rows(50))
    return app


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize("path", PATHS)
def test_code_answers_as_described(described: Flask, path: str, mode: GenerationMode) -> None:
    operation = from_wsgi("/openapi.json", described)[path]["GET"]
    if mode is GenerationMode.NEGATIVE and not operation.query:
        mode = GenerationMode.POSITIVE  # there is nothing that could be wrong

    @settings(
        max_examples=40,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Case[Any]) -> None:
        if "id" in (case.path_parameters or {}) and mode is GenerationMode.POSITIVE:
            case.path_parameters["id"] = PUBLIC_ID
        # A day can be spelt well and still lie in the future; to JSON Schema 37.0 is an integer.
        # Both are refused with 400.
        query = case.query or {}
        refused = "on" in query or "." in str(query.get("page", ""))
        excluded: list[CheckFunction] = [positive_data_acceptance] if refused else []
        case.call_and_validate(excluded_checks=excluded)

    ask()


def test_examples_of_the_stars_find_something(described: Flask) -> None:
    client = described.test_client()
    for path in ("/api/v1/stars", "/api/v1/stars.csv"):
        examples = {
            one["name"]: one["example"]
            for one in document("http://localhost")["paths"][path]["get"]["parameters"]
        }
        answer = client.get(path, query_string=examples)
        assert (path, answer.status_code, "Automotive" in answer.text) == (path, 200, True)


def test_servers_are_the_public_address(client: FlaskClient) -> None:
    assert client.get("/openapi.json").get_json()["servers"] == [{"url": "http://localhost"}]


def test_docs_page_names_every_address_parameter_and_property(client: FlaskClient) -> None:
    described = document("http://localhost")
    page = client.get("/api/docs").text
    names = [
        *described["paths"],
        *(
            parameter["name"]
            for methods in described["paths"].values()
            for parameter in methods["get"].get("parameters", [])
        ),
        *(
            name
            for schema in described["components"]["schemas"].values()
            for name in schema["properties"]
        ),
    ]
    assert [name for name in names if name not in page] == []
