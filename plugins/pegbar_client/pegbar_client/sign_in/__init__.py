"""Signing in with the studio's identity provider (OpenID Connect)."""
