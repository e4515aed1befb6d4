"""Method: how figures come about, which review stands for a program, and where everything comes from."""

from __future__ import annotations

from standards.scoring.portfolio import WHICH_REVIEW
from standards.workbooks.build import SheetBuilder
from standards.workbooks.head import Head, head, rubric_line
from standards.workbooks.matrix.context import Context
from standards.workbooks.matrix.inputs import PortfolioInput, programs_words
from standards.workbooks.matrix.layout import METHOD
from standards.workbooks.sheet import Column, Content, Link, Paper, Sheet, naive_utc
from standards.workbooks.text import name, web_address

__all__ = ["method_head", "method_sheet"]

_COLUMNS = (Column(34), Column(120))
_HINT = "How the figures come about, which review stands for a program, and where texts and ratings come from."
_OVERALL = {
    "criteria": "The overall score is worked out in the same way over all criteria at once.",
    "domains": "The overall score is the mean of the domain scores, weighted by the domains' weights; a domain in "
    "which nothing is rated is left out.",
}
_METHOD = {
    "Score": """Sum of weight × points over the criteria that carry a level, divided by the sum that the same criteria
        would earn at the top of their scale. {overall}""",
    "What is missing": """Not applicable leaves every sum. Not yet rated, insufficient evidence and recused are left
        out as well, never counted as zero; Rated beside Applicable says how much a score rests on.""",
    "Rank": """By the exact overall score; equal scores share a rank, and the next ranks are skipped. A program without
        a score has no rank; the Matrix says why. A score that rests on few ratings is ranked all the same: look at
        Rated.""",
    "Share at target": "Programs at or above the criterion's target, of those that carry a level on it.",
    "Open gap": "Below target, or without sufficient evidence.",
    "What is live": """Scores, ranks, counts, shares and charts follow the marks on the Matrix. Recommendations and the
        programs closest to their next outcome are those at export: the rule is applied by the workbench. A mark that
        is not on the list counts as not yet rated and turns red.""",
    "Mean of the programs": """On the Domains sheet every program with a score counts once, however many criteria it
        rests on.""",
    "Rounding": """Nothing is rounded before it is compared; figures are rounded half up for display. Live scores are
        kept to the twelfth decimal, because a spreadsheet counts in binary fractions and equals must stay equal.""",
    "Which review stands": WHICH_REVIEW,
    "Who decides": "The workbench recommends; people decide.",
}


def method_head(inputs: PortfolioInput) -> Head:
    """The sheet's head."""
    return head(
        inputs.portfolio.rubric, programs_words(len(inputs.portfolio)), "Method and provenance", _HINT, _COLUMNS, 1
    )


def method_sheet(context: Context) -> Sheet:
    """The method, then the provenance: what is said, and a text each."""
    page = SheetBuilder(METHOD, _COLUMNS)
    context.heads[METHOD].write(page)
    overall = _OVERALL[context.rubric.rule.average]
    row = _section(page, context.heads[METHOD].rows, "How the figures come about")
    for label, text in _METHOD.items():
        said = " ".join(text.replace("{overall}", overall).split())
        page.put_row(row, 0, (label, said), ("key", "value"))
        row += 1
    row = _section(page, row + 1, "Where it comes from")
    for label, content in _provenance(context):
        style = "cell address" if isinstance(content, Link) else "value"
        page.put_row(row, 0, (label, content), ("key", style))
        row += 1
    return page.sheet(paper=Paper(right=1, fit=(1, 1)), protected=True, tab="52606D")


def _section(page: SheetBuilder, row: int, title: str) -> int:
    page.put(row, 0, title, "heading rule")
    page.fill(row, 1, 1, "heading rule")
    page.heights[row] = 24
    return row + 1


def _provenance(context: Context) -> list[tuple[str, Content]]:
    inputs, rubric, portfolio = context.inputs, context.rubric, context.portfolio
    source: Content = name(rubric.source.title)
    if source and web_address(rubric.source.address):
        source = Link(str(source), rubric.source.address)
    reviewers = sorted({name(standing.reviewer) for standing in portfolio if standing.review}, key=str.casefold)
    finished = sum(standing.finished for standing in portfolio)
    begun = sum(bool(standing.review) for standing in portfolio)
    others = sum(max(0, standing.reviews - 1) for standing in portfolio)
    found: list[tuple[str, Content]] = [
        ("Guideline", f"{rubric_line(rubric)}; issuer: {name(rubric.issuer)}; status: {rubric.status.value}"),
        ("Source", source),
        ("Address", rubric.source.address),
        ("What it is not", name(rubric.disclaimer)),
        ("Licence of our paraphrase", rubric.licence),
        ("Rubric digest (SHA-256)", rubric.digest),
        ("Rule", name(rubric.rule.note)),
        (
            "Programs",
            f"{len(portfolio)}; with a review: {begun}; finished: {finished}; other reviews left out: {others}",
        ),
        ("Reviewers", ", ".join(reviewers)),
        ("Ratings digest (SHA-256)", portfolio.digest),
        ("Made", f"{naive_utc(inputs.generated).isoformat(sep=' ')} UTC, standards workbench {inputs.tool_version}"),
        ("Workbook code", inputs.identity.code),
    ]
    return [(label, content) for label, content in found if content]
