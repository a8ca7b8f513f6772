"""Where a language model is asked: an address, a model's name, a key that is never shown."""

from __future__ import annotations

import ipaddress
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ...errors import DraftError

__all__ = ["ENDPOINT", "KEY", "MODEL", "Endpoint", "find_endpoint"]

ENDPOINT, MODEL, KEY = "COMMONGROUND_LLM_ENDPOINT", "COMMONGROUND_LLM_MODEL", "COMMONGROUND_LLM_KEY"
_TAIL = "/chat/completions"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint; its key is in no text made of it."""

    url: str
    model: str
    key: str = field(default="", repr=False)

    @property
    def host(self) -> str:
        """Return host and port, as they are shown before anything is sent."""
        return urlsplit(self.url).netloc

    @property
    def is_loopback(self) -> bool:
        """Return whether the host is this machine."""
        name = urlsplit(self.url).hostname or ""
        if name == "localhost":
            return True
        try:
            return ipaddress.ip_address(name).is_loopback
        except ValueError:
            return False

    @property
    def is_encrypted(self) -> bool:
        """Return whether others on the way cannot read along."""
        return self.url.startswith("https:")

    @property
    def proxy(self) -> str:
        """Return the host of the proxy that the environment puts between, or nothing."""
        parts = urlsplit(self.url)
        if self.is_loopback or urllib.request.proxy_bypass(parts.netloc):
            return ""
        proxy = urllib.request.getproxies().get(parts.scheme, "")
        return urlsplit(proxy if "//" in proxy else f"//{proxy}").hostname or "" if proxy else ""


def find_endpoint(address: str | None, model: str | None, environment: Mapping[str, str]) -> Endpoint:
    """Return the endpoint that is given, or else the environment's; the key comes from the environment alone.

    Parameters
    ----------
    address : str or None
        As a server's documentation gives it, for instance ``http://localhost:11434/v1``.
    model : str or None
        The model's name as the server knows it.
    environment : mapping of str to str
        Where ``COMMONGROUND_LLM_ENDPOINT``, ``_MODEL`` and ``_KEY`` are looked for.

    Raises
    ------
    DraftError
        When one is missing, or the address is none.

    Examples
    --------
    >>> found = find_endpoint("http://localhost:11434/v1/", "small", {"COMMONGROUND_LLM_KEY": "secret"})
    >>> found.url, found.host, found.is_loopback
    ('http://localhost:11434/v1/chat/completions', 'localhost:11434', True)
    >>> "secret" in repr(found)
    False
    """
    given = (address or environment.get(ENDPOINT, "")).strip()
    named = (model or environment.get(MODEL, "")).strip()
    if not given:
        raise DraftError(f"no endpoint: give --endpoint, for instance http://localhost:11434/v1, or set {ENDPOINT}")
    if not named:
        raise DraftError(f"no model: give --model, the name by which the endpoint knows it, or set {MODEL}")
    try:
        parts = urlsplit(given)
        _ = parts.port
    except ValueError:
        raise DraftError("the endpoint is no address") from None
    if parts.username or parts.password or parts.query or parts.fragment:
        raise DraftError(f"the endpoint is an address alone: no user, password, query or fragment; a key goes in {KEY}")
    if parts.scheme not in ("http", "https") or not parts.hostname or any(letter.isspace() for letter in given):
        raise DraftError("the endpoint is an address such as https://host/v1")
    key = environment.get(KEY, "").strip()
    if not key.isascii() or not key.isprintable():
        raise DraftError(f"{KEY} holds something that cannot be a key")
    path = parts.path.rstrip("/").removesuffix(_TAIL)
    return Endpoint(f"{parts.scheme}://{parts.netloc}{path}{_TAIL}", named, key)
