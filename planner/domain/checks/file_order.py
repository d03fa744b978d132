"""The order in which the places of a file are read."""

from __future__ import annotations


class FileOrder:
    """A sort key for JSON pointers: fields in the order in which they stand, absent ones after them."""

    def __init__(self, raw: object) -> None:
        self._raw = raw
        self._fields: dict[int, dict[str, int]] = {}

    def __call__(self, pointer: str) -> tuple[int, ...]:
        """Return the position of every step of `pointer` among its neighbours."""
        key: list[int] = []
        value = self._raw
        for step in pointer.split("/")[1:]:
            name = step.replace("~1", "/").replace("~0", "~")
            if isinstance(value, dict):
                fields = self._fields_of(value)
                key.append(fields.get(name, len(fields)))
                value = value.get(name)
            elif isinstance(value, (list, tuple)) and name.isdecimal() and int(name) < len(value):
                key.append(int(name))
                value = value[int(name)]
            else:
                key.append(0)
                value = None
        return tuple(key)

    def _fields_of(self, value: dict[str, object]) -> dict[str, int]:
        if id(value) not in self._fields:
            self._fields[id(value)] = {name: i for i, name in enumerate(value)}
        return self._fields[id(value)]
