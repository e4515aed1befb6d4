"""Charts as SVG from pure functions, each with its twins in words and as a table.

The same strings serve pages, reports and the documentation. Colours are custom properties with a fallback, so a
page can put its own palette underneath; nothing here needs a script, a font or another host.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape

from standards.rounding import percent

__all__ = ["Bar", "domain_bars", "domain_table", "domain_words"]

_WIDTH = 340
_ROW = 46
_TOP = 4
_FOOT = 22


@dataclass(frozen=True, slots=True)
class Bar:
    """One domain: its score beside what it is expected to reach."""

    title: str
    value: Fraction | None
    """Share of the attainable points, 0 to 1; None while nothing is rated."""
    target: Fraction | None = None
    """The share with every criterion at its target, 0 to 1; None where there is none."""

    @property
    def text(self) -> str:
        """The score as it is shown."""
        return "–" if self.value is None else percent(self.value)

    @property
    def target_text(self) -> str:
        """The target as it is shown."""
        return "–" if self.target is None else percent(self.target)

    @property
    def reached(self) -> bool:
        """Whether the score is at the target or above."""
        return self.value is not None and self.target is not None and self.value >= self.target


def domain_bars(bars: Sequence[Bar]) -> str:
    """Horizontal bars, score against target, on one axis from 0 to 100 %.

    Symbols say what the colours say: ✓ at the target, △ below it.
    """
    height = _TOP + _ROW * len(bars) + _FOOT
    rows = "".join(_row(bar, _TOP + _ROW * position) for position, bar in enumerate(bars))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {_WIDTH} {height}" '
        f'aria-label="{escape(domain_words(bars))}" font-family="inherit" font-size="14">{rows}{_legend(height)}</svg>'
    )


def domain_words(bars: Sequence[Bar]) -> str:
    """The chart in words: what a screen reader says, and what stands under a printed chart."""
    rated = [bar for bar in bars if bar.value is not None]
    if not rated:
        return "Score against target by domain: nothing is rated yet."
    reached = sum(bar.reached for bar in rated)
    each = "; ".join(f"{bar.title} {bar.text}, target {bar.target_text}" for bar in rated)
    waiting = len(bars) - len(rated)
    tail = f" {waiting} without a rating." if waiting else ""
    return f"Score against target by domain: {reached} of {len(rated)} at the target. {each}.{tail}"


def domain_table(bars: Sequence[Bar]) -> str:
    """The same figures as an HTML table."""
    rows = "".join(
        f"<tr><th scope='row'>{escape(bar.title)}</th><td>{bar.text}</td><td>{bar.target_text}</td></tr>"
        for bar in bars
    )
    head = "<tr><th scope='col'>Domain</th><th scope='col'>Score</th><th scope='col'>Target</th></tr>"
    return f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"


def _row(bar: Bar, y: int) -> str:
    symbol = "" if bar.value is None or bar.target is None else "✓ " if bar.reached else "△ "
    figure = f"{symbol}{bar.text}"
    title = bar.title if len(bar.title) <= 38 else f"{bar.title[:36]}…"
    color = "var(--wb-edge-blue, #0072b2)" if bar.reached or bar.target is None else "var(--wb-edge-amber, #b37400)"
    track = y + 21
    parts = [
        f'<text x="0" y="{y + 14}" fill="currentColor">{escape(title)}</text>',
        f'<text x="{_WIDTH}" y="{y + 14}" text-anchor="end" font-weight="600" fill="currentColor">{figure}</text>',
        f'<rect x="0" y="{track}" width="{_WIDTH}" height="11" rx="3" fill="var(--wb-tint-grey, #e4e9ee)"/>',
    ]
    if bar.value:
        parts.append(f'<rect x="0" y="{track}" width="{_x(bar.value)}" height="11" rx="3" fill="{color}"/>')
    if bar.target is not None:
        x = min(_x(bar.target), _WIDTH - 1)
        parts.append(f'<path d="M{x} {track - 3}v17" stroke="currentColor" stroke-width="2"/>')
    return "".join(parts)


def _legend(height: int) -> str:
    y = height - 6
    return (
        f'<path d="M1 {y - 10}v13" stroke="currentColor" stroke-width="2"/>'
        f'<text x="8" y="{y}" fill="currentColor" font-size="13">target, every criterion at its level</text>'
    )


def _x(share: Fraction) -> float:
    return round(float(share) * _WIDTH, 1)
