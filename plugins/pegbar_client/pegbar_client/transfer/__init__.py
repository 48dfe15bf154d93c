"""Uploads and downloads of files, which resume."""
