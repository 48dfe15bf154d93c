"""Which server the plug-in uses, and how it reaches it."""

from __future__ import annotations

import dataclasses
import os
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from .errors import PegbarError
from .storage.durable import read_json, write_json
from .storage.folders import find_folders


@dataclass(frozen=True)
class Settings:
    """Settings of one user. Empty strings are not set."""

    #: The API's address, without a trailing slash: ``https://pegbar.example``.
    url: str = ""
    #: The studio's slug, for members of several studios.
    tenant: str = ""
    #: A PEM file of additional certificate authorities.
    ca_file: str = ""
    #: ``http://user:password@proxy.example:3128``. Empty: the system's settings. ``none``: no proxy.
    proxy: str = ""
    #: Where results are downloaded to. Empty: ``pegbar`` next to the scene file, else the user's cache.
    results_folder: str = ""


#: Written by the portal into a preconfigured plug-in.
SITE_FILE = "pegbar_site.json"
_VARIABLES = {
    "url": "PEGBAR_URL",
    "tenant": "PEGBAR_TENANT",
    "ca_file": "PEGBAR_CA_FILE",
    "proxy": "PEGBAR_PROXY",
    "results_folder": "PEGBAR_RESULTS",
}


def find_settings_file() -> Path:
    return find_folders().config / "settings.json"


def load_settings(site: Path | None = None) -> Settings:
    """The settings: environment variables (set by a studio's launcher), else the user's, else the plug-in's own.

    ``site`` is the folder that may contain ``pegbar_site.json``.
    """
    found: dict[str, str] = {}
    for file in ([site / SITE_FILE] if site else []) + [find_settings_file()]:
        value = read_json(file)
        if isinstance(value, dict):
            known = cast("dict[str, object]", value)
            found.update({name: text for name in _VARIABLES if isinstance(text := known.get(name), str) and text})
    for name, variable in _VARIABLES.items():
        if os.environ.get(variable):
            found[name] = os.environ[variable]
    settings = Settings(**found)
    return dataclasses.replace(settings, url=parse_url(settings.url)) if settings.url else settings


def save_settings(settings: Settings) -> None:
    """Stores the user's settings."""
    write_json(find_settings_file(), dataclasses.asdict(settings))


def parse_url(text: str) -> str:
    """The address of an API as it was typed, without a trailing slash, query or ``/v1``.

    Raises PegbarError ``invalid_value``.
    """
    trimmed = text.strip()
    with_scheme = trimmed if "://" in trimmed else f"https://{trimmed}"
    try:
        parts = urlsplit(with_scheme)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        valid = False
        parts = urlsplit("")
    if not valid or " " in trimmed:
        raise PegbarError(
            f"Not an address: {trimmed or 'empty'}.",
            code="invalid_value",
            hint="Enter the address of the portal, such as https://pegbar.example.",
        )
    path = parts.path.rstrip("/").removesuffix("/v1")
    return f"{parts.scheme}://{parts.netloc}{path}"
