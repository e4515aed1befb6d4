"""How the widgets' sources and data travel."""

from __future__ import annotations

import json
import re
import zlib

from standards.widgets.assets import STATIC, joined, pack
from standards.widgets.home import Home
from standards.widgets.scorecard import PARTS, Scorecard


def test_packed_data_opens_to_what_was_packed() -> None:
    data = {"title": "Größe ● ◐ ○", "list": [1, None, "</script>"]}
    assert json.loads(zlib.decompress(pack(data))) == data


def test_every_source_is_joined_exactly_once() -> None:
    assert sorted(PARTS) == sorted(path.stem for path in (STATIC / "scorecard").glob("*.js"))


def test_the_joined_module_stands_alone() -> None:
    module = joined(STATIC / "scorecard", PARTS)
    assert not re.search(r"^import ", module, re.MULTILINE)
    assert module.count("export default") == 1


def test_no_name_is_defined_in_two_sources() -> None:
    names = re.findall(
        r"^(?:export )?(?:async )?(?:const|let|function|class) (\w+)", joined(STATIC / "scorecard", PARTS), re.MULTILINE
    )
    assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)


def test_every_name_a_source_imports_is_used_and_exported() -> None:
    for path in (STATIC / "scorecard").glob("*.js"):
        text = path.read_text("utf-8")
        for names, source in re.findall(r'^import \{([^}]*)\} from "\./(\w+)\.js";', text, re.MULTILINE):
            exported = (STATIC / "scorecard" / f"{source}.js").read_text("utf-8")
            for name in filter(None, re.split(r"[\s,]+", names)):
                assert len(re.findall(rf"\b{name}\b", text)) > 1, f"{path.name} does not use {name}"
                assert re.search(rf"^export (const|class|function|async function) {name}\b", exported, re.MULTILINE), (
                    name
                )


def test_words_of_people_never_become_markup() -> None:
    for path in STATIC.rglob("*.js"):
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", path.read_text("utf-8")), path


def test_sources_stay_small_enough_to_read() -> None:
    for path in (STATIC / "scorecard").glob("*.js"):
        assert len(path.read_text("utf-8").splitlines()) <= 400, path


def test_the_code_that_travels_with_every_page_is_small() -> None:
    assert len(Scorecard.code.default_value) + len(Scorecard.sheet.default_value) <= 26_000
    assert len(Home.code.default_value) + len(Home.sheet.default_value) <= 8_000


def test_the_repr_says_nothing_about_the_review() -> None:
    assert repr(Scorecard({"title": "secret"}, {})) == "Scorecard()"
    assert repr(Home({"reviewer": "secret"})) == "Home()"
