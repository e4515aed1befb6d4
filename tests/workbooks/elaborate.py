"""Rubrics that use every field of the model, with texts that a spreadsheet would like to change."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from standards.rubrics.model import Mark, NotApplicable, Rubric, Status

AWKWARD = (
    "=1+1", "-3", "+x", "@me", "'quoted", '"', '""', '"""', "• a bullet", "1/2", "2026-11-23", "TRUE", "007", "1.10",
    "two\nlines", "two\n\n  indented", "a\n• b", "_x0041_", "né 資格 👍 שלום", "a\tb", "N/A", "#N/A", "yes", " ", "",
    "x" * 300,
)  # fmt: skip
CLAUSES = ["all(essential) >= met", "mean(criteria) >= 85 %"]
_plain = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=12)
texts = st.one_of(st.sampled_from(AWKWARD), _plain)
filled = texts.filter(lambda text: bool(text.strip()))
lists = st.lists(texts, max_size=3)
some = st.lists(filled, min_size=1, max_size=3)
numbers = st.sampled_from([0, 1, 3, "0.5", "1/3", "1/7", "0.1", 0.30000000000000004, 12345678901234, "2/3"])
days = st.one_of(st.none(), st.dates(date(1890, 1, 1), date(2100, 1, 1)))


def exactly(value: float) -> Fraction:
    """The number that the digits say."""
    return Fraction(str(value))


def sources() -> st.SearchStrategy[dict[str, Any]]:
    words = dict.fromkeys(("title", "address", "clause", "licence", "note"), texts)
    return st.fixed_dictionaries({}, optional={**words, "mark": st.sampled_from(Mark), "seen": days})


probes = st.one_of(
    st.fixed_dictionaries({"check": st.just("present"), "element": st.just("a_b"), "text": texts, "unit": texts}),
    st.fixed_dictionaries({"check": st.just("between"), "element": st.just("1.0"), "minimum": numbers}),
    st.fixed_dictionaries({"check": st.just("one of"), "element": st.just("e"), "values": some}),
)


@st.composite
def scales(draw: st.DrawFn, keys: tuple[str, ...]) -> dict[str, Any]:
    points = sorted(draw(st.lists(st.integers(0, 9), min_size=len(keys), max_size=len(keys))))
    levels = [
        {
            "key": key, "label": draw(texts), "symbol": draw(st.sampled_from(["", "●", "=", "1"])),
            "points": f"{place + 1}/3" if place == len(keys) - 1 and points[place] == 0 else points[place],
            "description": draw(texts),
        }
        for place, key in enumerate(keys)
    ]  # fmt: skip
    return {"title": draw(texts), "target": draw(st.sampled_from(keys)), "levels": levels}


@st.composite
def criteria(draw: st.DrawFn, name: str, known: dict[str, Any], default: str) -> dict[str, Any]:
    scale = draw(st.sampled_from([None, *known]))
    keys = [level["key"] for level in known[scale or default]["levels"]]
    given = {
        "id": name,
        "title": draw(texts),
        "statement": draw(filled.filter(lambda text: len(text.split()) < 30)),
        "guidance": draw(texts),
        "essential": draw(st.booleans()),
        "weight": 1 if name == "A1" else draw(numbers),
        "scale": scale,
        "target": draw(st.sampled_from([None, *keys])),
        "stage": draw(st.sampled_from([None, 0, 2])),
        "applies_to": draw(st.fixed_dictionaries({}, optional={"delivery": lists, "jurisdiction": lists})),
        "not_applicable": draw(st.sampled_from([None, *NotApplicable])),
        "evidence": draw(lists),
        "enough": draw(texts),
        "levels": {key: draw(filled) for key in keys},
        "probes": draw(st.lists(probes, max_size=2)),
        "invalid_criticisms": draw(lists),
        "source": {"mark": "ours", **draw(sources())},
        "renamed_from": draw(st.sampled_from([None, "Z1"])),
        "merged_from": draw(st.sampled_from([[], ["1", "2.0"]])),
    }
    return {field: value for field, value in given.items() if value is not None}


@st.composite
def rubrics(draw: st.DrawFn) -> Rubric:
    """Right by every check, so that nothing at all is found on the way back."""
    known = {"s": draw(scales(("no", "1", "met")))}
    if draw(st.booleans()):
        known[draw(st.sampled_from(["t", "two words", "1"]))] = draw(scales(("low", "met")))
    default = draw(st.sampled_from(sorted(known)))
    names = [["A1", "1.10", "A-3"], ["B1", "007"], []][: draw(st.integers(1, 3))]
    domains = [
        {
            "id": f"D{place}",
            "title": draw(texts),
            "description": draw(texts),
            "weight": draw(numbers),
            "criteria": [draw(criteria(name, known, default)) for name in found],
        }
        for place, found in enumerate(names)
    ]
    outcomes = [
        {"key": "good", "label": draw(texts), "text": draw(texts), "when": CLAUSES},
        {"key": "1", "label": draw(texts), "text": draw(texts)},
    ]  # fmt: skip
    translated = st.fixed_dictionaries(
        {},
        optional={
            "title": texts,
            "disclaimer": texts,
            "domains": st.dictionaries(st.just("D0"), texts),
            "levels": st.dictionaries(st.sampled_from(["met", "no"]), texts),
            "titles": st.dictionaries(st.sampled_from(["A1", "1.10"]), texts),
            "statements": st.dictionaries(st.just("A1"), texts),
        },
    )
    definition = st.fixed_dictionaries({"term": texts, "text": texts}, optional={"source": sources()})
    change = st.fixed_dictionaries({"version": texts, "date": st.dates(date(1890, 1, 1)), "text": texts})
    return Rubric.model_validate(
        {
            "id": "made",
            "version": draw(st.sampled_from(["1.10", "2022", "0.1", "v2"])),
            "title": draw(texts),
            "status": draw(st.sampled_from(Status)),
            "issuer": draw(texts),
            "summary": draw(texts),
            "language": draw(st.sampled_from(["en", "fr", ""])),
            "published": draw(st.sampled_from(["", "2022-06-16", "2019-04", "2020"])),
            "source": draw(sources()),
            "disclaimer": draw(texts),
            "licence": draw(st.sampled_from(["CC-BY-4.0", "", "x"])),
            "definitions": draw(st.lists(definition, max_size=2)),
            "scales": known,
            "scale": default,
            "not_applicable": draw(st.sampled_from(NotApplicable)),
            "domains": domains,
            "rule": {
                "average": draw(st.sampled_from(["criteria", "domains"])),
                "outcomes": outcomes if draw(st.booleans()) else [],
                "note": draw(texts),
            },
            "translations": draw(st.dictionaries(st.sampled_from(["fr", "de"]), translated)),
            "lineage": draw(st.fixed_dictionaries({}, optional={"supersedes": texts, "derived_from": lists})),
            "changes": draw(st.lists(change, max_size=2)),
        }
    )
