"""Signing in through an office's OpenID Connect service: the authorization code flow with PKCE (needs extra ``oidc``).

The service vouches for a subject; the user who was added with that subject comes in. Nobody is added by signing in.
"""

from __future__ import annotations

import json
import threading
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from planner.desk import secrets
from planner.desk.faults import Unknown, Unreachable
from planner.desk.settings import Settings

if TYPE_CHECKING:
    from authlib.integrations.httpx_client import OAuth2Client

SCOPE: Final = "openid"
ALGORITHMS: Final = ("RS256", "ES256", "PS256", "EdDSA")
"""Signatures that are taken: with keys that the service publishes, never the client's own secret or none."""

TIMEOUT_SECONDS: Final = 10.0
KNOWN_FOR_SECONDS: Final = 3600.0
"""How long what the service says of itself is taken as still so."""

LEEWAY_SECONDS: Final = 60
"""How far the clocks of the service and the desk may lie apart."""


@dataclass(frozen=True)
class Begun:
    """A sign-in under way, which the browser keeps in a cookie until it comes back."""

    state: str
    nonce: str
    verifier: str

    def text(self) -> str:
        """Return it as the value of a cookie."""
        return urlsafe_b64encode(json.dumps(asdict(self)).encode()).decode()

    @classmethod
    def of(cls, text: str) -> Begun:
        """Read the value of a cookie.

        Raises:
            Unknown: it is none of ours.
        """
        try:
            found = cls(**json.loads(urlsafe_b64decode(text.encode("utf-8", "surrogatepass"))))
        except (ValueError, TypeError) as error:
            raise Unknown("oidc-state") from error
        if not all(isinstance(value, str) for value in asdict(found).values()):
            raise Unknown("oidc-state")
        return found


class Service:
    """The OpenID Connect service of the settings."""

    def __init__(self, settings: Settings, callback: str) -> None:
        self._issuer = (settings.oidc_issuer or "").rstrip("/")
        self._client_id, self._client_secret = settings.oidc_client_id, settings.oidc_client_secret
        self._callback = callback
        self._lock = threading.Lock()
        self._known: tuple[float, Mapping[str, Any], Any] | None = None

    def begin(self) -> tuple[str, Begun]:
        """Return the address at the service to which the browser goes, and what it keeps meanwhile.

        Raises:
            Unreachable: the service does not answer.
        """
        described, _ = self._described()
        begun = Begun(state=secrets.new(), nonce=secrets.new(), verifier=secrets.new())
        with self._client() as client:
            address, _ = client.create_authorization_url(
                described["authorization_endpoint"],
                state=begun.state,
                nonce=begun.nonce,
                code_verifier=begun.verifier,
            )
        return str(address), begun

    def subject(self, begun: Begun, state: str, code: str) -> str:
        """Return for whom the service vouches, for a browser that came back with a code.

        Raises:
            Unknown: the browser did not begin this, the service knows no such code, or what it says is not to be
                trusted: not signed by it, for somebody else, too old, or of another sign-in.
            Unreachable: the service does not answer.
        """
        from authlib.common.errors import AuthlibBaseError  # noqa: PLC0415 - only where the extra is installed
        from joserfc import jwt  # noqa: PLC0415
        from joserfc.errors import JoseError  # noqa: PLC0415

        if not secrets.same(begun.state, state):
            raise Unknown("oidc-state")
        described, keys = self._described()
        try:
            with self._client() as client:
                tokens = _answered(
                    client.fetch_token, described["token_endpoint"], code=code, code_verifier=begun.verifier
                )
            token = jwt.decode(tokens["id_token"], keys, algorithms=list(ALGORITHMS))
            jwt.JWTClaimsRegistry(
                leeway=LEEWAY_SECONDS,
                iss={"essential": True, "value": described["issuer"]},
                aud={"essential": True, "value": self._client_id},
                exp={"essential": True},
                iat={"essential": True},
                sub={"essential": True},
                nonce={"essential": True, "value": begun.nonce},
                azp={"essential": False, "value": self._client_id},
            ).validate(token.claims)
        except (AuthlibBaseError, JoseError, KeyError, ValueError) as error:
            raise Unknown("oidc-token") from error
        return str(token.claims["sub"])

    def _client(self) -> OAuth2Client:
        from authlib.integrations.httpx_client import OAuth2Client  # noqa: PLC0415

        return OAuth2Client(
            self._client_id,
            self._client_secret,
            scope=SCOPE,
            redirect_uri=self._callback,
            code_challenge_method="S256",
            timeout=TIMEOUT_SECONDS,
        )

    def _described(self) -> tuple[Mapping[str, Any], Any]:
        """Return what the service says of itself, and its keys."""
        from joserfc.jwk import KeySet  # noqa: PLC0415

        with self._lock:
            if self._known is None or time.monotonic() > self._known[0]:
                described = _read(f"{self._issuer}/.well-known/openid-configuration")
                if str(described.get("issuer", "")).rstrip("/") != self._issuer:
                    raise Unreachable(f"{self._issuer} calls itself {described.get('issuer')}")
                if not {"authorization_endpoint", "token_endpoint", "jwks_uri"} <= described.keys():
                    raise Unreachable(f"{self._issuer} does not say where to sign in")
                keys = _read(described["jwks_uri"])
                self._known = time.monotonic() + KNOWN_FOR_SECONDS, described, KeySet.import_key_set(keys)  # type: ignore[arg-type]
            return self._known[1:]


def _read(address: str) -> dict[str, Any]:
    import httpx  # noqa: PLC0415

    response = _answered(httpx.get, address, timeout=TIMEOUT_SECONDS)
    try:
        found = response.json()
    except ValueError:
        found = None
    if response.status_code != HTTPStatus.OK or not isinstance(found, dict):
        raise Unreachable(f"{address}: {response.status_code}, no JSON object")
    return found


def _answered(ask: Any, *args: Any, **options: Any) -> Any:
    import httpx  # noqa: PLC0415

    try:
        return ask(*args, **options)
    except httpx.HTTPError as error:
        raise Unreachable(f"{args[0]}: {error}") from error
