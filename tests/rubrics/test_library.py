"""The library: what ships is sound, a broken file keeps nothing else from opening, reading twice is cheap."""

from __future__ import annotations

from pathlib import Path

import pytest

from standards._folders import packaged
from standards.errors import RubricError, UnknownName
from standards.rubrics.checks import MAX_WORDS
from standards.rubrics.files import dump
from standards.rubrics.library import Library
from standards.rubrics.model import Mark
from tests.making import rubric

SHIPPED = ("cmf/2019", "eu-annex-1/2022", "house-draft/0.1", "ice-2020-screen/2020")


@pytest.fixture
def shipped() -> Library:
    return Library([("packaged", packaged("rubrics"))])


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_what_ships_has_no_finding(shipped: Library) -> None:
    assert {entry.name for entry in shipped.entries()} >= set(SHIPPED)
    assert [str(finding) for entry in shipped.entries() for finding in entry.findings] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_criterion_is_complete(shipped: Library, name: str) -> None:
    made = shipped.rubric(name)
    assert made.disclaimer
    for criterion in made.criteria:
        assert len(criterion.statement.split()) <= MAX_WORDS, criterion.id
        assert set(criterion.levels) == set(made.scale_of(criterion).keys), criterion.id
        assert len(set(criterion.levels.values())) == len(criterion.levels), criterion.id
        assert criterion.enough, criterion.id
        assert criterion.evidence, criterion.id
        source = made.source_of(criterion)
        assert source.mark, criterion.id
        assert source.mark is Mark.OURS or (source.address and source.licence), criterion.id


def test_the_house_draft_says_that_nobody_has_issued_it(shipped: Library) -> None:
    house = shipped.rubric("house-draft")
    assert "not issued by any body" in house.disclaimer
    assert sum(criterion.essential for criterion in house.criteria) == 20
    assert len(house.criteria) == 27


def test_the_survey_raw_counts_nobody_published_are_nowhere(shipped: Library) -> None:
    for entry in shipped.entries():
        text = entry.path.read_text(encoding="utf-8")
        assert "187" not in text
        assert " 26 respondents" not in text


def test_a_broken_file_is_listed_and_the_rest_opens(tmp_path: Path) -> None:
    put(tmp_path, "good/1", dump(rubric([{"id": "A1"}], id="good")))
    put(tmp_path, "bad/1", "id: bad\n")
    library = Library([("workspace", tmp_path)])
    assert {entry.name: entry.usable for entry in library.entries()} == {"bad/1": False, "good/1": True}
    assert library.rubric("good").id == "good"
    with pytest.raises(RubricError, match="“title” is missing"):
        library.rubric("bad")


def test_an_unknown_rubric_names_the_nearest(shipped: Library) -> None:
    with pytest.raises(UnknownName, match="house-draft"):
        shipped.rubric("hous-draft")


def test_the_newest_version_is_taken_and_ten_comes_after_two(tmp_path: Path) -> None:
    for version in ("0.2", "0.10"):
        put(tmp_path, f"made/{version}", dump(rubric([{"id": "A1"}], version=version)))
    library = Library([("workspace", tmp_path)])
    assert library.rubric("made").version == "0.10"
    assert library.rubric("made/0.2").version == "0.2"


def test_a_file_in_the_wrong_place_is_told(tmp_path: Path) -> None:
    put(tmp_path, "elsewhere/9", dump(rubric([{"id": "A1"}])))
    (entry,) = Library([("workspace", tmp_path)]).entries()
    assert [finding.code for finding in entry.findings if finding.code == "R030"] == ["R030"]
    assert entry.usable


def test_the_cache_gives_the_same_rubric_and_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    path = put(tmp_path / "rubrics", "made/1", dump(rubric([{"id": "A1"}])))
    folders, cache = [("workspace", tmp_path / "rubrics")], tmp_path / "cache"
    first = Library(folders, cache).rubric("made")
    assert list(cache.glob("*.json"))
    again = Library(folders, cache).rubric("made")
    assert (again, again.digest) == (first, first.digest)
    path.write_text(dump(rubric([{"id": "A1"}, {"id": "A2"}])), encoding="utf-8")
    assert len(Library(folders, cache).rubric("made").criteria) == 2


def test_a_damaged_cache_costs_time_and_nothing_else(tmp_path: Path) -> None:
    put(tmp_path / "rubrics", "made/1", dump(rubric([{"id": "A1"}])))
    folders, cache = [("workspace", tmp_path / "rubrics")], tmp_path / "cache"
    Library(folders, cache).rubric("made")
    for file in cache.glob("*.json"):
        file.write_text("[]\n{half", encoding="utf-8")
    assert Library(folders, cache).rubric("made").criteria[0].id == "A1"


def test_the_readme_example_loads() -> None:
    import re

    from standards.rubrics.files import read

    text = (packaged("rubrics") / "README.md").read_text(encoding="utf-8")
    block = next(b for b in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) if "\ndomains:" in b)
    made, findings = read(block.encode())
    assert made is not None, [str(finding) for finding in findings]


def test_an_installed_package_brings_its_rubrics(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "theirs_rubrics", "theirs/1", dump(rubric([{"id": "A1"}], id="theirs")))
    (tmp_path / "theirs.py").write_text(
        "from pathlib import Path\n\ndef folder():\n    return Path(__file__).parent / 'theirs_rubrics'\n"
    )
    installed = tmp_path / "theirs-1.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: theirs\nVersion: 1\n")
    (installed / "entry_points.txt").write_text("[standards.rubrics]\ntheirs = theirs:folder\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    library = Library([])
    assert [(entry.name, entry.origin) for entry in library.entries()] == [("theirs/1", "theirs")]
    assert library.rubric("theirs").criteria[0].id == "A1"
