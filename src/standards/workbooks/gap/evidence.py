"""Evidence: what the judgements rest on, and what a machine found in published facts."""

from __future__ import annotations

from standards.programs.model import Fact
from standards.programs.probes import ProbeResult
from standards.rounding import number
from standards.workbooks.build import SheetBuilder
from standards.workbooks.evidence import EVIDENCE, EVIDENCE_COLUMNS, evidence_table
from standards.workbooks.gap.context import Context
from standards.workbooks.gap.inputs import GapReportInput
from standards.workbooks.head import Head, head
from standards.workbooks.measure import wrapped
from standards.workbooks.sheet import Paper, Sheet, Table, Tint
from standards.workbooks.text import host, name

__all__ = ["PROBE_WORDS", "evidence_head", "evidence_sheet", "fact_source", "fact_value"]

PROBE_WORDS = {"ok": "✓ Fits", "not met": "△ Does not fit", "dispute": "≠ Dispute", "unknown": "… Nothing found"}
"""How the result of a probe reads."""

_PROBE_HEADINGS = ("Criterion", "What was found", "Result", "Published fact", "Value", "Read in", "Source", "Basis")
_HINT = (
    "What the ratings rest on. Quotations are word for word; where there is none, no one has copied the words. "
    "Probes below are checks that a machine made on published facts: they inform the reviewer and never rate."
)


def evidence_head(inputs: GapReportInput) -> Head:
    """The sheet's head."""
    secret = sum(item.confidential for item in inputs.evidence)
    warning = f" ▲ {secret} marked confidential: look before passing this file on." if secret else ""
    notice = f"About the program's facts, gathered by {inputs.program.as_of.isoformat()}: {name(inputs.program.notice)}"
    return head(
        inputs.rubric,
        inputs.program.title,
        "Evidence",
        f"{_HINT}{warning}\n{notice}",
        EVIDENCE_COLUMNS,
        len(EVIDENCE_COLUMNS) - 1,
    )


def evidence_sheet(context: Context) -> Sheet:
    """A table of evidence and, where the rubric has probes, a table of what they found."""
    inputs = context.inputs
    page = SheetBuilder(EVIDENCE, EVIDENCE_COLUMNS)
    context.heads[EVIDENCE].write(page)
    top = context.heads[EVIDENCE].rows
    found, bottom = evidence_table(page, top, inputs.evidence, _used(context))
    tables = list(found)
    probes = bottom + 2
    speaking = any(result.facts for result in inputs.probes)
    end = _probes(page, inputs, probes) if speaking else bottom
    if speaking:
        alt = "What each probe found, with the published facts and their sources."
        tables.append(Table("tblProbes", probes + 1, end, 0, len(_PROBE_HEADINGS) - 1, _PROBE_HEADINGS, alt))
    _silent(page, inputs, end + 2)
    return page.sheet(
        paper=Paper(right=len(EVIDENCE_COLUMNS) - 1, repeat_row=None if speaking else top),
        freeze=(top + 1, 2),
        tables=tuple(tables),
        tints=_tints(probes + 2, end) if speaking else (),
        tab="52606D",
        texts=(f"A{top + 2}:A{end + 1}",),
    )


def _used(context: Context) -> dict[str, str]:
    """Criteria whose rating cites each piece of evidence."""
    found: dict[str, list[str]] = {}
    for line in context.known.lines:
        for item in line.rating.evidence if line.rating else ():
            found.setdefault(item, []).append(line.criterion.id)
    return {item: ", ".join(criteria) for item, criteria in found.items()}


def _probes(page: SheetBuilder, inputs: GapReportInput, top: int) -> int:
    """The table of probes, a row for each published fact; gives its last row."""
    page.put(top, 0, "What a machine found in published facts (it informs, it never rates)", "heading")
    page.heights[top] = 22
    page.put_row(top + 1, 0, _PROBE_HEADINGS, ["head"] * len(_PROBE_HEADINGS))
    row = top + 1
    for result in inputs.probes:
        for fact in result.facts:
            row += 1
            _probe(page, row, inputs, result, fact)
    return row


def _silent(page: SheetBuilder, inputs: GapReportInput, row: int) -> None:
    """Criteria whose probes had nothing to look at."""
    silent = dict.fromkeys(result.criterion for result in inputs.probes if not result.facts)
    if silent:
        text = f"Probes that found no published fact to look at: {', '.join(silent)}."
        for line in wrapped(text, page.width(0, len(EVIDENCE_COLUMNS) - 1) - 20, 9):
            page.put(row, 0, line, "small")
            row += 1


def _probe(page: SheetBuilder, row: int, inputs: GapReportInput, result: ProbeResult, fact: Fact) -> None:
    page.put_row(
        row,
        0,
        (
            result.criterion,
            result.text,
            PROBE_WORDS[result.status],
            fact.statement,
            fact_value(fact),
            ", ".join(fact.evidence),
            fact_source(inputs, fact),
            fact.mark.words,
        ),
        ("cell bold", "cell wrap", "cell wrap", "cell wrap", "center wrap", "center wrap", "cell wrap", "cell wrap"),
    )


def fact_value(fact: Fact) -> str:
    """156 h, or the word from a list."""
    return f"{number(fact.value)} {fact.unit}".strip() if fact.value is not None else fact.choice


def fact_source(inputs: GapReportInput, fact: Fact) -> str:
    """Id, title and place of everything the fact was read in; whole addresses stand in the table of evidence."""
    known = {item.id: item for item in (*inputs.program.evidence, *inputs.evidence)}
    items = [known[key] for key in fact.evidence if key in known]
    return "; ".join(
        name(f"{item.id} {item.title}" + (f" ({host(item.locator)})" if item.locator else "")) for item in items
    )


def _tints(top: int, bottom: int) -> tuple[Tint, ...]:
    first = f"LEFT($C{top + 1},1)"
    styles = {"≠": "tint gap", "△": "tint gap", "✓": "tint reached", "…": "tint out"}
    return tuple(Tint(top, 2, bottom, 2, f'={first}="{symbol}"', style) for symbol, style in styles.items())
