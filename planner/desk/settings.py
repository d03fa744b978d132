"""How an office runs its desk: each setting an environment variable ``CHUNGTAY_NAME``."""

from __future__ import annotations

from typing import Annotated

from platformdirs import user_data_path
from pydantic import Field, PositiveInt
from pydantic_settings import BaseSettings, SettingsConfigDict

from planner.engine.cores import usable_cores


def _own_file() -> str:
    return f"sqlite:///{user_data_path('chungtay', ensure_exists=True) / 'desk.db'}"


class Settings(BaseSettings):
    """The settings of a desk."""

    model_config = SettingsConfigDict(env_prefix="CHUNGTAY_", frozen=True)

    database: str = Field(default_factory=_own_file)
    """``sqlite:///FILE`` or ``postgresql://USER:PASSWORD@HOST/NAME``; without it a file of the user's own."""

    workers: PositiveInt = Field(default_factory=lambda: max(1, usable_cores() // 2))
    """Jobs at a time on this machine; each a process of its own."""

    threads: PositiveInt = Field(default_factory=lambda: min(2, usable_cores()))
    """Solver threads of a job, and processes of a batch of what-ifs."""

    cluster: str | None = None
    """Dask scheduler (``tcp://HOST:8786``) on whose machines batches run; without it on this one."""

    requests_per_minute: PositiveInt = 600
    """Requests that one user's browser or token may make."""

    signins_per_minute: PositiveInt = 10
    """Tries to sign in from one address."""

    address: str = "http://127.0.0.1:8000"
    """The address under which people reach the desk: for links, and cookies go over HTTPS alone where it says so."""

    oidc_issuer: str | None = None
    """OpenID Connect: the issuer's address (needs the extra ``oidc``); without it only passwords."""

    oidc_client_id: str = ""
    oidc_client_secret: str = Field(default="", repr=False)
    oidc_name: Annotated[str, Field(max_length=100)] = "OpenID Connect"
    """What the button to sign in there says."""

    def invitation(self, secret: str) -> str:
        """Return the link of an invitation."""
        return f"{self.address}/invitations/{secret}"
