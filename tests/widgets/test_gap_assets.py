"""The gaps page's sources: one noun each, joined into one module with what they share with the scorecard."""

from __future__ import annotations

import re
import zlib

from standards.widgets.assets import STATIC
from standards.widgets.gaps import GAP_PARTS, GapRegister

FOLDER = STATIC / "gaps"
SHARED = STATIC / "scorecard"
MODULE = zlib.decompress(GapRegister.code.default_value).decode()


def test_every_source_is_joined_exactly_once() -> None:
    assert sorted(GAP_PARTS) == sorted(path.stem for path in FOLDER.glob("*.js"))


def test_the_joined_module_stands_alone() -> None:
    assert not re.search(r"^import ", MODULE, re.MULTILINE)
    assert MODULE.count("export default") == 1


def test_no_name_is_defined_in_two_sources() -> None:
    names = re.findall(r"^(?:export )?(?:async )?(?:const|let|function|class) (\w+)", MODULE, re.MULTILINE)
    assert sorted(name for name in names if names.count(name) > 1) == []


def test_every_name_a_source_imports_is_used_and_exported() -> None:
    for path in FOLDER.glob("*.js"):
        text = path.read_text("utf-8")
        for names, source in re.findall(r'^import \{([^}]*)\} from "\./(\w+)\.js";', text, re.MULTILINE):
            home = FOLDER if source in GAP_PARTS else SHARED
            exported = (home / f"{source}.js").read_text("utf-8")
            for name in filter(None, re.split(r"[\s,]+", names)):
                assert len(re.findall(rf"\b{name}\b", text)) > 1, f"{path.name} does not use {name}"
                assert re.search(rf"^export (const|class|function|async function) {name}\b", exported, re.MULTILINE)


def test_the_code_that_travels_with_the_page_is_small() -> None:
    assert len(GapRegister.code.default_value) + len(GapRegister.sheet.default_value) <= 18_000
