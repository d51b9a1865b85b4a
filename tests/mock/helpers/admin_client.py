"""A client of the mock's admin interface."""

from typing import Any

import httpx
from tests.mock.conftest import Judge

from nexudus_contract.mock import MockTransport, World
from nexudus_contract.mock.control.admin import description
from nexudus_contract.mock.site import responder


class Admin:
    """Asks the admin interface of one world; every answer is held against admin.yaml."""

    def __init__(self, world: World, *, exposed: bool = False, headers: dict[str, str] | None = None) -> None:
        self._judge = Judge(description())
        asking = MockTransport(responder(world, exposed=exposed), world.clock.advance, world.settings.max_body_bytes)
        self._client = httpx.Client(transport=asking, base_url="http://mock/_mock", headers=headers)

    def ask(self, method: str, path: str, **parts: Any) -> httpx.Response:
        response = self._client.request(method, path, **parts)
        self._judge.check(response)
        return response

    def request(self, method: str, path: str, status: int = 200, **parts: Any) -> Any:
        response = self.ask(method, path, **parts)
        assert response.status_code == status, response.text
        return response.json()

    def get(self, path: str, **parts: Any) -> Any:
        return self.request("GET", path, **parts)

    def post(self, path: str, **parts: Any) -> Any:
        return self.request("POST", path, **parts)

    def put(self, path: str, **parts: Any) -> Any:
        return self.request("PUT", path, **parts)

    def delete(self, path: str, **parts: Any) -> Any:
        return self.request("DELETE", path, **parts)
