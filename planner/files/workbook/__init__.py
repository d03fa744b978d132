"""The workbook: a scenario as sheets that people edit, read back without loss and with every fault at its cell."""

from planner.files.workbook.marking import marked
from planner.files.workbook.reading import Read, read_workbook
from planner.files.workbook.template import template
from planner.files.workbook.writing import workbook

__all__ = ["Read", "marked", "read_workbook", "template", "workbook"]
