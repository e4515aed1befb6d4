"""The first page: reviews to go on with, programs and rubrics to start from, and what is broken."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from standards.errors import Finding, RefusedRating
from standards.pages.base import failure, link
from standards.pages.message import Reply
from standards.pages.scoring import scorecard
from standards.programs.library import ProgramList
from standards.results import ReviewSummary
from standards.rubrics.library import RubricList
from standards.serve.visitor import visitor
from standards.workbench import Workbench
from standards.workbench.reviewing import EXAMPLE_PROGRAM, EXAMPLE_RUBRIC

if TYPE_CHECKING:
    import ipywidgets

__all__ = ["HomePage", "page"]

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class _Start(BaseModel):
    """Begin a review."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    op: Literal["start"]
    program: Name
    rubric: Name


class _Open(BaseModel):
    """Show a review below, where there are no pages to go to (JupyterLab)."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    op: Literal["open"]
    review: Name


class _Refresh(BaseModel):
    """Read everything again."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    op: Literal["refresh"]


_MESSAGE: TypeAdapter[_Start | _Open | _Refresh] = TypeAdapter(
    Annotated[_Start | _Open | _Refresh, Field(discriminator="op")]
)


class HomePage:
    """Answers what the first page says. Knows no widget.

    Args:
        bench: a workbench that works for the reviewer; only their reviews are listed.
        show: shows a review in place, given its id.
        opens: what that shows, in words.
    """

    def __init__(
        self, bench: Workbench, show: Callable[[str], None] = lambda _: None, opens: str = "scorecard"
    ) -> None:
        self._bench = bench
        self._show = show
        self._opens = opens
        self._lock = threading.RLock()

    def contents(self) -> dict[str, Any]:
        """What the page lists. A store that cannot be read is said on the page; the rest still shows."""
        bench = self._bench
        rubrics, programs = bench.rubrics(), bench.programs()
        reviews, trouble = self._reviews()
        return {
            "reviewer": bench.reviewer,
            "trouble": trouble,
            "reviews": [_review(one) for one in reviews],
            "programs": [
                {
                    "id": one.id,
                    "title": one.title,
                    "provider": one.provider,
                    "summary": one.summary,
                    "as_of": one.as_of.isoformat() if one.as_of else "",
                    "facts": one.facts,
                    "notice": one.notice,
                }
                for one in programs
                if one.usable
            ],
            "rubrics": [
                {
                    "name": one.name,
                    "title": one.title,
                    "version": one.version,
                    "status": one.status.value if one.status else "",
                    "issuer": one.issuer,
                    "summary": one.summary,
                    "disclaimer": one.disclaimer,
                    "criteria": one.criteria,
                    "origin": one.origin,
                }
                for one in rubrics
                if one.usable
            ],
            "broken": [
                {"file": f"{one.origin}: {one.path.parent.name}/{one.path.name}", "findings": _findings(one.findings)}
                for one in rubrics
                if one.findings
            ]
            + [
                {"file": f"program: {one.path.name}", "findings": _findings(one.findings)}
                for one in programs
                if one.findings
            ],
            "example": _example(rubrics, programs, reviews),
        }

    def handle(self, message: Mapping[str, Any]) -> list[Reply]:
        """Answer one message of the browser. Whatever goes wrong becomes a reply."""
        try:
            with self._lock:
                return [self._answer(message)]
        except ValidationError:
            return [failure(RefusedRating("Choose a program and a guideline first."), message)]
        except Exception as problem:  # noqa: BLE001  # a widget's callback has nobody above it who would show it
            return [failure(problem, message)]

    def _answer(self, message: Mapping[str, Any]) -> Reply:
        match _MESSAGE.validate_python(message):
            case _Start(program=program, rubric=rubric):
                return Reply({"op": "started", "review": self._bench.start_review(program, rubric).id})
            case _Open(review=review):
                if self._bench.review(review).review.reviewer != self._bench.reviewer:
                    raise RefusedRating("This review belongs to someone else.")
                self._show(review)
                return Reply({"op": "opened", "review": review, "what": self._opens})
            case _Refresh():
                return Reply({"op": "contents", **self.contents()})

    def _reviews(self) -> tuple[tuple[ReviewSummary, ...], str]:
        try:
            return self._bench.reviews(self._bench.reviewer), ""
        except Exception as problem:  # noqa: BLE001  # the page is where this is said
            return (), str(failure(problem, {"op": "reviews"}).content["text"])


def _example(rubrics: RubricList, programs: ProgramList, reviews: tuple[ReviewSummary, ...]) -> dict[str, str] | None:
    """The example for whoever has rated nothing yet, with its review where it was begun already."""
    program = next((one for one in programs if one.id == EXAMPLE_PROGRAM and one.usable), None)
    rubric = next((one for one in rubrics if one.name == EXAMPLE_RUBRIC and one.usable), None)
    if program is None or rubric is None or any(one.rated for one in reviews):
        return None
    begun = (one.id for one in reviews if (one.program_id, one.rubric_name) == (program.id, rubric.name))
    return {
        "program": program.id,
        "rubric": rubric.name,
        "program_title": program.title,
        "rubric_title": rubric.title,
        "review": next(begun, ""),
    }


def _review(one: ReviewSummary) -> dict[str, Any]:
    return {
        "id": one.id,
        "program": one.program_title,
        "rubric": one.rubric_title,
        "version": one.rubric_name.rpartition("/")[2],
        "changed": one.changed.isoformat(),
        "rated": one.rated,
        "criteria": one.criteria,
        "finished": one.finished,
    }


def _findings(findings: tuple[Finding, ...]) -> list[dict[str, Any]]:
    return [
        {
            "where": one.where,
            "line": one.line,
            "message": one.message,
            "hint": one.hint,
            "code": one.code,
            "severity": one.severity,
        }
        for one in findings
    ]


def page(
    bench: Workbench | None = None,
    notice: tuple[str, str] | None = None,
    opens: Callable[[Workbench, str], ipywidgets.Widget] = scorecard,
) -> ipywidgets.Widget:
    """What the home notebook shows. In JupyterLab a chosen review opens below.

    Args:
        notice: a title and a sentence to begin with.
        opens: what a chosen review is opened with.
    """
    import ipywidgets

    from standards.widgets.home import Home

    bench = bench or Workbench.find(reviewer=visitor().name)
    below = ipywidgets.VBox()

    def show(review_id: str) -> None:
        below.children = [opens(bench, review_id)]

    model = HomePage(bench, show, opens.__name__.replace("_", " "))
    home = Home({**model.contents(), "notice": notice})
    link(home, model)
    return ipywidgets.VBox([home, below])
