"""A rubric read in another language keeps its ids, levels and rule."""

from __future__ import annotations

import pytest

from standards._folders import packaged
from standards.errors import UnknownName
from standards.rubrics.files import load
from standards.rubrics.translate import translated
from tests.making import rubric

HOUSE = load((packaged("rubrics") / "house-draft/0.1.yaml").read_bytes())


def test_the_house_draft_is_complete_in_french() -> None:
    french = translated(HOUSE, "fr")
    assert [c.id for c in french.criteria] == [c.id for c in HOUSE.criteria]
    assert [c.id for c in french.criteria if c.statement == HOUSE.by_id[c.id].statement] == []
    assert [d.id for d in french.domains if d.title == HOUSE.domain_of[d.criteria[0].id].title] == []
    assert french.scales[french.scale].keys == HOUSE.scales[HOUSE.scale].keys
    assert french.rule == HOUSE.rule
    assert french.disclaimer != HOUSE.disclaimer


def test_what_is_not_translated_stays_in_the_original() -> None:
    made = rubric([{"id": "A1"}, {"id": "A2"}], translations={"fr": {"titles": {"A1": "Un"}}})
    assert [criterion.title for criterion in translated(made, "fr").criteria] == ["Un", "A2"]
    assert translated(made, "en") is made
    with pytest.raises(UnknownName, match="There are: en, fr"):
        translated(made, "pt-BR")


def test_a_revised_record_carries_nothing_worked_out_from_the_old_one() -> None:
    made = rubric([{"id": "A1"}])
    assert (made.digest, made.criteria[0].id, made.by_id.keys()) == (made.digest, "A1", {"A1"})
    again = made.revised(title="Another")
    assert again.digest != made.digest
    assert again == rubric([{"id": "A1"}], title="Another")
