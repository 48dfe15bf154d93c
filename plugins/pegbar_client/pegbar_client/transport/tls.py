"""Certificates that connections are verified with."""

from __future__ import annotations

import ssl
from pathlib import Path

from ..errors import PegbarError

#: Bundles of Linux distributions. A bundled Python may look for certificates where it was built.
_SYSTEM_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)


def create_context(ca_file: str = "") -> ssl.SSLContext:
    """A context that verifies the server's certificate and name. ``ca_file`` adds certificate authorities (PEM).

    Raises PegbarError ``invalid_value`` if the file is missing or has no certificate.
    """
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if not _has_authorities(context):
        _load_fallback(context)
    if ca_file:
        try:
            context.load_verify_locations(cafile=str(Path(ca_file).expanduser()))
        except (OSError, ssl.SSLError) as error:
            raise PegbarError(
                f"Cannot read certificates from {ca_file}: {getattr(error, 'strerror', None) or error}.",
                code="invalid_value",
                hint="Choose a PEM file with your studio's certificate authority.",
            ) from error
    return context


def _has_authorities(context: ssl.SSLContext) -> bool:
    # A folder of certificates is read when a certificate is verified, and does not count before.
    folder: str | None = ssl.get_default_verify_paths().capath
    return context.cert_store_stats()["x509_ca"] > 0 or bool(folder)


def _load_fallback(context: ssl.SSLContext) -> None:
    """Loads the bundle of certifi, which Blender brings along, or that of the system."""
    candidates = [path for path in _SYSTEM_BUNDLES if Path(path).is_file()]
    try:
        import certifi  # pyright: ignore[reportMissingImports, reportUnknownVariableType]

        candidates.insert(0, str(certifi.where()))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
    except ImportError:
        # Without certifi, the system's bundle is used.
        pass
    for path in candidates:
        try:
            context.load_verify_locations(cafile=path)
            return
        except (OSError, ssl.SSLError):
            # An unreadable bundle: try the next one.
            continue
