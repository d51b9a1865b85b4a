"""The reference in a browser: wide and narrow, light and dark, on paper, and without anything from elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from nexudus_contract.cli import main
from nexudus_contract.document import Contract

ROOT = Path(__file__).parents[2]
WIDE, NARROW = 1280, 360
LOOKS = [
    pytest.param(width, scheme, id=f"{width}-{scheme}") for width in (WIDE, NARROW) for scheme in ("light", "dark")
]

CONTRASTS = """
() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = rgba(getComputedStyle(at).backgroundColor);
      if (color[3] === 255) return color;
      if (color[3] !== 0) throw new Error("a background that lets others through is not reckoned with");
    }
    throw new Error("the page has no background");
  };
  const light = ([red, green, blue]) => {
    const linear = [red, green, blue].map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const pale = {};
  let seen = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
    const two = [light(rgba(getComputedStyle(element).color)), light(behind(element))].sort((a, b) => b - a);
    const contrast = (two[0] + 0.05) / (two[1] + 0.05);
    seen += 1;
    const name = `${element.tagName}.${element.className} ${contrast.toFixed(2)}`;
    if (contrast < 4.5) pale[name] = walker.currentNode.data;
  }
  return { seen, pale };
}
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reference, as the command writes it."""
    output = tmp_path_factory.mktemp("reference") / "reference.html"
    client = ROOT / "generated_client" / "nexudus_calendars"
    arguments = ["reference", "--client", str(client), "--output", str(output)]
    assert main(["--contract", str(ROOT / "openapi.yaml"), *arguments]) == 0
    return output


@contextmanager
def shown(browser: Browser, file: Path, width: int = WIDE, scheme: Any = "light") -> Iterator[Page]:
    """The reference, opened from disk. At its end it must have asked for nothing, and the console be empty."""
    asked: list[str] = []
    said: list[str] = []
    with browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme) as context:
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(file.as_uri())
        yield page
    assert [url for url in asked if not url.startswith("data:")] == [file.as_uri()]
    assert said == []


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach((item) => { item.open = true; })")


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_everything_is_to_be_seen(browser: Browser, file: Path, contract: Contract, width: int, scheme: str) -> None:
    with shown(browser, file, width, scheme) as page:
        headings = page.get_by_role("heading", level=3).all_inner_texts()
        assert {operation.raw["summary"] for operation in contract.operations} <= set(headings)
        labels = page.get_by_role("region").evaluate_all("(all) => all.map((program) => program.ariaLabel)")
        wanted = [f"{operation.id}, {form}" for operation in contract.operations for form in ("sync", "async")]
        assert sorted(labels) == sorted(wanted)
        expect(page.get_by_role("row")).to_have_count(1 + len(contract.contradictions))
        expect(page.get_by_role("main")).to_have_count(1)
        expect(page.get_by_role("heading", level=1)).to_have_text(contract.document["info"]["title"])


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_nothing_sticks_out_and_all_text_can_be_read(browser: Browser, file: Path, width: int, scheme: str) -> None:
    with shown(browser, file, width, scheme) as page:
        unfold(page)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
        assert dark == (scheme == "dark")
        found = page.evaluate(CONTRASTS)
        assert found["seen"] > 5000
        assert found["pale"] == {}


def test_a_wide_page_has_its_contents_at_the_side(browser: Browser, file: Path, contract: Contract) -> None:
    with shown(browser, file) as page:
        contents = page.get_by_role("navigation", name="Contents")
        expect(contents).to_have_count(1)
        expect(contents.get_by_role("link")).to_have_count(5 + 4 + len(contract.operations))
        contents.get_by_role("link", name="Contradictions").click()
        expect(page.get_by_role("heading", name="Contradictions")).to_be_in_viewport()
        expect(contents).to_be_in_viewport()


def test_a_narrow_page_unfolds_its_contents(browser: Browser, file: Path) -> None:
    with shown(browser, file, NARROW) as page:
        expect(page.get_by_role("navigation")).to_have_count(0)
        page.get_by_text("Contents", exact=True).click()
        contents = page.get_by_role("navigation", name="Contents")
        expect(contents).to_be_in_viewport()
        contents.get_by_role("link", name="get_current_user").click()
        expect(page.get_by_role("heading", name="Read the user behind the credentials")).to_be_in_viewport()


def test_a_link_into_the_page_leads_to_the_operation(browser: Browser, file: Path) -> None:
    with shown(browser, file) as page:
        page.goto(f"{file.as_uri()}#createToken")
        expect(page.get_by_role("heading", name="Get an access token")).to_be_in_viewport()


def test_the_keyboard_goes_straight_to_the_content(browser: Browser, file: Path) -> None:
    with shown(browser, file) as page:
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="Skip to the content")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        assert page.url.endswith("#content")


def test_paper_shows_what_is_folded_and_no_contents(browser: Browser, file: Path) -> None:
    with shown(browser, file) as page:
        page.emulate_media(media="print")
        folded = page.locator("details.answer").first.locator("pre").first
        assert folded.evaluate("(item) => item.checkVisibility({ contentVisibilityAuto: true })")
        assert folded.bounding_box()
        expect(page.get_by_role("navigation")).to_have_count(0)
