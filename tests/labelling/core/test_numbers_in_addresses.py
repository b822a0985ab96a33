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
    ("path", "status"),
    [
        ("/labels/A%00", 404),
        ("/schemes/a%00", 404),
        ("/register?q=%00", 200),
        ("/register?q=a&q%00=b", 200),
        ("/applications?q=a%00b", 200),
        ("/fees?q=%00", 200),
    ],
)
def test_a_nul_is_in_no_address_and_looked_for_nowhere(
    client: FlaskClient, path: str, status: int
) -> None:
    sign_in(client, make_person("Olga Officer", roles=[Role.OFFICER]))
    assert client.get(path).status_code == status
