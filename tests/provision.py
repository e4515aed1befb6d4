"""Sees to it that the tests find a browser, LibreOffice Calc, pdftoppm, PostgreSQL and two fonts.

Run by `make test`. It looks first and installs only what is missing, with the system's package manager;
for Chromium there is Playwright's own download as a last resort. Uses nothing but the standard library,
except for that download.

`STANDARDS_CHROMIUM` and `STANDARDS_SOFFICE` name a program that is somewhere else.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    "/Applications/LibreOffice.app/Contents/Resources/fonts",
    "~/Library/Fonts",
    "~/.local/share/fonts",
    "~/.fonts",
)


def _runs(program: str) -> bool:
    """Whether it is a working program: some systems ship a `chromium` that only says where to get one."""
    try:
        return subprocess.run([program, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _playwrights_own() -> str | None:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def chromium() -> str | None:
    """The browser the tests drive: the named one, the system's, or Playwright's own."""
    names = (
        os.environ.get("STANDARDS_CHROMIUM"),
        "chromium",
        "chromium-browser",
        "google-chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    )
    paths = (shutil.which(name) for name in names if name)
    return next((path for path in paths if path and _runs(path)), None) or _playwrights_own()


def soffice() -> str | None:
    """LibreOffice's program, which recalculates workbooks and turns them into PDF."""
    names = (
        os.environ.get("STANDARDS_SOFFICE"),
        "soffice",
        "libreoffice",
        "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    )
    return next((path for name in names if name and (path := shutil.which(name))), None)


def _has_calc() -> bool:
    """Writer can be installed without Calc; Calc's library, or the command of its package, tells."""
    office = soffice()
    if not office:
        return False
    program = Path(office).resolve().parent
    libraries = ("libsclo.so", "libsclo.dylib", "../Frameworks/libsclo.dylib")
    return bool(shutil.which("localc")) or any((program / library).exists() for library in libraries)


def postgres() -> Path | None:
    """The folder with `initdb` and `postgres`; Debian and Homebrew keep it off the path."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    kept = (
        ("/usr/lib/postgresql", "*/bin"),
        ("/opt/homebrew/opt", "postgresql@*/bin"),
        ("/usr/local/opt", "postgresql@*/bin"),
    )
    folders = [folder for root, pattern in kept for folder in sorted(Path(root).glob(pattern), reverse=True)]
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def _has_fonts(*stems: str) -> bool:
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    found = {path.stem for path in chain.from_iterable(folder.rglob("*.[to]tf") for folder in folders)}
    return set(stems) <= found


@dataclass(frozen=True)
class Need:
    """One thing the tests use, how to see that it is there, and what each package manager calls it."""

    name: str
    why: str
    present: Callable[[], bool]
    packages: dict[str, tuple[str, ...]]


NEEDS = (
    Need(
        "Chromium",
        "the pages are tried in a real browser",
        lambda: chromium() is not None,
        {"apt-get": ("chromium",), "dnf": ("chromium",), "brew": ("chromium",)},
    ),
    Need(
        "LibreOffice Calc",
        "every formula is recalculated by a second program",
        _has_calc,
        {"apt-get": ("libreoffice-calc",), "dnf": ("libreoffice-calc",), "brew": ("libreoffice",)},
    ),
    Need(
        "pdftoppm",
        "the sheets are looked at as pictures",
        lambda: shutil.which("pdftoppm") is not None,
        {"apt-get": ("poppler-utils",), "dnf": ("poppler-utils",), "brew": ("poppler",)},
    ),
    Need(
        "PostgreSQL",
        "the store's tests run on both databases; each run starts a server of its own",
        lambda: postgres() is not None,
        {"apt-get": ("postgresql",), "dnf": ("postgresql-server",), "brew": ("postgresql@17",)},
    ),
    Need(
        "Carlito and DejaVu Sans",
        "column widths are checked with the widths of real letters",
        lambda: _has_fonts("Carlito-Regular", "DejaVuSans"),
        {
            "apt-get": ("fonts-crosextra-carlito", "fonts-dejavu-core"),
            "dnf": ("google-carlito-fonts", "dejavu-sans-fonts"),
            "brew": ("font-carlito", "font-dejavu"),
        },
    ),
)
REFRESH = {"apt-get": ("apt-get", "update", "-qq")}
INSTALL = {
    "apt-get": ("apt-get", "install", "-qq", "-y", "--no-install-recommends"),
    "dnf": ("dnf", "install", "-q", "-y"),
    "brew": ("brew", "install", "--quiet"),
}


def _as_root(manager: str) -> tuple[str, ...]:
    """The words before the command: none for root and Homebrew, else sudo, which asks only where it can."""
    if manager == "brew" or os.geteuid() == 0:
        return ()
    return ("sudo",) if sys.stdin.isatty() else ("sudo", "-n")


def _run(command: tuple[str, ...]) -> bool:
    """Run it quietly; what it said is shown only when it failed. A password is asked for on the terminal itself."""
    print("  $", " ".join(command), flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        ran = subprocess.run(
            command, env=quiet, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
    except OSError as error:
        print(f"  {error}", flush=True)
        return False
    if ran.returncode:
        print(ran.stdout, flush=True)
    return ran.returncode == 0


def _install(missing: list[Need], manager: str) -> None:
    before = _as_root(manager)
    if manager in REFRESH:
        _run((*before, *REFRESH[manager]))
    for need in missing:  # one by one: a package this system does not know spoils only its own
        _run((*before, *INSTALL[manager], *need.packages[manager]))


def _explain(missing: list[Need], manager: str | None) -> str:
    lines = ["The tests cannot run yet. Missing:"]
    for need in missing:
        managers = [manager] if manager else sorted(INSTALL)
        how = " or ".join(" ".join((*INSTALL[each][:2], *need.packages[each])) for each in managers)
        lines.append(f"  {need.name} ({need.why}): {how}")
    lines.append("Install it with these words as an administrator, or run make test-fast, which does without.")
    return "\n".join(lines)


def provision() -> int:
    """Install what is missing. Returns the exit code: 0 when everything is there in the end."""
    missing = [need for need in NEEDS if not need.present()]
    if not missing:
        print("There for the tests:", ", ".join(need.name for need in NEEDS) + ".")
        return 0
    manager = next((name for name in INSTALL if shutil.which(name)), None)
    print("Missing for the tests, installing (a minute or two):", flush=True)
    print(*(f"  {need.name}: {need.why}" for need in missing), sep="\n", flush=True)
    if manager:
        _install(missing, manager)
    if not NEEDS[0].present():
        _run((sys.executable, "-m", "playwright", "install", "chromium"))
    missing = [need for need in missing if not need.present()]
    if missing:
        print(_explain(missing, manager), file=sys.stderr)
        return 1
    print("Installed; everything is there now.")
    return 0


if __name__ == "__main__":
    sys.exit(provision())
