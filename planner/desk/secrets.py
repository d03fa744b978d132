"""Secrets that are given out once; the store has their SHA-256 alone, so that who reads it cannot come in."""

from __future__ import annotations

import hashlib
import hmac
import secrets


def new() -> str:
    """Return a secret of 256 random bits."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return what is kept of a secret. It has 256 random bits: nobody guesses it, so a quick digest is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def same(one: str, other: str) -> bool:
    """Tell whether two secrets are the same, in a time that says nothing of where they differ."""
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))
