"""Who reads a page: their language and theme, where they are, and who they are where they have come in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from planner.desk.rights import ALL, Right, Who
from web.words import Words

Theme: TypeAlias = Literal["auto", "light", "dark"]
THEMES: Final[tuple[Theme, ...]] = get_args(Theme)


@dataclass(frozen=True)
class Reader:
    """Anybody. `path` is the page's own address with its query, to come back to.

    `has_undone`: they come from taking something back, which the page says.
    """

    words: Words
    theme: Theme
    path: str
    who: Who | None = None
    csrf: str = ""
    has_undone: bool = False

    def may(self, right: Right) -> bool:
        """Tell whether they have a right anywhere: whether a page could have something for them."""
        return self.who is not None and any(True for _ in self.who.with_right(right))

    @property
    def is_chief(self) -> bool:
        """Whether they manage everything: the trail tells of all organisations."""
        return self.who is not None and self.who.may("manage", ALL, ALL)

    def is_at(self, start: str) -> bool:
        """Tell whether the page is the one that begins there, or below it."""
        path = self.path.partition("?")[0]
        return path == start or path.startswith(f"{start}/")


@dataclass(frozen=True, kw_only=True)
class Visitor(Reader):
    """Somebody who has come in. Forms of theirs bring `csrf`."""

    who: Who
    csrf: str
