"""`python -m standards`: the same as the `standards` command."""

from standards.cli import main

main()
