"""A rubric in another language, for reading. Reviews stay pinned to the original."""

from __future__ import annotations

from standards.errors import UnknownName
from standards.rubrics.model import Criterion, Domain, Rubric, Scale, Translation

__all__ = ["translated"]


def translated(rubric: Rubric, language: str) -> Rubric:
    """The rubric with its texts in a language; what has no translation stays in the original.

    Raises:
        UnknownName: the rubric has no texts in that language.
    """
    if language == rubric.language:
        return rubric
    texts = rubric.translations.get(language)
    if texts is None:
        raise UnknownName("translation", language, [rubric.language, *rubric.translations])
    return rubric.revised(
        language=language,
        title=texts.title or rubric.title,
        disclaimer=texts.disclaimer or rubric.disclaimer,
        scales={name: _scale(scale, texts) for name, scale in rubric.scales.items()},
        domains=tuple(_domain(domain, texts) for domain in rubric.domains),
    )


def _scale(scale: Scale, texts: Translation) -> Scale:
    levels = tuple(level.revised(label=texts.levels.get(level.key, level.label)) for level in scale.levels)
    return scale.revised(levels=levels)


def _domain(domain: Domain, texts: Translation) -> Domain:
    criteria = tuple(_criterion(criterion, texts) for criterion in domain.criteria)
    return domain.revised(title=texts.domains.get(domain.id, domain.title), criteria=criteria)


def _criterion(criterion: Criterion, texts: Translation) -> Criterion:
    return criterion.revised(
        title=texts.titles.get(criterion.id, criterion.title),
        statement=texts.statements.get(criterion.id, criterion.statement),
    )
