"""How an office runs its desk: each setting an environment variable ``CHUNGTAY_NAME``."""

from __future__ import annotations

from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from platformdirs import user_data_path
from pydantic import Field, PositiveInt, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from planner.desk.addresses import is_address
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
    """Requests that one user may make, by browser and tokens together."""

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

    smtp_host: str | None = None
    """The mail server that takes reminders; without it none are sent."""

    smtp_port: Annotated[int, Field(ge=1, le=65535)] = 587

    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    """``tls`` from the first byte (port 465); ``none`` only on a network of one's own, and without a password."""

    smtp_user: str = ""
    smtp_password: str = Field(default="", repr=False)

    smtp_from: str = Field(default="", validate_default=True)
    """The address that reminders come from."""

    digest_hour: Annotated[int, Field(ge=0, le=23)] = 7
    """The hour of the day, in `timezone`, from which the reminders of that day are sent."""

    timezone: str = "Asia/Ho_Chi_Minh"
    """The office's own time zone, by its IANA name."""

    @field_validator("timezone")
    @classmethod
    def _is_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, OSError, ValueError) as error:
            raise ValueError("an IANA time zone such as Asia/Ho_Chi_Minh") from error
        return name

    @field_validator("smtp_user")
    @classmethod
    def _is_secured(cls, user: str, given: ValidationInfo) -> str:
        if user and given.data.get("smtp_security") == "none":
            raise ValueError("a user only with CHUNGTAY_SMTP_SECURITY=starttls or tls: passwords are not sent in clear")
        return user

    @field_validator("smtp_user", "smtp_password")
    @classmethod
    def _is_ascii(cls, text: str) -> str:
        if not text.isascii():
            raise ValueError("ASCII letters alone: that is all that signing in to a mail server knows")
        return text

    @field_validator("smtp_from")
    @classmethod
    def _is_sender(cls, address: str, given: ValidationInfo) -> str:
        if given.data.get("smtp_host") is not None and not is_address(address):
            raise ValueError("an e-mail address, where CHUNGTAY_SMTP_HOST is given")
        return address

    def feed(self, secret: str) -> str:
        """Return the link of a calendar to subscribe to."""
        return f"{self.address}/api/v1/feeds/{secret}.ics"

    def invitation(self, secret: str) -> str:
        """Return the link of an invitation."""
        return f"{self.address}/invitations/{secret}"
