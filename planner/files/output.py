"""Text or bytes to a file that is never half written."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path


def write(path: Path, text: str) -> None:
    """Write `text` in UTF-8 to `path`; see `write_bytes`."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Write `data` to `path`: a file at once, a pipe or device as it comes.

    A file is written beside its place and takes its name at the end, with the permissions of the one it
    replaces (a new file: the usual ones). A link is followed. Where the folder takes no new file, the old
    one is written in place.

    Raises:
        OSError: it cannot be written; what stood there is as it was (unless it had to be written in place).
    """
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    target = path.resolve()
    draft = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        file = draft.open("xb")
    except PermissionError:
        if not target.exists():
            raise
        target.write_bytes(data)
        return
    try:
        with file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, draft)
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
