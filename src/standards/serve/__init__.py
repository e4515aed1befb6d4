"""The workbench in a browser: one person, one machine, pages served by our own kind of Voilà.

    launch     start(): from a folder and a name to a printed address
    app        the server: which addresses exist, and what every answer carries
    settings   the values everything runs with, and why
    handlers   pages, health, the way home, errors
    identity   who is asking, and whose kernel it is
    kernels    which Python a page runs in, and where
    kernel     that Python's own beginning
    visitor    the other side: what a page knows about the person who opened it

Importing this package is cheap: a page's kernel does it for `visitor`, so nothing here may import Voilà early.
"""

from __future__ import annotations

from standards.serve.launch import start

__all__ = ["start"]
