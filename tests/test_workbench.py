"""The door, on a real workspace with a real SQLite file."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

import standards
from standards import Workbench
from standards.errors import NotReady, RefusedRating, ReviewClosed, StandardsError, UnknownName, WorkbookRefused
from standards.programs.model import Evidence
from standards.rubrics.files import dump
from tests.making import outcome, rubric

OU = "open-university-microcredential"


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return Workbench(tmp_path, reviewer="ana")


@pytest.fixture
def review(bench: Workbench) -> str:
    return bench.start_review(OU, "cmf").id


def rate_all(bench: Workbench, review: str, level: str = "met") -> None:
    for criterion in bench.review(review).rubric.criteria:
        bench.rate(review, criterion.id, level, rationale="Seen.")


def test_the_face_and_all_agree() -> None:
    assert all(getattr(standards, name) for name in standards.__all__)


def test_a_program_is_scored_from_start_to_report(bench: Workbench, review: str, tmp_path: Path) -> None:
    rate_all(bench, review)
    bench.rate(review, "M1", "partly", rationale="156 h are published, 150 h follow from the credits.", evidence=["E1"])
    assert bench.score(review).overall.text == "95.5 %"  # 10.5 of 11
    (gap,) = bench.gaps(review)
    assert (gap.criterion, gap.severity) == ("M1", "major")
    assert "Raising M1 from Partly shown to Met alone" in " ".join(flip.words for flip in bench.recommend(review).flips)
    assert [p.status for p in bench.probes(review) if p.criterion == "M1"] == ["dispute"]
    report = bench.report(review, tmp_path)
    assert (tmp_path / report.name).read_bytes() == report.data


def test_a_review_stays_as_it_was_scored_when_the_rubric_file_changes(tmp_path: Path) -> None:
    path = tmp_path / "rubrics/made/1.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(dump(rubric([{"id": "A1"}], [outcome("good", "all(essential) >= met"), outcome("bad")])))
    bench = Workbench(tmp_path, reviewer="ana")
    review = bench.start_review(OU, "made").id
    bench.rate(review, "A1", "partly")
    before = bench.score(review), bench.recommend(review)
    path.write_text(dump(rubric([{"id": "A1", "weight": 3}, {"id": "A2"}])))
    again = Workbench(tmp_path, reviewer="ana")
    assert (again.score(review), again.recommend(review)) == before
    path.unlink()
    assert len(Workbench(tmp_path).review(review).rubric.criteria) == 1


def test_a_second_workbench_sees_what_the_first_wrote(bench: Workbench, review: str) -> None:
    other = Workbench(bench.folder, reviewer="ana")
    first = bench.rate(review, "M1", "met").entry
    assert other.review(review).ratings["M1"].level == "met"
    other.rate(review, "M2", "partly")
    assert [entry.rating.criterion for entry in bench.news(review, first.seq) if entry.rating] == ["M2"]


def test_a_rating_sent_twice_is_stored_once(bench: Workbench, review: str) -> None:
    first = bench.rate(review, "M1", "met", client_id="x")
    again = bench.rate(review, "M1", "met", client_id="x")
    assert again.entry.seq == first.entry.seq
    assert len(bench.review(review).history_of("M1")) == 1


def test_a_stale_tab_cannot_overwrite_and_its_rating_is_kept_aside(bench: Workbench, review: str) -> None:
    seen = bench.review(review).last_seq
    bench.rate(review, "M1", "met", session="one", based_on=seen)
    late = bench.rate(review, "M1", "not_met", session="two", based_on=seen)
    assert late.conflict
    assert late.state.ratings["M1"].level == "met"
    assert [entry.rating.level for entry in late.state.conflicts if entry.rating] == ["not_met"]
    mine = bench.rate(review, "M1", "not_met", session="two", based_on=late.state.last_seq)
    assert not mine.conflict
    assert mine.state.ratings["M1"].level == "not_met"


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ({"criterion": "M99", "level": "met"}, UnknownName, "There is no criterion “M99”. Did you mean"),
        ({"criterion": "M1", "level": "mett"}, UnknownName, "There is no level “mett”. Did you mean met"),
        ({"criterion": "M1", "level": "met", "evidence": ["E77"]}, UnknownName, "There is no evidence “E77”"),
        ({"criterion": "M1"}, RefusedRating, "either a level or an absence"),
        ({"criterion": "M1", "level": "met", "absence": "recused"}, RefusedRating, "either a level or an absence"),
        ({"criterion": "M1", "absence": "not applicable"}, RefusedRating, "needs a reason"),
        ({"criterion": "M1", "level": "met", "confidence": "huge"}, RefusedRating, "low"),
    ],
)
def test_what_the_rubric_does_not_allow_is_refused_and_nothing_stored(
    bench: Workbench, review: str, given: dict, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        bench.rate(review, **given)
    assert bench.review(review).entries == ()


def test_not_applicable_follows_the_policy(tmp_path: Path) -> None:
    path = tmp_path / "rubrics/made/1.yaml"
    path.parent.mkdir(parents=True)
    made = rubric([{"id": "A1", "not_applicable": "not allowed"}, {"id": "A2", "not_applicable": "with approval"}])
    path.write_text(dump(made))
    bench = Workbench(tmp_path, reviewer="ana")
    review = bench.start_review(OU, "made").id
    with pytest.raises(RefusedRating, match="cannot be set aside"):
        bench.rate(review, "A1", absence="not applicable", reason="so")
    with pytest.raises(RefusedRating, match="say who accepted"):
        bench.rate(review, "A2", absence="not applicable", reason="so")
    bench.rate(review, "A2", absence="not applicable", reason="so", accepted_by="Chair")
    assert bench.score(review).overall.applicable == 1


def test_what_does_not_apply_is_set_aside_with_its_reason_when_the_review_begins(tmp_path: Path) -> None:
    path = tmp_path / "rubrics/made/1.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(dump(rubric([{"id": "A1", "applies_to": {"delivery": ["onsite"]}}, {"id": "A2"}])))
    bench = Workbench(tmp_path, reviewer="ana")
    delivery = bench.program(OU).delivery
    assert delivery
    rating = bench.review(bench.start_review(OU, "made").id).ratings["A1"]
    assert rating.reason == f"Applies to programs delivered onsite; this program: {delivery}."


def test_undo_takes_back_and_the_history_keeps_all(bench: Workbench, review: str) -> None:
    bench.rate(review, "M1", "met", rationale="first")
    bench.rate(review, "M1", "partly", rationale="second")
    assert bench.undo(review) is not None
    assert bench.review(review).ratings["M1"].rationale == "first"
    assert bench.undo(review) is not None
    assert bench.recommend(review).open_criteria[0] == "M1"
    assert bench.undo(review) is None
    assert len(bench.review(review).history_of("M1")) == 4


def test_finish_needs_everything_rated_and_freezes_until_reopened_with_a_reason(bench: Workbench, review: str) -> None:
    bench.rate(review, "M1", "met")
    with pytest.raises(NotReady, match="10 not yet rated: M2, M3"):
        bench.finish(review)
    rate_all(bench, review)
    bench.finish(review)
    with pytest.raises(ReviewClosed, match="Reopen it"):
        bench.rate(review, "M1", "partly")
    with pytest.raises(RefusedRating, match="Say why"):
        bench.reopen(review, "  ")
    bench.reopen(review, "The provider sent a transcript.")
    bench.rate(review, "M1", "partly")
    assert [entry.kind for entry in bench.review(review).entries][-3:] == ["finished", "reopened", "rating"]


def test_evidence_can_be_added_and_cited_and_a_taken_id_gets_the_next_number(bench: Workbench, review: str) -> None:
    first = bench.add_evidence(review, Evidence(id="R1", title="Call with registry"))
    second = bench.add_evidence(review, Evidence(id="R1", title="Second call"))
    assert first.entry.evidence is not None
    assert second.entry.evidence is not None
    assert [first.entry.evidence.id, second.entry.evidence.id] == ["R1", "R2"]
    bench.rate(review, "M1", "met", evidence=["E1", "R2"])
    assert bench.review(review).evidence["R2"].title == "Second call"


def test_unknown_names_are_answered_with_the_nearest(bench: Workbench) -> None:
    with pytest.raises(UnknownName, match=OU):
        bench.start_review("open-universty", "cmf")
    with pytest.raises(UnknownName, match="cmf"):
        bench.start_review(OU, "cfm")
    with pytest.raises(UnknownName, match="There are none yet"):
        bench.review("nothing")


def test_the_example_is_begun_once(bench: Workbench) -> None:
    assert bench.ensure_example() is not None
    assert bench.ensure_example() is None
    (summary,) = bench.reviews()
    assert (summary.program_id, summary.rubric_name, summary.rated, summary.criteria) == (OU, "cmf/2019", 0, 11)


def test_threads_share_a_workbench_without_losing_a_line(bench: Workbench, review: str) -> None:
    names = [criterion.id for criterion in bench.review(review).rubric.criteria]
    threads = [
        threading.Thread(target=lambda name=name: [bench.rate(review, name, "met") for _ in range(5)])  # type: ignore[misc]
        for name in names
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(bench.review(review).entries) == 5 * len(names)
    assert Workbench(bench.folder).score(review).overall.rated == len(names)


def test_a_kill_in_the_middle_loses_no_acknowledged_rating(bench: Workbench, review: str) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom standards import Workbench\n"
        "bench = Workbench(Path(sys.argv[1]), reviewer='ana')\n"
        "while True:\n"
        "    for n in range(1, 12):\n"
        "        print(bench.rate(sys.argv[2], f'M{n}', 'met').entry.seq, flush=True)\n"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", code, str(bench.folder), review], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    acknowledged = [int(writer.stdout.readline()) for _ in range(40)]
    writer.kill()
    acknowledged += [int(line) for line in writer.communicate()[0].split()]
    kept = {entry.seq for entry in bench.review(review).entries}
    assert kept >= set(acknowledged)


def test_a_report_that_cannot_be_written_says_so(bench: Workbench, review: str, tmp_path: Path) -> None:
    with pytest.raises(StandardsError, match="cannot be written"):
        bench.report(review, tmp_path / "nowhere" / "report.xlsx")


def test_lists_become_tables(bench: Workbench, review: str) -> None:
    assert list(bench.reviews().to_frame().index) == [review]
    assert "cmf/2019" in bench.rubrics().to_frame().index
    assert OU in bench.programs().to_frame().index
    for shown in (bench.rubrics(), bench.programs(), bench.reviews(), bench.recommend(review), bench.gaps(review)):
        assert shown._repr_html_().startswith("<")


# -- many programs ---------------------------------------------------------------------------


def test_a_portfolio_takes_the_finished_review_of_each_program_and_says_how_many_there_are(tmp_path: Path) -> None:
    ana, ben = Workbench(tmp_path, reviewer="ana"), Workbench(tmp_path, reviewer="ben")
    done = ana.start_review(OU, "cmf/2019").id
    for criterion in ana.review(done).rubric.criteria:
        ana.rate(done, criterion.id, "met")
    ana.finish(done)
    later = ben.start_review(OU, "cmf/2019").id
    ben.rate(later, "M1", "not_met", rationale="Later, but not finished.")
    found = ana.portfolio("cmf")
    (standing,) = found.standings
    assert (standing.review, standing.reviewer, standing.finished, standing.reviews) == (done, "ana", True, 2)
    everybody = ana.portfolio("cmf", unreviewed=True)
    assert len(everybody) == len([one for one in ana.programs() if one.usable])
    assert [one.share for one in everybody.standings if not one.review] == [None] * (len(everybody) - 1)


def test_a_portfolio_leaves_as_a_workbook_or_as_long_data(tmp_path: Path) -> None:
    bench = Workbench(tmp_path, reviewer="ana")
    review = bench.start_review(OU, "cmf/2019").id
    bench.rate(review, "M1", "met")
    book = bench.portfolio_file("cmf", tmp_path / "all.xlsx")
    assert bench.verify(tmp_path / "all.xlsx").issued
    assert book.data[:2] == b"PK"
    lines = bench.portfolio_file("cmf", form="csv").data.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 11
    with pytest.raises(WorkbookRefused, match="portfolio"):
        bench.returned(book.data)
