"""What is emitted: all of the contract, the same bytes each time, and nothing of ours by hand."""

import copy
import dataclasses
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from nexudus_contract.codegen import GenerationError, check, generate
from nexudus_contract.codegen.completeness import missing
from nexudus_contract.codegen.drift import differences
from nexudus_contract.codegen.overrides import MENDS, Mend, MendError, apply
from nexudus_contract.document import Contract
from nexudus_contract.source import JsonObject

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "generated_client" / "nexudus_calendars"
RUNTIME = ROOT / "generator" / "nexudus_contract" / "codegen" / "runtime"


def edited(contract: Contract, edit: Callable[[JsonObject], object]) -> Contract:
    document = copy.deepcopy(contract.document)
    edit(document)
    return Contract(dataclasses.replace(contract.source, data=document))


def test_the_committed_package_is_what_the_contract_makes(emitted: Path) -> None:
    def copy(folder: Path) -> None:
        shutil.copytree(emitted, folder)

    assert differences(PACKAGE, copy) == ()


def test_runtime_modules_are_emitted_as_they_are(emitted: Path) -> None:
    names = sorted(path.name for path in RUNTIME.glob("*.py"))
    assert names == sorted(path.name for path in (emitted / "runtime").glob("*.py"))
    for name in names:
        assert (emitted / "runtime" / name).read_bytes() == (RUNTIME / name).read_bytes()


def test_the_modules_of_the_command_line_are_emitted_as_they_are(emitted: Path) -> None:
    ours, made = RUNTIME.with_name("command_line"), emitted / "cli"
    names = {path.relative_to(ours) for path in ours.rglob("*.py")}
    assert {path.relative_to(made) for path in made.rglob("*.py")} == names | {Path("record_types.py")}
    assert all((ours / name).read_bytes() == (made / name).read_bytes() for name in names)


def test_drift_is_named_file_by_file(contract: Contract, emitted: Path, tmp_path: Path) -> None:
    folder = tmp_path / "nexudus_calendars"
    shutil.copytree(emitted, folder)
    (folder / "types.py").write_text("# edited by hand\n")
    (folder / "models" / "page_of_nothing.py").write_text("")
    (folder / "api" / "authentication" / "create_token.py").unlink()
    assert check(contract, folder) == (
        "api/authentication/create_token.py: missing",
        "models/page_of_nothing.py: extra",
        "types.py: changed",
    )


def test_generating_replaces_what_was_there(emitted: Path) -> None:
    assert not (emitted / "leftover.py").exists()
    assert [path.name for path in emitted.parent.iterdir()] == ["nexudus_calendars"]


def test_a_contract_that_cannot_be_expressed_leaves_the_old_package(small: Contract, tmp_path: Path) -> None:
    def mix(document: JsonObject) -> None:
        document["components"]["schemas"]["Grant"]["properties"]["token_type"]["enum"] = ["bearer", 1]

    folder = tmp_path / "nexudus_calendars"
    folder.mkdir()
    (folder / "old.py").write_text("")
    with pytest.raises(
        GenerationError, match=r"the generator says: \s*Unable to process schema /components/schemas/Grant"
    ):
        generate(edited(small, mix), folder)
    assert [path.name for path in tmp_path.rglob("*")] == ["nexudus_calendars", "old.py"]


Cut = tuple[str, str, str, str]


@pytest.mark.parametrize(
    "cuts",
    [
        [
            ("api/*/batch_coworker_google_calendars.py", 'params["id"]', 'params["ids"]', "the query parameter id "),
            ("api/*/create_token.py", 'headers["client_id"]', 'headers["other"]', "the header parameter client_id"),
            ("api/*/create_token.py", '_kwargs["data"]', '_kwargs["json"]', "the request body was not emitted as"),
            ("api/*/get_coworker_google_calendar.py", "response.status_code == 404", "False", "the answer 404"),
            ("models/coworker_google_calendar.py", 'src_dict["EventSyncToken"]', "None", "the property EventSyncToken"),
            ("models/coworker_google_calendar_list_row.py", '"CoworkerFullName", UNSET', "0", "property CoworkerFull"),
            ("models/grant.py", "class Grant:", "class Other:", "Grant: no model was emitted"),
        ],
        [("api/*/get_coworker_google_calendar.py", "{id}", "1", "no module was emitted")],
        [],
    ],
    ids=["parts", "an operation", "nothing"],
)
def test_what_was_left_out_is_named(contract: Contract, emitted: Path, tmp_path: Path, cuts: list[Cut]) -> None:
    folder = tmp_path / "nexudus_calendars"
    shutil.copytree(emitted, folder)
    for file, find, replace, _ in cuts:
        (path,) = folder.glob(file)
        text = path.read_text()
        assert find in text
        path.write_text(text.replace(find, replace))
    told = missing(contract, folder)
    wrong = [said for *_, said in cuts if [said in sentence for sentence in told].count(True) != 1]
    assert not wrong, told
    assert len(told) == len(cuts), told


def test_a_left_out_part_fails_the_generation(small: Contract, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nexudus_contract.codegen.missing", lambda *_: ("getX: no module was emitted",))
    with pytest.raises(GenerationError, match="getX: no module was emitted"):
        generate(small, tmp_path / "nexudus_calendars")


def test_every_mend_says_why_and_changes_something() -> None:
    idle = [f"{mend.template}: {mend.reason}" for mend in MENDS if not mend.reason or mend.find == mend.replace]
    assert not idle, "\n".join(idle)


def test_a_template_that_changed_is_not_mended_by_guess() -> None:
    mend = Mend("some.jinja", "why", "old", "new", times=2)
    assert apply(mend, "old and old") == "new and new"
    with pytest.raises(MendError, match=r"some.jinja has 1 times 'old', not 2"):
        apply(mend, "old")
