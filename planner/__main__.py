"""`python -m planner` is the command `chungtay`."""

from planner.cli import main

main()
