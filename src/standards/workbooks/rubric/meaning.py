"""What fields and words mean, in the sentences under the model's own fields."""

from __future__ import annotations

from pydantic import BaseModel

from standards.rubrics.model import Lineage, Mark, Rule, Source
from standards.workbooks.rubric.fields import TEXTS, Steps

__all__ = ["meaning"]

_INSIDE: dict[str, type[BaseModel]] = {"source": Source, "rule": Rule, "lineage": Lineage}
_SAID = {
    "id": "Short name without blanks: letters, digits, dot, dash and underscore. It names the file.",
    "version": "What this version is called. A version that people have reviewed with stays; a change is a new one.",
    "title": "What the guideline is called.",
    "status": "Where the guideline stands on its way.",
    "language": "Code of the language the texts are in, such as en.",
    "not_applicable": "Whether a criterion may be set aside as not applicable. A criterion may differ.",
    "average": "criteria: the overall score weighs criteria; domains: it is the weighted mean of domain scores.",
    "scale": "Name of the scale used where a criterion names none; it stands in the first column of the sheet Scales.",
    "derived_from": "Other guidelines it draws on, by title, one a line.",
}
_WORDS = {
    ("Status", "draft"): "being written",
    ("Status", "public comment"): "open for comments",
    ("Status", "field test"): "tried on real programs",
    ("Status", "adopted"): "in force",
    ("Status", "superseded"): "replaced by a later version",
    ("Status", "withdrawn"): "no longer to be used",
    ("Not applicable", "not allowed"): "the criterion has to be rated",
    ("Not applicable", "with reason"): "the reviewer says why",
    ("Not applicable", "with approval"): "with a reason and the name of the person who accepted it",
    ("Yes or no", "yes"): "also read: x, ✓, true",
    ("Yes or no", "no"): "also read: –, false",
    ("Overall score", "criteria"): "the overall score weighs criteria",
    ("Overall score", "domains"): "the overall score is the weighted mean of domain scores",
    ("Probe", "present"): "the element has a value",
    ("Probe", "between"): "every value lies within the bounds",
    ("Probe", "one of"): "every value is listed",
}


def meaning(of: type[BaseModel] | str, steps: Steps) -> str:
    """The sentence about a field of the model, or about a word of a list; empty where none is needed."""
    if isinstance(of, str):
        if of == "Paraphrase":
            return Mark(steps[0]).words
        return _WORDS.get((of, steps[0]), f"the translation of a {steps[0]}" if steps[0] in TEXTS else "")
    inside = _INSIDE[steps[0]] if len(steps) > 1 else of
    said = None if inside is Source else _SAID.get(steps[-1])
    return said or " ".join((inside.model_fields[steps[-1]].description or "").split())
