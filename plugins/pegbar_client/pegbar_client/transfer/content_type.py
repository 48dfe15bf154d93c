"""Types of files, by their first bytes."""

from __future__ import annotations

from pathlib import Path

from ..errors import PegbarError

#: (offset, bytes, type)
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x76\x2f\x31\x01", "image/x-exr"),
    (8, b"WEBP", "image/webp"),
    (0, b"GIF8", "image/gif"),
    (4, b"ftypavif", "image/avif"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"#?RADIANCE", "image/vnd.radiance"),
    (0, b"#?RGBE", "image/vnd.radiance"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (8, b"WAVE", "audio/wav"),
    (0, b"fLaC", "audio/flac"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"glTF", "model/gltf-binary"),
)


def detect_content_type(path: Path, head: bytes) -> str:
    """The type of a file by its first 16 bytes. The server checks the content.

    Raises PegbarError ``invalid_value`` for a type that the API does not accept.
    """
    for offset, signature, content_type in _SIGNATURES:
        if head[offset : offset + len(signature)] == signature:
            return content_type
    if path.suffix.lower() in (".safetensors", ".latent"):
        return "application/x-safetensors"
    if path.suffix.lower() == ".mp3":
        return "audio/mpeg"
    raise PegbarError(
        f"{path.name} is not a supported picture, video, audio or 3D file.",
        code="invalid_value",
        hint="Choose a PNG, JPEG, EXR, WebP, TIFF, MP4, WebM, WAV or GLB file.",
    )
