"""The page as Decree 30/2020, Appendix I, has it: one choice within each of its ranges, for every form of the paper."""

from __future__ import annotations

from typing import Final

FONT: Final = "Times New Roman"
FREE_FONT: Final = "Liberation Serif"
"""Shipped beside this file: the same widths, for systems without Times New Roman."""

PAGE: Final = {"width": 210, "height": 297}
"""A4, in mm; annexes with wide tables lie on their side."""
MARGINS: Final = {"top": 20, "bottom": 20, "left": 30, "right": 15}
"""In mm. The decree: 20 to 25, 20 to 25, 30 to 35, 15 to 20."""
HEADER: Final = 10
"""The page number's distance from the top edge, in mm: in the upper margin."""

SIZES: Final = {
    "state": 12,  # 12 to 13, as the agency
    "motto": 13,  # 13 to 14
    "agency": 12,
    "number": 13,
    "date": 13,  # 13 to 14
    "title": 14,  # 13 to 14, as all that follows
    "body": 14,
    "signature": 14,
    "page": 14,
    "annex": 14,
    "recipients_title": 12,
    "recipients": 11,
    "table": 12,  # the decree is silent
}
"""In points."""
FIRST_LINE: Final = 12.7
"""First line of a paragraph, in mm: 1 or 1.27 cm."""
AFTER: Final = 6
"""Between paragraphs, in points: at least 6."""
SPACING: Final = 1.15
"""Lines: single to 1.5."""

STATE: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"
RULE_SHARE: Final = 0.4
"""Rules under the agency and the subject: a third to a half of what stands above."""
