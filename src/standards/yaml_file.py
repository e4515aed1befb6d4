"""A person's YAML file, read so that every problem is found at once and has a line number."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError

from standards.errors import Finding

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml: slower, the same result
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

__all__ = ["Path", "YamlFile", "schema_findings", "where"]

Path = tuple[str | int, ...]
"""Keys and positions that lead to a value."""


MAX_CHARACTERS = 20_000_000
"""Longest file; the largest guideline known to us needs a tenth of it."""
MAX_DEPTH = 300
"""Deepest nesting; a rubric needs about ten."""
_DEEP = ("The file is nested too deeply to be read.", "Write it with fewer levels.")
_BRACKET = re.compile(r"[\[\]{}]")
_DASHES = re.compile(r"(?:[-?:][ \t]+){200}")


class YamlFile:
    """The plain data of a YAML text and the line of every value in it.

    Args:
        text: the YAML.
        name: what the file is called in findings.
        prefix: first letter of the codes: R for rubrics, P for programs.
    """

    def __init__(self, text: str, name: str, prefix: str) -> None:
        self.name, self.prefix = name, prefix
        self.findings: list[Finding] = []
        self.data: Any = None
        self._root: yaml.Node | None = None
        self._twice = False
        self._lines: dict[Path, int] | None = None
        if len(text) > MAX_CHARACTERS:
            message = f"The file has {len(text):,} characters; {MAX_CHARACTERS:,} is the most."
            self.add("001", (), message, "Split it.")
            return
        if _too_deep(text):
            self.add("002", (), *_DEEP)
            return
        loader = Loader(text)
        try:
            root = loader.get_single_node()
            if root is not None and not isinstance(root, yaml.ScalarNode):
                self._twice, shared = _look(root)
                if shared is not None:
                    self._note_alias(shared)
                    return
                self._root = root
                self.data = loader.construct_document(root)
        except yaml.YAMLError as problem:
            self._note_syntax(problem)
            return
        except RecursionError:
            self.add("002", (), *_DEEP)
            return
        except ValueError as problem:  # a date such as 2026-13-45
            self.add("002", (), f"A value cannot be read: {problem}.", "Check dates and very long numbers.")
            return
        finally:
            loader.dispose()
        if not isinstance(self.data, dict):
            self.add("004", (), "The file holds no fields.", "Start with `id: …` and `title: …`.")

    @classmethod
    def from_bytes(cls, data: bytes, name: str, prefix: str) -> YamlFile:
        """Read bytes, which must be UTF-8."""
        try:
            return cls(data.decode("utf-8-sig"), name, prefix)
        except UnicodeDecodeError as problem:
            file = cls("{}", name, prefix)
            line = data[: problem.start].count(b"\n") + 1
            file.findings.append(
                Finding(
                    code=f"{prefix}001",
                    where="file",
                    message="The file is not UTF-8 text.",
                    hint="Save it as UTF-8 in your editor.",
                    file=name,
                    line=line,
                )
            )
            return file

    def add(self, code: str, path: Path, message: str, hint: str = "", *, warning: bool = False) -> None:
        """Note a finding at a path; its line is looked up."""
        self.findings.append(
            Finding(
                code=self.prefix + code,
                where=where(self.data, path),
                message=message,
                hint=hint,
                file=self.name,
                line=self.line(path),
                severity="warning" if warning else "error",
            )
        )

    def check_duplicate_keys(self) -> None:
        """Note keys given twice; YAML itself would silently keep only the last."""
        if self._root is None or not self._twice:
            return
        for path, key, first, again in _Walk(self._root).duplicates:
            self.add(
                "003",
                (*path, key),
                f"“{key}” is given twice, on lines {first} and {again}; the first would be lost.",
                "Keep one of them.",
            )

    def line(self, path: Path) -> int | None:
        """Line of the value at a path, or of the nearest thing around it."""
        if self._lines is None:
            self._lines = _Walk(self._root).lines
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path)

    def _note_alias(self, node: yaml.Node) -> None:
        self.findings.append(
            Finding(
                code=f"{self.prefix}005",
                where="file",
                message="A part of the file is used twice through an anchor (&name) and an alias (*name).",
                hint="Write it out in both places, so that each can change without the other.",
                file=self.name,
                line=node.start_mark.line + 1,
            )
        )

    def _note_syntax(self, problem: yaml.YAMLError) -> None:
        mark = getattr(problem, "problem_mark", None)
        what = getattr(problem, "problem", None) or str(problem)
        self.findings.append(
            Finding(
                code=f"{self.prefix}002",
                where="file",
                message=f"This is not valid YAML: {what}.",
                hint="Check the indentation and the quotes around text that holds a colon.",
                file=self.name,
                line=mark.line + 1 if mark else None,
            )
        )


def _too_deep(text: str) -> bool:
    """Whether brackets or dashes are nested so deeply that the parser, which is recursive C, would crash."""
    depth = 0
    for bracket in _BRACKET.finditer(text):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > MAX_DEPTH:
            return True
    return _DASHES.search(text) is not None


def _look(root: yaml.Node) -> tuple[bool, yaml.Node | None]:
    """A quick look over all nodes: whether a key is given twice, and a list or mapping that is used twice.

    Raises RecursionError when something is nested more than MAX_DEPTH deep.
    """
    seen: set[int] = set()
    duplicates, waiting = False, [(root, 0)]
    while waiting:
        node, depth = waiting.pop()
        if id(node) in seen:
            return duplicates, node
        if depth > MAX_DEPTH:
            raise RecursionError
        seen.add(id(node))
        inside = node.value
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _ in inside if isinstance(key, yaml.ScalarNode)]
            duplicates = duplicates or len(set(keys)) < len(keys)
            inside = [value for _, value in inside]
        waiting += [(value, depth + 1) for value in inside if not isinstance(value, yaml.ScalarNode)]
    return duplicates, None


class _Walk:
    """Lines and duplicate keys, gathered from the node tree."""

    def __init__(self, root: yaml.Node | None) -> None:
        self.lines: dict[Path, int] = {}
        self.duplicates: list[tuple[Path, str, int, int]] = []
        if root is not None:
            self._visit(root, ())

    def _visit(self, node: yaml.Node, path: Path) -> None:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            seen: dict[str, int] = {}
            for key, value in node.value:
                line = key.start_mark.line + 1
                if key.value in seen:
                    self.duplicates.append((path, key.value, seen[key.value], line))
                seen[key.value] = line
                self.lines[(*path, key.value)] = line
                self._visit(value, (*path, key.value))
        elif isinstance(node, yaml.SequenceNode):
            for position, value in enumerate(node.value):
                self._visit(value, (*path, position))


def where(data: Any, path: Path) -> str:
    """The path as a person would say it, with ids in place of positions: criteria B2 › levels › partly."""
    words: list[str] = []
    for step in path:
        data = _child(data, step)
        if isinstance(step, int) and words:
            label = data.get("id") or data.get("key") if isinstance(data, Mapping) else None
            words[-1] += f" {label}" if isinstance(label, str) else f" no. {step + 1}"
        else:
            words.append(str(step))
    return " › ".join(words) or "file"


def _child(data: Any, step: str | int) -> Any:
    try:
        return data[step]
    except (KeyError, IndexError, TypeError):
        return None


def schema_findings(file: YamlFile, model: type[BaseModel]) -> Any | None:
    """Validate against the model; note everything that does not fit. The record, or None."""
    try:
        return model.model_validate(file.data)
    except ValidationError as problem:
        for error in problem.errors(include_url=False):
            path = tuple(step for step in error["loc"] if not _is_tag(step))
            _note_schema(file, model, path, error["type"], error["msg"], error.get("input"))
        return None


def _is_tag(step: str | int) -> bool:
    """Union members that pydantic puts into a path."""
    return isinstance(step, str) and step.startswith("function-")


def _note_schema(file: YamlFile, model: type[BaseModel], path: Path, kind: str, message: str, given: Any) -> None:
    field = str(path[-1]) if path else "file"
    if kind == "missing":
        file.add("010", path, f"“{field}” is missing.", _described(model, path) or f"Add `{field}: …`.")
    elif kind == "extra_forbidden":
        known = list(_fields(model, path[:-1]))
        close = difflib.get_close_matches(field, known, n=2, cutoff=0.6)
        hint = f"Did you mean {' or '.join(close)}?" if close else f"Known fields: {', '.join(known)}."
        file.add("011", path, f"There is no field “{field}” here.", hint)
    elif kind == "too_short" and given:
        return  # the parts inside that are wrong have findings of their own
    elif kind == "string_type" and isinstance(given, int | float) and not isinstance(given, bool):
        file.add("012", path, f"{given} was read as a number.", f'Put it in quotes: `{field}: "{given}"`.')
    elif kind == "string_type" and isinstance(given, date):
        file.add("012", path, f"{given} was read as a date.", f'Put it in quotes: `{field}: "{given}"`.')
    else:
        text = message.removeprefix("Value error, ").removeprefix("Input should be ")
        shown = repr(given) if isinstance(given, str | int | float | bool | None) else type(given).__name__
        if message.startswith("Value error"):
            file.add("012", path, text.rstrip(".") + ".", _described(model, path))
        else:
            file.add("012", path, f"{shown} does not fit: it should be {text}.", _described(model, path))


def _fields(model: type[BaseModel], path: Path) -> Iterator[str]:
    found = _model_at(model, path)
    return iter(found.model_fields if found else ())


def _described(model: type[BaseModel], path: Path) -> str:
    """The sentence under the field, as the hint."""
    owner = _model_at(model, path[:-1])
    if owner and path and (info := owner.model_fields.get(str(path[-1]))) and info.description:
        return " ".join(info.description.split())
    return ""


def _model_at(model: type[BaseModel], path: Iterable[str | int]) -> type[BaseModel] | None:
    current: type[BaseModel] | None = model
    inside: Any = model
    for step in path:
        if current is not None and isinstance(step, str) and step in current.model_fields:
            inside = current.model_fields[step].annotation
            current = inside if isinstance(inside, type) and issubclass(inside, BaseModel) else None
            continue
        inside = next(iter(_models_in(inside)), None)
        current = inside
    return current if current is not None else next(iter(_models_in(inside)), None)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)
