"""The reference in a browser: its "try it out" talks to the mock, and to nobody else."""

from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.browser.conftest import ADMIN, opened

from nexudus_contract.document import Contract
from nexudus_contract.mock import RunningMock
from nexudus_contract.terms import Kind, RecordType


@pytest.fixture
def reference(page: Page, mock: RunningMock) -> Page:
    page.goto(mock.url)
    return page


def sign_in(page: Page, **values: str) -> None:
    page.locator(".auth-wrapper .authorize").first.click()
    for name, value in values.items():
        page.locator(f"#auth-{name.replace('_', '-')}").fill(value)
    form = page.locator("form", has=page.locator(f"#auth-{next(iter(values)).replace('_', '-')}"))
    form.get_by_role("button", name="Apply credentials").click()
    page.locator(".close-modal").click()


def execute(page: Page, operation: str) -> Locator:
    """Tries an operation out as it stands there, and gives the part that shows what the server answered."""
    block = page.locator(".opblock", has=page.locator(".opblock-summary-operation-id", has_text=operation)).first
    block.locator(".opblock-summary-control").click()
    block.get_by_role("button", name="Try it out").click()
    block.get_by_role("button", name="Execute").click()
    return block.locator(".live-responses-table")


def test_a_list_shows_its_records(reference: Page, mock: RunningMock, google: RecordType) -> None:
    sign_in(reference, basic_username=ADMIN[0], basic_password=ADMIN[1])
    answer = execute(reference, google.operations[Kind.LIST].id)
    expect(answer.locator("tbody .response-col_status")).to_contain_text("200")
    for row in mock.world.records(google.tag, 1, 3):
        expect(answer).to_contain_text(row["UniqueId"])


def test_one_record_is_read_by_id(reference: Page, mock: RunningMock, google: RecordType) -> None:
    sign_in(reference, basic_username=ADMIN[0], basic_password=ADMIN[1])
    row = mock.world.records(google.tag, 1, 1)[0]
    operation = google.operations[Kind.GET].id
    answer = execute(reference, operation)
    expect(answer).to_contain_text("404")
    reference.locator('.opblock [placeholder="id"]').fill(str(row["Id"]))
    reference.get_by_role("button", name="Execute").click()
    expect(answer).to_contain_text(row["UniqueId"])


def test_a_create_makes_a_record(reference: Page, mock: RunningMock, google: RecordType) -> None:
    sign_in(reference, basic_username=ADMIN[0], basic_password=ADMIN[1])
    expect(execute(reference, google.operations[Kind.CREATE].id)).to_contain_text('"WasSuccessful": true')
    assert mock.world.counts[google.tag] == 4


def test_a_token_opens_it_too(reference: Page, mock: RunningMock) -> None:
    grant = {"grant_type": "password", "username": ADMIN[0], "password": ADMIN[1]}
    token = httpx.post(f"{mock.url}/api/token", data=grant).json()["access_token"]
    sign_in(reference, bearer_value=token)
    expect(execute(reference, "getCurrentUser")).to_contain_text(ADMIN[0])


def test_without_credentials_the_refusal_is_shown(reference: Page) -> None:
    expect(execute(reference, "getCurrentUser").locator("tbody .response-col_status")).to_contain_text("401")


def test_it_renders_the_contract_and_leads_to_the_page(reference: Page) -> None:
    expect(reference.locator(".version-stamp")).to_contain_text("OAS 3.1")
    expect(reference).to_have_title("Nexudus mock: reference")
    reference.get_by_role("link", name="records, requests, faults and clock").click()
    expect(reference).to_have_title("Nexudus mock")


def test_it_asks_the_mock_alone(reference: Page, mock: RunningMock) -> None:
    expect(reference.locator(".opblock").first).to_be_visible()
    reference.wait_for_load_state("networkidle")
    asked: list[str] = reference.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    paths = {url.removeprefix(mock.url) for url in asked if urlsplit(url).scheme != "data"}
    assert paths == {"/_mock/swagger-ui.css", "/_mock/swagger-ui.js", "/_mock/reference.js", "/openapi.json"}
    # Not even a browser's wish for an icon gets into the request log.
    assert len(mock.world.requests) == 0


def test_what_never_changes_is_cached(mock: RunningMock) -> None:
    caching = {name: httpx.get(f"{mock.url}/_mock/{name}").headers["cache-control"] for name in ("swagger-ui.js", "ui")}
    assert caching == {"swagger-ui.js": "max-age=86400", "ui": "no-cache"}
    head = httpx.head(f"{mock.url}/")
    assert (head.status_code, head.content) == (200, b"")


def test_on_a_narrow_screen_nothing_sticks_out(browser: Browser, mock: RunningMock, contract: Contract) -> None:
    with opened(browser, width=390) as page:
        page.goto(mock.url)
        sign_in(page, basic_username=ADMIN[0], basic_password=ADMIN[1])
        expect(execute(page, contract.record_types[0].operations[Kind.LIST].id)).to_contain_text("200")
        assert page.evaluate("document.documentElement.scrollWidth") == 390
