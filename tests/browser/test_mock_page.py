"""The page of records, requests and controls in a browser."""

from datetime import datetime

import httpx
import pytest
from playwright.sync_api import Browser, Page, Request, expect
from tests.browser.conftest import noon, opened

from nexudus_contract.document import Contract
from nexudus_contract.mock import Fault, FaultKind, MockSettings, RunningMock, running
from nexudus_contract.terms import Kind, RecordType


@pytest.fixture
def ui(page: Page, mock: RunningMock, google: RecordType) -> Page:
    page.goto(f"{mock.url}/_mock/ui")
    expect(page.get_by_role("status")).to_have_text("live")
    page.locator("#type").select_option(google.tag)
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_records_come_newest_first_and_in_pages(ui: Page, mock: RunningMock, google: RecordType) -> None:
    expect(ui.locator("#place")).to_have_text("1 to 3 of 3")
    mock.world.seed(40)
    expect(ui.locator("#place")).to_have_text("1 to 20 of 43")
    shown = ui.locator("#records .id")
    ids = [str(row["Id"]) for row in mock.world.records(google.tag, 1, 43)]
    expect(shown).to_have_text(ids[:20])
    press(ui, "Older")
    expect(shown).to_have_text(ids[20:40])
    press(ui, "Older")
    expect(shown).to_have_text(ids[40:])
    expect(ui.get_by_role("button", name="Older")).to_be_disabled()
    press(ui, "Newer")
    expect(shown).to_have_text(ids[20:40])


def test_a_record_unfolds_and_stays_so(ui: Page, mock: RunningMock, google: RecordType) -> None:
    row = mock.world.records(google.tag, 1, 1)[0]
    ui.locator("#records summary").first.click()
    expect(ui.locator("#records pre")).to_contain_text(f'"UniqueId": "{row["UniqueId"]}"')
    mock.world.seed(1)
    expect(ui.locator("#records summary")).to_have_count(4)
    expect(ui.locator("#records pre")).to_contain_text(f'"UniqueId": "{row["UniqueId"]}"')


def test_markup_in_a_record_is_text(ui: Page, api: httpx.Client, mock: RunningMock, google: RecordType) -> None:
    markup = "<img src=x onerror=document.title='run'><script>document.title='run'</script>"
    row = api.get(google.path).json()["Records"][0]
    body = {name: row[name] for name in google.writable if name in row} | {"Id": row["Id"], "Name": markup}
    assert api.put(google.path, json=body).status_code == 200
    assert api.get(google.path, params={markup: markup}).status_code == 200
    expect(ui.locator("#records strong", has_text="<img")).to_have_text(markup)
    expect(ui.locator("#requests .mark")).to_have_text(f"ignored: {markup}")
    for folded in ui.locator("summary").all():
        folded.click()
    expect(ui.locator("pre", has_text="<img")).to_have_count(3)
    expect(ui.locator("img, main script")).to_have_count(0)
    expect(ui).to_have_title("Nexudus mock")


def test_requests_appear_as_they_come(ui: Page, api: httpx.Client, google: RecordType) -> None:
    api.get(google.path, params={"PageSize": 9})
    first = ui.locator("#requests details", has_text="PageSize=9")
    expect(first).to_contain_text(google.operations[Kind.LIST].id)
    expect(first).to_contain_text("admin@example.com")
    expect(first.locator(".mark")).to_have_text("ignored: PageSize")
    expect(first.locator(".status")).to_have_text("200")
    api.post(google.path, json={"Name": "a name"})
    second = ui.locator("#requests details").first
    expect(second.locator(".status")).to_have_text("400")
    expect(second.locator(".mark.bad").first).to_contain_text("required")
    second.locator("summary").press("Enter")
    expect(second.locator("pre")).to_contain_text('"Name": "a name"')
    expect(ui.locator("#requests .number")).to_have_text(["2", "1"])


def test_a_log_that_was_emptied_begins_anew(ui: Page, api: httpx.Client) -> None:
    for _ in range(3):
        api.get("/api/auth/me")
    expect(ui.locator("#requests .number")).to_have_text(["3", "2", "1"])
    press(ui, "Forget them")
    expect(ui.locator("#requests .number")).to_have_count(0)
    api.get("/api/auth/me", auth=None)
    expect(ui.locator("#requests .number")).to_have_text(["1"])
    expect(ui.locator("#requests .status")).to_have_text("401")


def test_a_log_that_was_emptied_and_filled_between_two_looks_begins_anew(
    page: Page, mock: RunningMock, api: httpx.Client
) -> None:
    page.clock.install()
    page.goto(f"{mock.url}/_mock/ui")
    expect(page.get_by_role("status")).to_have_text("live")
    api.get("/api/auth/me")
    page.evaluate("look()")
    mock.world.requests.clear()
    for _ in range(2):
        api.get("/api/nowhere")
    page.evaluate("look()")
    expect(page.locator("#requests .path")).to_have_text(["/api/nowhere"] * 2)


def test_a_fault_strikes_the_next_call(ui: Page, api: httpx.Client, google: RecordType) -> None:
    operation = google.operations[Kind.LIST].id
    expect(ui.locator(f'datalist option[value="{operation}"]')).to_have_count(1)
    ui.locator("#add-fault [name=kind]").select_option("error-503")
    ui.locator("#add-fault [name=operation]").fill(operation)
    ui.locator("#add-fault [name=times]").fill("2")
    press(ui, "Add fault")
    expect(ui.locator("#faults li")).to_have_text([f"error-503{operation}2 times left"])
    assert api.get(google.path).status_code == 503
    expect(ui.locator("#faults li")).to_contain_text("1 time left")
    expect(ui.locator("#requests .mark")).to_have_text("fault: error-503")
    press(ui, "Remove all")
    expect(ui.locator("#faults li")).to_have_count(0)
    assert api.get(google.path).status_code == 200


def test_a_fault_has_all_that_was_filled_in(ui: Page, mock: RunningMock) -> None:
    ui.locator("#add-fault [name=kind]").select_option("latency")
    ui.locator("#add-fault [name=probability]").fill("0.25")
    ui.locator("#add-fault [name=seconds]").fill("0.5")
    ui.locator("#add-fault [name=after]").select_option("no")
    press(ui, "Add fault")
    expect(ui.locator("#faults li")).to_contain_text("any operation, one in 4, 0.5 s, the work is not done")
    assert list(mock.world.faults) == [Fault(FaultKind.LATENCY, probability=0.25, seconds=0.5, after=False)]


@pytest.mark.parametrize(
    ("button", "time"),
    [("a minute", "15 12:01"), ("an hour", "15 13:00"), ("a day", "16 12:00"), ("a week", "22 12:00")],
    ids=["minute", "hour", "day", "week"],
)
def test_the_clock_advances(ui: Page, api: httpx.Client, button: str, time: str) -> None:
    press(ui, f"Advance by {button}")
    expect(ui.locator("#now")).to_have_text(f"2025-01-{time}:00 UTC")
    assert api.get("/_mock/clock").json()["now"] == f"2025-01-{time.replace(' ', 'T')}:00+00:00"


def test_the_clock_is_set_and_stopped(ui: Page, mock: RunningMock) -> None:
    ui.locator("#set-clock [name=now]").fill("2026-03-29T01:30:15")
    press(ui, "Set")
    expect(ui.locator("#now")).to_have_text("2026-03-29 01:30:15 UTC")
    assert mock.world.clock() == datetime.fromisoformat("2026-03-29T01:30:15Z")
    press(ui, "Stop")
    expect(ui.locator("#pace")).to_have_text("stopped")
    assert mock.world.clock.frozen
    press(ui, "Go")
    expect(ui.locator("#pace")).to_have_text("running")


def test_seeding_fills_and_a_reset_leaves_what_the_start_had(ui: Page, mock: RunningMock, google: RecordType) -> None:
    ui.locator("#seed [name=records]").fill("7")
    ui.locator("#seed [name=seed]").fill("5")
    press(ui, "Add records")
    expect(ui.locator("#place")).to_have_text("1 to 10 of 10")
    seeded = mock.world.records(google.tag, 1, 7)
    mock.world.reset()
    mock.world.seed(7, 5)
    assert mock.world.records(google.tag, 1, 7) == seeded
    ui.once("dialog", lambda dialog: dialog.dismiss())
    press(ui, "Reset to the start")
    assert mock.world.counts[google.tag] == 10
    ui.once("dialog", lambda dialog: dialog.accept())
    press(ui, "Reset to the start")
    expect(ui.locator("#place")).to_have_text("1 to 3 of 3")


def test_a_reset_empties_a_world_that_began_empty(browser: Browser, contract: Contract) -> None:
    with running(contract, MockSettings()) as mock, opened(browser) as page:
        mock.world.seed(2)
        page.goto(f"{mock.url}/_mock/ui")
        expect(page.locator("#records details")).to_have_count(2)
        page.once("dialog", lambda dialog: dialog.accept())
        press(page, "Reset to the start")
        expect(page.locator("#records details")).to_have_count(0)
        assert not any(mock.world.counts.values())


def test_a_snapshot_is_taken_restored_and_deleted(ui: Page, mock: RunningMock, google: RecordType) -> None:
    ui.locator("#take [name=name]").fill("a b? <c>%20")
    press(ui, "Take")
    expect(ui.locator("#snapshots li span")).to_have_text("a b? <c>%20")
    mock.world.seed(5)
    expect(ui.locator("#place")).to_have_text("1 to 8 of 8")
    press(ui, "Restore a b? <c>%20")
    expect(ui.locator("#place")).to_have_text("1 to 3 of 3")
    press(ui, "Delete a b? <c>%20")
    expect(ui.locator("#snapshots li")).to_have_count(0)
    assert not mock.world.snapshots


def test_what_the_mock_refuses_is_told(ui: Page, mock: RunningMock) -> None:
    for number in range(20):
        mock.world.snapshots[str(number)] = mock.world.snapshot()
    ui.locator("#take [name=name]").fill("one more")
    press(ui, "Take")
    expect(ui.get_by_role("alert")).to_contain_text("there are 20 snapshots already; delete one first")
    press(ui, "Close")
    expect(ui.get_by_role("alert")).to_be_hidden()


def test_a_mock_that_is_gone_is_told(browser: Browser, contract: Contract) -> None:
    with opened(browser) as page:
        with running(contract) as mock:
            page.goto(f"{mock.url}/_mock/ui")
            expect(page.get_by_role("status")).to_have_text("live")
        expect(page.get_by_role("status")).to_contain_text("no answer")


def test_it_does_not_poll_while_it_is_hidden(page: Page, mock: RunningMock) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.clock.install()
    page.goto(f"{mock.url}/_mock/ui")
    expect(page.get_by_role("status")).to_have_text("live")
    page.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_load_state("networkidle")
    page.on("request", note)
    page.clock.run_for(10_000)
    assert asked == []
    page.evaluate("Object.defineProperty(document, 'hidden', {value: false})")
    with page.expect_response("**/_mock/state"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_where_there_is_a_key_it_is_asked_for(browser: Browser, contract: Contract) -> None:
    with running(contract, MockSettings(admin_key="k3y", clock=noon)) as mock, opened(browser) as page:
        page.goto(f"{mock.url}/_mock/ui")
        key = page.get_by_label("Key", exact=True)
        expect(page.get_by_role("dialog")).to_contain_text("X-Mock-Key")
        assert key.get_attribute("type") == "password"
        press(page, "Cancel")
        expect(page.get_by_role("status")).to_have_text("no key")
        press(page, "Try again")
        key.fill("wrong")
        press(page, "Open")
        expect(key).to_have_value("")
        key.fill("k3y")
        key.press("Enter")
        expect(page.get_by_role("status")).to_have_text("live")
        press(page, "Advance by an hour")
        expect(page.locator("#now")).to_have_text("2025-01-15 13:00:00 UTC")
        assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_every_control_has_a_name(ui: Page) -> None:
    controls = ui.locator("input, select, button").all()
    names = [
        control.evaluate("e => e.labels?.[0]?.innerText || e.ariaLabel || e.textContent.trim()") for control in controls
    ]
    assert len(names) > 20
    assert all(names)


@pytest.mark.parametrize("width", [320, 768, 1920])
def test_nothing_sticks_out(browser: Browser, mock: RunningMock, api: httpx.Client, width: int) -> None:
    api.get("/api/auth/me", params={"x" * 300: "y" * 300})
    mock.world.faults.add("error-503,operation=" + "x" * 100)
    with opened(browser, width) as page:
        page.goto(f"{mock.url}/_mock/ui")
        expect(page.locator("#requests details")).to_have_count(1)
        expect(page.locator("#faults li")).to_have_count(1)
        assert page.evaluate("document.documentElement.scrollWidth") == width
