"""What no table can hold is nothing that we have, and no fault of ours: large numbers, a NUL."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient

from labelling.core.access import Role
from tests.labelling.people.making import make_person, sign_in

SOMEWHERE = UUID(int=7)


@pytest.mark.parametrize("number", [2**31, 2**63, 10**30, "9" * 5000, "٣"])
def test_a_number_that_no_column_holds_is_404(client: FlaskClient, number: int | str) -> None:
    sign_in(client, make_person("Olga Officer", roles=[Role.OFFICER]))
    paths = [f"/evidence/{SOMEWHERE}/{number}", f"/log/proof/{number}", f"/statistics/{number}"]
    assert [client.get(path).status_code for path in paths] == [404] * len(paths)
    fact = client.put(f"/organisations/{SOMEWHERE}/facts/members-total/{number}")
    assert fact.status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/register?q=%00", "/labels/A%00", "/schemes/a%00", "/applications?q=a%00b", "/fees?q=%00"],
)
def test_a_nul_in_an_address_is_404(client: FlaskClient, path: str) -> None:
    sign_in(client, make_person("Olga Officer", roles=[Role.OFFICER]))
    assert client.get(path).status_code == 404
