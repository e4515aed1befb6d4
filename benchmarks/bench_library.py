"""Opening a rubric file cold and from the cache, beside libyaml parsing the same bytes and nothing else."""

from __future__ import annotations

import tempfile
from pathlib import Path

import yaml

from benchmarks.making import rubric
from benchmarks.timing import medians, table
from standards.rubrics.files import dump
from standards.rubrics.library import Library


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for size in (150, 1341):
            made = rubric(size)
            path = folder / str(size) / made.id / "1.yaml"
            path.parent.mkdir(parents=True)
            path.write_text(dump(made), encoding="utf-8")
            origins, cache = [("workspace", path.parent.parent)], folder / "cache"
            Library(origins, cache).rubric(made.id)
            data = path.read_bytes()
            found = medians(
                {
                    "libyaml alone": lambda data=data: yaml.load(data, Loader=yaml.CSafeLoader),
                    "cold": lambda origins=origins, made=made: Library(origins).rubric(made.id),
                    "cached": lambda origins=origins, cache=cache, made=made: Library(origins, cache).rubric(made.id),
                },
                repeats=5,
            )
            aims = {"cold": "≤ 500 ms at 1,341", "cached": "≤ 50 ms at 1,341"}
            print(table(f"{size} criteria, {len(data) // 1024} KB of YAML", found, "libyaml alone", aims))


if __name__ == "__main__":
    main()
