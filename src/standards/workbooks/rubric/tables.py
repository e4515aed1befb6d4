"""The tables of a rubric book: which heading holds which field of the model. Writer and reader share them."""

from __future__ import annotations

from standards.rubrics.model import AppliesTo, Change, Criterion, Definition, Domain, Level, Outcome, Probe, Rubric
from standards.workbooks.rubric.fields import Field, Table, fields, source_fields

__all__ = [
    "CHANGES", "CRITERIA", "DEFINITIONS", "DOMAINS", "GUIDELINE", "LEVEL_TEXTS", "OUTCOMES", "PROBES", "SCALES",
    "TABLES", "TRANSLATIONS",
]  # fmt: skip

_GUIDELINE = fields(
    Rubric,
    Field("ID", ("id",), "id", 0),
    Field("Version", ("version",), "id", 0),
    Field("Title", ("title",), "text", 0),
    Field("Status", ("status",), "word", 0, "Status"),
    Field("Issuer", ("issuer",), "text", 0),
    Field("Summary", ("summary",), "text", 0),
    Field("Disclaimer", ("disclaimer",), "text", 0),
    Field("Language", ("language",), "id", 0),
    Field("Published", ("published",), "when", 0),
    Field("Licence", ("licence",), "text", 0),
    Field("Default scale", ("scale",), "id", 0),
    Field("Not applicable", ("not_applicable",), "word", 0, "Not applicable"),
    Field("Overall score", ("rule", "average"), "word", 0, "Overall score"),
    Field("Note on the rule", ("rule", "note"), "text", 0),
    Field("Source: mark", ("source", "mark"), "word", 0, "Paraphrase"),
    Field("Source: title", ("source", "title"), "text", 0),
    Field("Source: address", ("source", "address"), "text", 0),
    Field("Source: clause", ("source", "clause"), "id", 0),
    Field("Source: licence", ("source", "licence"), "text", 0),
    Field("Source: seen", ("source", "seen"), "day", 0),
    Field("Source: note", ("source", "note"), "text", 0),
    Field("Supersedes", ("lineage", "supersedes"), "id", 0),
    Field("Derived from", ("lineage", "derived_from"), "lines", 0),
)
_GUIDELINE = tuple(
    field._replace(blank=True) if field.steps in (("rule", "note"), ("lineage", "supersedes")) else field
    for field in _GUIDELINE
)

GUIDELINE = Table(
    "tblGuideline",
    "Guideline",
    "The guideline",
    "One row for each fact about the guideline as a whole. Change the yellow cells.",
    "Field, value and meaning for each fact about the guideline as a whole.",
    _GUIDELINE,
    marks=("Field", "Value"),
    room=0,
    required=True,
    tab="14304F",
)
DOMAINS = Table(
    "tblDomains",
    "Domains",
    "Domains",
    "Groups of criteria, in the order in which they are read. Weights count where the overall score averages domains.",
    "ID, title, description and weight of each domain.",
    fields(
        Domain,
        Field("Domain ID", ("id",), "id", 14),
        Field("Domain title", ("title",), "text", 40),
        Field("Domain description", ("description",), "text", 70),
        Field("Domain weight", ("weight",), "number", 12),
    ),
    marks=("Domain ID", "Domain title"),
    key=(("id",),),
    needs=(("id",),),
    room=10,
    required=True,
    tab="14304F",
)
CRITERIA = Table(
    "tblCriteria",
    "Criteria",
    "Criteria",
    "One row for each criterion, in reading order. Lists take one item a line (Alt+Enter). Statements hold one "
    "requirement and 40 words at most. Rarely used columns are folded away at the right until they hold something: "
    "click + above them.",
    "One row for each criterion with its statement, weight, level texts, evidence and source.",
    (
        *fields(
            Criterion,
            Field("Criterion ID", ("id",), "id", 11),
            Field("Criterion title", ("title",), "text", 24),
            Field("Domain", ("domain",), "id", 10, "tblDomains:Domain ID"),
            Field("Statement", ("statement",), "text", 42),
            Field("Essential", ("essential",), "yes", 11, "Yes or no"),
            Field("Weight", ("weight",), "number", 9),
            Field("Not applicable", ("not_applicable",), "word", 15, "Not applicable"),
            Field("Guidance", ("guidance",), "text", 42),
            Field("Enough", ("enough",), "text", 42),
            Field("Evidence", ("evidence",), "lines", 38),
            Field("Objections not to raise", ("invalid_criticisms",), "lines", 38),
        ),
        *source_fields("Source", rare="source", often="remarks"),
        *fields(
            Criterion,
            Field("Scale", ("scale",), "id", 14),
            Field("Target level", ("target",), "id", 13, "tblScales:Level key"),
            Field("Stage", ("stage",), "whole", 9),
            rare="scale",
        ),
        *fields(
            AppliesTo,
            Field("Applies to program type", ("applies_to", "program_type"), "lines", 20),
            Field("Applies to jurisdiction", ("applies_to", "jurisdiction"), "lines", 16),
            Field("Applies to delivery", ("applies_to", "delivery"), "lines", 16),
            Field("Applies to level", ("applies_to", "level"), "lines", 14),
            rare="applies",
        ),
        *fields(
            Criterion,
            Field("Renamed from", ("renamed_from",), "id", 14),
            Field("Split from", ("split_from",), "id", 14),
            Field("Merged from", ("merged_from",), "lines", 14),
            rare="lineage",
        ),
    ),
    marks=("Criterion ID", "Statement"),
    key=(("id",),),
    needs=(("id",),),
    room=15,
    required=True,
    keep=2,
    tall=True,
)
SCALES = Table(
    "tblScales",
    "Scales",
    "Scales",
    "One row for each level, lowest level first. A level with “yes” under Target is the one to reach. A second scale "
    "gets its own name in the first column.",
    "One row for each level of each scale with its key, label, symbol, points and description.",
    fields(
        Level,
        Field("Scale", ("scale",), "id", 16),
        Field("Level key", ("key",), "id", 14),
        Field("Level label", ("label",), "text", 22),
        Field("Symbol", ("symbol",), "id", 9),
        Field("Points", ("points",), "number", 9),
        Field("Target", ("target",), "yes", 9, "Yes or no"),
        Field("Level description", ("description",), "text", 54),
        Field("Scale title", ("title",), "text", 30),
    ),
    marks=("Scale", "Level key"),
    key=(("scale",), ("key",)),
    needs=(("scale",), ("key",)),
    required=True,
    keep=2,
)
LEVEL_TEXTS = Table(
    "tblLevelTexts",
    "Level texts",
    "Level texts",
    "What each level looks like on each criterion: one row for a criterion and a level.",
    "One row for each criterion and level with the text that tells what it looks like.",
    (
        Field("Criterion", ("criterion",), "id", 14, "tblCriteria:Criterion ID"),
        Field("Level", ("level",), "id", 14, "tblScales:Level key"),
        Field("Level text", ("text",), "text", 100),
    ),
    marks=("Criterion", "Level", "Level text"),
    key=(("criterion",), ("level",)),
    needs=(("criterion",), ("level",)),
    keep=2,
)
OUTCOMES = Table(
    "tblOutcomes",
    "Decision rule",
    "Decision rule",
    "Best outcome first; the first whose clauses all hold is recommended. One clause a row: a second clause gets its "
    "own row with the same outcome key. The last outcome has no clause. No outcomes: a profile without a decision.",
    "Outcomes from best to worst with their clauses, one clause a row.",
    (
        *fields(
            Outcome,
            Field("Outcome key", ("key",), "id", 26),
            Field("Outcome label", ("label",), "text", 28),
            Field("Clause", ("clause",), "text", 40),
            Field("Clause in words, at export", ("words",), "told", 46),
            Field("Outcome text", ("text",), "text", 52),
        ),
    ),
    marks=("Outcome key", "Clause"),
    needs=(("key",),),
    required=True,
)
PROBES = Table(
    "tblProbes",
    "Probes",
    "Probes",
    "Checks that a machine makes on a program's elements. They inform the reviewer and never rate.",
    "One row for each probe with its criterion, element and bounds.",
    (
        *fields(
            Probe,
            Field("Criterion", ("criterion",), "id", 13, "tblCriteria:Criterion ID"),
            Field("Check", ("check",), "word", 12, "Probe"),
            Field("Element", ("element",), "id", 26),
            Field("Minimum", ("minimum",), "number", 11),
            Field("Maximum", ("maximum",), "number", 11),
            Field("Unit", ("unit",), "id", 11),
            Field("Allowed values", ("values",), "lines", 28),
            Field("What it looks for", ("text",), "text", 52),
        ),
    ),
    marks=("Criterion", "Check", "Element"),
    needs=(("criterion",),),
)
DEFINITIONS = Table(
    "tblDefinitions",
    "Definitions",
    "Definitions",
    "Terms as this guideline uses them.",
    "One row for each term with its definition and source.",
    (
        *fields(
            Definition,
            Field("Term", ("term",), "text", 24),
            Field("Definition", ("text",), "text", 80),
        ),
        *source_fields("Definition source", rare="source"),
    ),
    marks=("Term", "Definition"),
    room=10,
)
TRANSLATIONS = Table(
    "tblTranslations",
    "Translations",
    "Translations",
    "Texts in other languages. What has no translation stays in the original. A new language needs rows with its code.",
    "One row for each text and language with the original and its translation.",
    (
        Field("Language", ("language",), "id", 11),
        Field("Text of", ("of",), "word", 20, "Text of"),
        Field("ID or key", ("id",), "id", 14),
        Field("Original, at export", ("original",), "told", 62),
        Field("Translation", ("text",), "text", 62),
    ),
    marks=("Language", "Translation"),
    key=(("language",), ("of",), ("id",)),
    needs=(("language",),),
)
CHANGES = Table(
    "tblChanges",
    "Changes",
    "Changes",
    "What changed from version to version.",
    "One row for each line of the change log.",
    fields(
        Change,
        Field("Changed in version", ("version",), "id", 18),
        Field("Date", ("date",), "day", 14),
        Field("What changed", ("text",), "text", 100),
    ),
    marks=("Date", "What changed"),
    room=10,
)

TABLES = (
    GUIDELINE, DOMAINS, CRITERIA, LEVEL_TEXTS, SCALES, OUTCOMES, PROBES, DEFINITIONS, TRANSLATIONS, CHANGES,
)  # fmt: skip
"""All of them, in the order of the sheets."""
