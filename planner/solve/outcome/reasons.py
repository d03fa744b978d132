"""Why a seat stays empty and why an activity is not held: what is true of this plan, counted person by person."""

from __future__ import annotations

from collections.abc import Set
from typing import Final

from planner.solve.draft import Draft, Held

NAMED: Final = 3
"""Most people named for one reason."""


def empty_seat(draft: Draft, h: Held, k: int) -> tuple[str, str]:
    """Return why nobody more sits in a kind of seat, in Vietnamese and English."""
    grid = draft.problem.grid
    session = draft.problem.sessions[h.session]
    fit = session.kinds[k].eligible
    if not fit:
        return (
            "Không ai đủ điều kiện cho vai trò này (kỹ năng, khối, địa bàn, đề cử, loại trừ).",
            "Nobody qualifies for this role (skill, bloc, area, nomination, prohibition).",
        )
    end = h.start + session.minutes
    here = {p for _, p in (*h.seats, *h.standby)} & fit
    away = {p for p in fit - here if not grid.is_free(p, h.start, end)}
    busy: set[int] = set()
    for other in draft.held:
        if other != h:
            way = grid.travel(other.place, h.place)
            other_end = other.start + draft.problem.sessions[other.session].minutes
            if other.start < end + way and h.start < other_end + way:
                busy |= {p for _, p in (*other.seats, *other.standby)}
    busy &= fit - here - away
    rest = fit - here - away - busy
    why = (
        (here, "đã có việc trong buổi này", "already serving in this session"),
        (away, "không có mặt", "away"),
        (busy, "đang bận buổi khác", "busy in another session"),
        (
            rest,
            "vướng giờ làm, quy tắc khác hoặc mục tiêu xếp trước",
            "held back by hours, other rules or earlier tiers",
        ),
    )
    told = [(_some(draft, people), vi, en) for people, vi, en in why if people]
    return (
        f"{len(fit)} người đủ điều kiện: " + "; ".join(f"{names} {vi}" for names, vi, _ in told) + ".",
        f"{len(fit)} {'qualifies' if len(fit) == 1 else 'qualify'}: "
        + "; ".join(f"{names} {en}" for names, _, en in told)
        + ".",
    )


def _some(draft: Draft, people: Set[int]) -> str:
    """Return the names of a few people and how many more there are."""
    names = sorted(draft.problem.grid.people[p].name for p in people)
    return ", ".join(names[:NAMED]) + (f" (+{len(names) - NAMED})" if len(names) > NAMED else "")


def unheld_activity(draft: Draft, a: int) -> tuple[str, str]:
    """Return why an activity is not held, in Vietnamese and English."""
    grid = draft.problem.grid
    possible = sum(a in session.members for session in draft.problem.sessions)
    if possible:
        return (
            f"Có {possible} cách tổ chức, nhưng phương án này không xếp được cách nào cùng các hoạt động khác.",
            f"This plan fits none of its {possible} possible sessions beside the other activities.",
        )
    activity = grid.activities[a]
    alone = grid.attendance((a,))
    if not grid.ends_by_start[a]:
        return ("Không có giờ bắt đầu nào trong thời gian kế hoạch.", "It has no start within the horizon.")
    roomy = [p for p in grid.allowed_places[a] if grid.places[p].capacity >= alone and grid.places[p].parallel]
    if not roomy:
        return (
            f"Không địa điểm được phép nào đủ chỗ cho {alone} người.",
            f"No allowed place holds {alone} people.",
        )
    most = grid.function_of[activity.function].max_people
    if most is not None and alone > most:
        return (
            f"{alone} người, nhiều hơn mức tối đa {most} của chức năng.",
            f"{alone} people exceed the function's maximum of {most}.",
        )
    return (
        "Mọi địa điểm đủ chỗ đều đóng vào các giờ được phép, hoặc không thể tổ chức chung như yêu cầu.",
        "Every place with room is closed at its starts, or what it must share a session with cannot meet it.",
    )
