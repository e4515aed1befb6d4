"""How well one colour stands out from another, as WCAG 2.2 counts it. Colours are six hexadecimal digits."""

from __future__ import annotations

__all__ = ["contrast", "mixed"]


def contrast(one: str, other: str) -> float:
    """Between two colours, from 1 to 21."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def mixed(colour: str, share: float) -> str:
    """The colour when it covers a share of a white ground, as a hatched bar does."""
    return "".join(f"{round(share * part + (1 - share) * 255):02X}" for part in bytes.fromhex(colour))


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in bytes.fromhex(colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
