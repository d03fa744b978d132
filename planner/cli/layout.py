"""Tables and headings that look the same everywhere and fit 80 columns."""

from __future__ import annotations

from rich import box
from rich.table import Table
from rich.text import Text


def heading(text: str) -> Text:
    """Return the heading of a section, with a line of air above."""
    return Text(f"\n{text}", style="bold")


def table(
    *headings: str, solid: tuple[int, ...] = (), numbers: tuple[int, ...] = (), ratios: tuple[int, ...] = ()
) -> Table:
    """Return an empty table.

    Columns in `solid` are never wrapped, those in `numbers` are right-aligned as well; with `ratios` the
    columns share the whole width so, those at 0 taking what they need.
    """
    shown = Table(
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        collapse_padding=True,
        expand=bool(ratios),
        header_style="bold",
    )
    for i, title in enumerate(headings):
        shown.add_column(
            title,
            justify="right" if i in numbers else "left",
            no_wrap=i in solid or i in numbers,
            overflow="fold",
            ratio=(ratios[i] or None) if ratios else None,
        )
    return shown


def pairs(*rows: tuple[str, str]) -> Table:
    """Return names and values below each other, names dimmed."""
    shown = Table.grid(padding=(0, 2))
    shown.add_column(style="dim", no_wrap=True)
    shown.add_column(overflow="fold")
    for row in rows:
        shown.add_row(*row)
    return shown
