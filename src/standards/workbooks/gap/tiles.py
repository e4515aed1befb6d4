"""Five figures under the banner."""

from __future__ import annotations

from standards.rounding import percent
from standards.workbooks.build import SheetBuilder
from standards.workbooks.formulas import count_if
from standards.workbooks.gap.context import Context
from standards.workbooks.gap.reasons import LEFT, RIGHT
from standards.workbooks.gap.verdict import Verdict

__all__ = ["tiles"]

_STARTS = (1, 3, 5, 7, 9)


def tiles(page: SheetBuilder, context: Context, verdict: Verdict, row: int) -> int:
    """Overall score, criteria at target, open gaps, essential gaps, coverage; each with a line below."""
    criteria, known, now = context.layout.criteria, context.known, context.layout.now
    overall = context.inputs.card.overall
    code, gap = criteria.all("code"), criteria.all("gap")
    some = (code, '">0"')
    rated = count_if([some])
    essential = [(criteria.all("essential"), "1"), (criteria.all("applies"), "1")]
    lines = [line for line in known.lines if line.applies]
    weight = f"SUM({criteria.all('weight_all')})"
    coverage = f'=IF({weight}=0,"–",SUM({criteria.all("weight_rated")})/{weight})'
    labels = ("Overall score", "Criteria at target", "Open gaps", "Essential gaps", "Coverage")
    values = (
        (f"={now.at('now', 0)}", "–" if overall.share is None else float(overall.share), "tile percent"),
        (f"={count_if([some, (gap, '0')])}", overall.met, "tile whole"),
        (f"={now.at('now', 2)}", known.gaps, "tile whole"),
        (f"={now.at('now', 3)}", known.essential_gaps, "tile whole"),
        (coverage, "–" if overall.coverage is None else float(overall.coverage), "tile share"),
    )
    captions = (
        ("", _asked(context)),
        (f'="of "&{rated}&" rated"', f"of {overall.rated} rated"),
        ("", "below target or no evidence"),
        (
            f'="of "&{count_if(essential)}&" essential that apply"',
            f"of {sum(line.criterion.essential for line in lines)} essential that apply",
        ),
        (
            f'={rated}&" of "&{verdict.applies_formula}&" applicable criteria rated"',
            f"{overall.rated} of {overall.applicable} applicable criteria rated",
        ),
    )
    for col, label, (text, value, style), (caption, said) in zip(_STARTS, labels, values, captions, strict=True):
        page.put(row, col, label, "tile label")
        page.formula(row + 1, col, text, value, style)
        if caption:
            page.formula(row + 2, col, caption, said, "tile caption")
        else:
            page.put(row + 2, col, said, "tile caption")
    for offset, (style, height) in enumerate((("tile top", 18), ("tile caption", 28), ("tile caption", 17))):
        page.fill(row + offset, LEFT, RIGHT, style)
        page.heights[row + offset] = height
    page.heights[row + 3] = 8
    return row + 4


def _asked(context: Context) -> str:
    """What the best outcome asks of the overall score."""
    asked = {domain.asked.share for domain in context.known.domains if domain.asked.source == "overall"}
    share = max((share for share in asked if share is not None), default=None)
    return "of the attainable points" if share is None else f"the rule asks for {percent(share)}"
