"""Files that pages load: each under an address with the digest of its content, so that browsers keep it for good."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

router = APIRouter()

_SMALL: Final = 1000
"""Bytes below which nothing is gained by packing."""

_SERVED: Final = frozenset({".css", ".js", ".svg", ".png", ".txt"})


@dataclass(frozen=True)
class Asset:
    """A file as it is sent; `packed` where that is shorter."""

    version: str
    media: str
    plain: bytes
    packed: bytes | None


@cache
def assets() -> dict[str, Asset]:
    """Return the files by their path below ``static``."""
    folder = Path(str(files("web") / "static"))
    found = sorted(path for path in folder.rglob("*") if path.suffix in _SERVED)
    return {path.relative_to(folder).as_posix(): _asset(path) for path in found}


def static(name: str) -> str:
    """Return the address of a file. Raises KeyError where there is none."""
    return f"/static/{assets()[name].version}/{name}"


@router.get("/static/{version}/{name:path}")
def send(version: str, name: str, request: Request) -> Response:
    """Send a file; an old address leads nowhere, so that nothing new is kept under it."""
    asset = assets().get(name)
    if asset is None or asset.version != version:
        raise HTTPException(404)
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    if asset.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(asset.packed, media_type=asset.media, headers={**headers, "Content-Encoding": "gzip"})
    return Response(asset.plain, media_type=asset.media, headers=headers)


def _asset(path: Path) -> Asset:
    plain = path.read_bytes()
    packed = gzip.compress(plain, 9, mtime=0) if len(plain) > _SMALL else plain
    media = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    version = hashlib.sha256(plain).hexdigest()[:12]
    return Asset(version, media, plain, packed if len(packed) < len(plain) else None)
