"""Panels: several people judge one program independently, then settle and decide."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from standards.errors import NotReady, NotRevealed, RefusedRating, UnknownName
from standards.record import Record
from standards.results import PanelView, Report, Seat
from standards.reviews.history import ReviewState
from standards.reviews.model import Absence, FindingKind, Rating
from standards.reviews.panel import (
    ConflictKind,
    Consensus,
    Decision,
    Declaration,
    Dissent,
    Member,
    Method,
    Outcome,
    Panel,
    PanelLine,
    Remark,
    Role,
)
from standards.reviews.panel_history import PanelState
from standards.reviews.settling import differences, distance
from standards.scoring import recommend, score
from standards.workbench.desk import new_id, now
from standards.workbench.many import Many

__all__ = ["Panels"]

Said = TypeVar("Said", bound=Record)


class Panels(Many):
    """What a panel and its chair do. Everything is a line of history, and nothing is ever overwritten."""

    def panels(self) -> tuple[PanelState, ...]:
        """Every panel that whoever works here sits on."""
        found = (self._panel(one.id) for one in self._store.panels())
        return tuple(panel for panel in found if self.reviewer in panel.members)

    def convene(
        self,
        program: str,
        rubric: str,
        title: str = "",
        *,
        method: Method | str = Method.MEDIAN_LOW,
        calibration: bool = False,
    ) -> Panel:
        """Convene a panel on a program, pinned to it and to the rubric as they are now. Whoever convenes it chairs.

        Args:
            method: how ratings that differ become a proposal; written down before anyone rates.
            calibration: a keyed sample to practise on, left out of every result.
        """
        chosen, judged = self.rubric(rubric), self.program(program)
        new = Panel(
            id=new_id(),
            title=title or f"{judged.title}: {chosen.title}",
            program_id=judged.id,
            program_digest=self._store.pin("program", judged.id, judged),
            rubric_id=chosen.id,
            rubric_version=chosen.version,
            rubric_digest=self._store.pin("rubric", chosen.name, chosen),
            method=Method(method),
            calibration=calibration,
            convened_by=self.reviewer,
            convened=now(),
        )
        self._store.add_panel(new)
        self._line(new.id, "member", member=Member(name=self.reviewer, role=Role.CHAIR))
        return new

    def seat(
        self,
        panel_id: str,
        name: str,
        role: Role | str = Role.REVIEWER,
        *,
        domains: Iterable[str] = (),
        rates: bool | None = None,
    ) -> Member:
        """Give someone a seat; a reviewer gets a review of their own.

        Args:
            domains: domains to rate; all of them where empty.
            rates: whether a chair rates as well; reviewers do, observers never.

        Raises:
            UnknownName: no such domain.
            RefusedRating: not the chair, or the person has a seat that already rates.
        """
        panel = self._chaired(panel_id)
        wanted = tuple(domains)
        known = [domain.id for domain in panel.rubric.domains]
        for domain in wanted:
            if domain not in known:
                raise UnknownName("domain", domain, known)
        sits = panel.members.get(name)
        role = Role(role)
        rating = role is Role.REVIEWER if rates is None else rates and role is not Role.OBSERVER
        review = sits.review if sits else ""
        if review and (not rating or wanted != (sits.domains if sits else ())):
            raise RefusedRating(f"{name} has a review on this panel already; it stays as it was assigned.")
        if rating and not review:
            review = self._begin(panel.rubric, panel.program, name, panel_id, wanted).id
        return _kept(self._line(panel_id, "member", member=Member(name=name, role=role, domains=wanted, review=review)))

    def declare(
        self,
        panel_id: str,
        member: str,
        kind: ConflictKind | str,
        outcome: Outcome | str = Outcome.NONE,
        *,
        period: str = "",
        details: str = "",
        decided_by: str = "",
    ) -> Declaration:
        """Record what stands between a member and the program, and what was decided about it.

        Someone who is recused rates nothing from then on: every criterion of their review becomes “recused”, which is
        a state of its own and no missing rating.

        Raises:
            RefusedRating: said about someone else by someone who does not chair; a conflict without details.
        """
        panel = self._sitting(panel_id)
        if member not in panel.members:
            raise UnknownName("member", member, panel.members)
        if self.reviewer not in (member, *panel.chairs):
            raise RefusedRating(f"Only {member} or the chair declares for {member}.")
        said = _checked(
            Declaration,
            member=member,
            kind=kind,
            outcome=outcome,
            period=period,
            details=details,
            decided_by=decided_by or self.reviewer,
        )
        if said.outcome is Outcome.RECUSE and panel.members[member].review:
            self._step_aside(self._state(panel.members[member].review), said)
        self._line(panel_id, "declaration", declaration=said)
        return said

    def _step_aside(self, state: ReviewState, said: Declaration) -> None:
        for criterion in state.asked:
            aside = Rating(criterion=criterion.id, absence=Absence.RECUSED, reason=said.details)
            state = self._append(state, "rating", None, "declaration", None, rating=aside).state

    def set_key(self, panel_id: str, key: Mapping[str, str]) -> None:
        """Give a calibration sample its known levels, by criterion.

        Raises:
            RefusedRating: not the chair, or not a calibration round.
            UnknownName: no such criterion or level.
        """
        panel = self._chaired(panel_id)
        if not panel.panel.calibration:
            raise RefusedRating("Only a calibration round has a key.")
        for name, level in key.items():
            if name not in panel.rubric.by_id:
                raise UnknownName("criterion", name, panel.rubric.by_id)
            keys = panel.rubric.scale_of(panel.rubric.by_id[name]).keys
            if level not in keys:
                raise UnknownName("level", level, keys)
        self._line(panel_id, "key", key=dict(key))

    def panel(self, panel_id: str) -> PanelView:
        """A panel as whoever works here may see it: seats and progress always, ratings once they are revealed.

        Raises:
            NotRevealed: for members only.
        """
        panel = self._sitting(panel_id)
        states = {name: self._state(review) for name, review in panel.reviews.items()}
        seats = tuple(self._seat(panel, name) for name in panel.members)
        if not self._revealed(panel, states):
            return PanelView(panel, seats, revealed=False)
        ratings = {name: state.ratings for name, state in states.items()}
        found = differences(panel.rubric, ratings, {name: panel.members[name].domains for name in ratings})
        held = self._held(panel, {one.criterion.id: dict(one.ratings) for one in found if one.alike})
        return PanelView(
            panel,
            seats,
            revealed=True,
            differences=found,
            ratings=held,
            card=score(panel.rubric, held),
            recommendation=recommend(panel.rubric, held),
            distances={name: distance(panel.rubric, one, panel.key) for name, one in ratings.items()}
            if panel.key
            else {},
        )

    def remark(self, panel_id: str, criterion: str, text: str) -> PanelLine:
        """Say something about a criterion in the discussion; it stays."""
        panel = self._settling(panel_id, criterion)
        return self._line(panel.panel.id, "remark", remark=_checked(Remark, criterion=criterion, text=text))

    def settle(
        self,
        panel_id: str,
        criterion: str,
        level: str | None = None,
        *,
        reason: str,
        absence: Absence | str | None = None,
        participants: Iterable[str] = (),
        method: Method | str | None = None,
        finding: FindingKind | str | None = None,
        action: str = "",
    ) -> Consensus:
        """Record what the panel settles on for a criterion. The ratings stay as they are.

        Args:
            participants: who took part; everyone who rated by default.

        Raises:
            RefusedRating: not the chair, no reason, a level that the scale does not have, someone recused took part.
            NotRevealed: not everyone has handed in.
        """
        panel = self._settling(panel_id, criterion, chair=True)
        keys = panel.rubric.scale_of(panel.rubric.by_id[criterion]).keys
        if level is not None and level not in keys:
            raise UnknownName("level", level, keys)
        took_part = tuple(participants) or tuple(panel.reviews)
        if aside := sorted(panel.recused & set(took_part)):
            raise RefusedRating(f"{', '.join(aside)} stepped aside and cannot take part in settling.")
        if unknown := [name for name in took_part if name not in panel.members]:
            raise UnknownName("member", unknown[0], panel.members)
        said = _checked(
            Consensus,
            criterion=criterion,
            level=level,
            absence=absence,
            reason=reason,
            method=method or panel.panel.method,
            participants=took_part,
            finding=finding,
            action=action,
        )
        self._line(panel_id, "consensus", consensus=said)
        return said

    def dissent(self, panel_id: str, criterion: str, reason: str, level: str | None = None) -> Dissent:
        """Keep a dissent from the consensus on a criterion, in one's own name."""
        panel = self._settling(panel_id, criterion)
        if panel.consensus(criterion) is None:
            raise RefusedRating(f"The panel has not settled on {criterion} yet; there is nothing to dissent from.")
        said = _checked(Dissent, criterion=criterion, member=self.reviewer, level=level, reason=reason)
        self._line(panel_id, "dissent", dissent=said)
        return said

    def decide(
        self, panel_id: str, outcome: str, *, reason: str, names: Iterable[str] = (), dissent: Iterable[str] = ()
    ) -> Decision:
        """Record what people decided about the program, beside what the rule recommends. A later one replaces it.

        Raises:
            NotReady: criteria on which the reviewers differ are not settled.
            UnknownName: the rubric's rule has no such outcome.
        """
        panel = self._chaired(panel_id)
        view = self.panel(panel_id)
        if not view.revealed:
            raise NotRevealed("Not everyone has handed in; the panel cannot decide yet.")
        if view.open:
            raise NotReady([f"{len(view.open)} criteria are not settled: {', '.join(view.open[:12])}."])
        keys = [one.key for one in panel.rubric.rule.outcomes]
        if outcome not in keys:
            raise UnknownName("outcome", outcome, keys)
        advice = view.recommendation.outcome if view.recommendation else None
        said = _checked(
            Decision,
            outcome=outcome,
            recommended=advice.key if advice else "",
            reason=reason,
            names=tuple(names) or tuple(panel.reviews),
            dissent=tuple(dissent),
            reconsiders=panel.decisions[-1].seq if panel.decisions else None,
        )
        self._line(panel_id, "decision", decision=said)
        return said

    def panel_report(self, panel_id: str, path: Path | str | None = None) -> Report:
        """The gap report of what the panel settled on, with a sheet of who rated what and where they differed.

        Raises:
            NotRevealed: not everyone has handed in.
        """
        from standards import __version__
        from standards.workbench.panel_report import panel_input
        from standards.workbooks.gap_report import file_name, gap_report_bytes

        view = self.panel(panel_id)
        if not view.revealed:
            raise NotRevealed("Not everyone has handed in; there is nothing to report yet.")
        states = {name: self._state(review) for name, review in view.state.reviews.items()}
        inputs = panel_input(view, states, now(), __version__)
        return self._issue("panel report", panel_id, file_name(inputs), gap_report_bytes(inputs), path)

    # -- plumbing ---------------------------------------------------------------------------

    def _sitting(self, panel_id: str) -> PanelState:
        panel = self._panel(panel_id)
        if self.reviewer not in panel.members:
            raise NotRevealed(f"This panel is for its members; {self.reviewer} is none of them.")
        return panel

    def _chaired(self, panel_id: str) -> PanelState:
        panel = self._sitting(panel_id)
        if self.reviewer not in panel.chairs:
            raise RefusedRating(f"Only the chair does that: {', '.join(panel.chairs)}.")
        return panel

    def _settling(self, panel_id: str, criterion: str, *, chair: bool = False) -> PanelState:
        panel = self._chaired(panel_id) if chair else self._sitting(panel_id)
        if self.reviewer in panel.recused:
            raise RefusedRating("You have stepped aside for this program and take no part in settling.")
        if criterion not in panel.rubric.by_id:
            raise UnknownName("criterion", criterion, panel.rubric.by_id)
        if not self._revealed(panel, {name: self._state(review) for name, review in panel.reviews.items()}):
            raise NotRevealed("Not everyone has handed in; nothing is discussed before that.")
        return panel

    def _revealed(self, panel: PanelState, states: Mapping[str, ReviewState]) -> bool:
        """All who rate have handed in, and whoever works here has not stepped aside."""
        done = bool(states) and all(state.finished for state in states.values())
        return done and self.reviewer not in panel.recused

    def _seat(self, panel: PanelState, name: str) -> Seat:
        member = panel.members[name]
        state = self._state(member.review) if member.review else None
        summary = self._summary(state) if state else None
        return Seat(
            member=member,
            declaration=panel.declarations.get(name),
            rated=summary.rated if summary else 0,
            criteria=summary.criteria if summary else 0,
            handed_in=bool(state and state.finished),
            recused=name in panel.recused,
        )

    @staticmethod
    def _held(panel: PanelState, alike: Mapping[str, Mapping[str, Rating | None]]) -> dict[str, Rating]:
        """What stands for the panel: its consensus, or what all of them said alike."""
        agreed = {
            name: next(one for one in given.values() if one) for name, given in alike.items() if any(given.values())
        }
        return {**agreed, **panel.settled_ratings()}

    def _line(self, panel_id: str, kind: str, **content: Any) -> PanelLine:
        fields = {"seq": 0, "client_id": secrets.token_hex(8), "kind": kind, "by": self.reviewer, "at": now()}
        return self._store.append_line(panel_id, PanelLine.model_validate({**fields, **content}))


def _kept(line: PanelLine) -> Member:
    assert line.member is not None
    return line.member


def _checked(model: type[Said], **fields: object) -> Said:
    """The record, or a sentence that says what is missing."""
    try:
        return model.model_validate(fields)
    except ValidationError as problem:
        said = [str(error["msg"]).removeprefix("Value error, ") for error in problem.errors()]
        text = "; ".join(said)
        raise RefusedRating(f"{text[0].upper()}{text[1:]}.") from None
