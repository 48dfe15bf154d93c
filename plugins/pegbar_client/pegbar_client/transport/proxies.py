"""Which proxy a connection uses."""

from __future__ import annotations

import base64
import urllib.request
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from ..errors import PegbarError


@dataclass(frozen=True)
class Proxy:
    """An HTTP proxy."""

    host: str
    port: int
    headers: dict[str, str]


def find_proxy(scheme: str, host: str, setting: str = "") -> Proxy | None:
    """The proxy for a host: ``setting`` (``none`` for no proxy), else the environment's or the system's.

    Connections to this machine use a proxy only if it is set here.
    """
    if setting == "none":
        return None
    if setting:
        return _parse(setting)
    if host in ("localhost", "127.0.0.1", "::1") or urllib.request.proxy_bypass(host):
        return None
    found = urllib.request.getproxies()
    url = found.get(scheme) or found.get("all")
    return _parse(url) if url else None


def _parse(url: str) -> Proxy:
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host, port = parts.hostname, parts.port
    except ValueError:
        parts, host, port = urlsplit(""), None, None
    if not host or parts.scheme not in ("http", "https"):
        raise PegbarError(
            f"Not the address of an HTTP proxy: {_hide_password(url)}.",
            code="invalid_value",
            hint="Enter it as http://proxy.example:3128, or ask your IT department.",
        )
    headers: dict[str, str] = {}
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers["Proxy-Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    return Proxy(host, port or 3128, headers)


def _hide_password(url: str) -> str:
    before, at, after = url.rpartition("@")
    return f"…@{after}" if at and before else url
