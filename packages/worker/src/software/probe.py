"""Prints what ComfyUI's Python knows about its software, as lines of JSON. Imports no package of ComfyUI: that would take
seconds and GPU memory. What is not known is left out.

Usage: python probe.py COMFYUI_FOLDER [CUSTOM_NODES_FOLDER]
       python - COMFYUI_FOLDER [CUSTOM_NODES_FOLDER] < probe.py
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import subprocess
import sys
from importlib import metadata

# Packages whose versions can change results or speed: ComfyUI's requirements that compute, and kernels that ComfyUI and
# common custom nodes use if they are installed.
PACKAGES = (
    "torch", "torchvision", "torchaudio", "torchsde", "torchao", "triton", "triton-windows",
    "xformers", "flash-attn", "flash-attn-3", "sageattention", "sageattn3", "spas-sage-attn",
    "comfy-kitchen", "comfy-aimdo", "nunchaku", "bitsandbytes", "gguf", "tensorrt", "onnxruntime", "onnxruntime-gpu",
    "nvidia-cudnn-cu11", "nvidia-cudnn-cu12", "nvidia-cudnn-cu13",
    "nvidia-cublas-cu11", "nvidia-cublas-cu12", "nvidia-cublas",
    "transformers", "tokenizers", "sentencepiece", "safetensors", "diffusers", "accelerate", "peft",
    "numpy", "scipy", "einops", "kornia", "spandrel", "pillow", "av",
    "opencv-python", "opencv-python-headless", "opencv-contrib-python", "opencv-contrib-python-headless",
)  # fmt: skip

# A folder with more Python files, or more bytes in them, has no hash.
MAX_FILES = 5000
MAX_BYTES = 64 * 1024 * 1024
MAX_TEXT_BYTES = 64 * 1024
NVIDIA_SMI_SECONDS = 5

SINGLE_FILES_OF_COMFYUI = {"websocket_image_save.py"}


def read_text(path: str) -> str | None:
    """The start of a file; None if it cannot be read."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read(MAX_TEXT_BYTES)
    except OSError:
        return None


def find(pattern: str, text: str | None) -> str | None:
    """The first group of the first match."""
    found = re.search(pattern, text or "", re.MULTILINE)
    return found.group(1) if found else None


def list_packages() -> dict[str, str]:
    """Installed versions by distribution name."""
    versions: dict[str, str] = {}
    for name in PACKAGES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return versions


def read_cuda_version() -> str | None:
    """The CUDA version that torch was built for, from its generated file."""
    try:
        file = metadata.distribution("torch").locate_file("torch/version.py")
    except metadata.PackageNotFoundError:
        return None
    return find(r"^cuda\b[^=]*=\s*['\"]([\d.]+)['\"]", read_text(str(file)))


def read_driver_version() -> str | None:
    """The version of the NVIDIA driver: from the kernel, or from nvidia-smi where the kernel does not say."""
    version = find(r"^NVRM version:.*?\s(\d+\.\d+(?:\.\d+)?)\s", read_text("/proc/driver/nvidia/version"))
    if version:
        return version
    try:
        asked = subprocess.run(
            ["nvidia-smi", "--query-gpu=driver_version", "--format=csv,noheader"],
            capture_output=True, text=True, timeout=NVIDIA_SMI_SECONDS, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return find(r"^(\d[\d.]*)$", asked.stdout)


def find_git_folders(folder: str) -> list[str]:
    """The folder with HEAD, and that with branches and settings: they differ in worktrees."""
    git = os.path.join(folder, ".git")
    if os.path.isfile(git):
        linked = find(r"^gitdir: (.+)$", read_text(git))
        if linked is None:
            return []
        git = os.path.join(folder, linked)
    if not os.path.isdir(git):
        return []
    common = read_text(os.path.join(git, "commondir"))
    return [git, os.path.join(git, common.strip())] if common else [git]


def read_commit(folder: str) -> str | None:
    """The commit that is checked out. Reads git's files: git itself would run what the folder's settings name."""
    folders = find_git_folders(folder)
    if not folders:
        return None
    head = (read_text(os.path.join(folders[0], "HEAD")) or "").strip()
    if head.startswith("ref: "):
        name = head[len("ref: ") :]
        if not re.fullmatch(r"refs/[\w./+-]+", name) or ".." in name:
            return None
        loose = [(read_text(os.path.join(one, name)) or "").strip() for one in folders]
        packed = find(rf"^([0-9a-f]{{40}}) {re.escape(name)}$", read_packed_refs(folders[-1]))
        head = next((one for one in loose if one), packed or "")
    return head if re.fullmatch(r"[0-9a-f]{40}", head) else None


def read_packed_refs(git: str) -> str | None:
    try:
        with open(os.path.join(git, "packed-refs"), encoding="utf-8", errors="replace") as file:
            return file.read(MAX_BYTES)
    except OSError:
        return None


def read_remote(folder: str) -> str | None:
    """The URL of the remote `origin`, as the settings have it: it may contain a password."""
    folders = find_git_folders(folder)
    settings = read_text(os.path.join(folders[-1], "config")) if folders else None
    section = find(r"^\[remote \"origin\"\]\s*\n((?:(?!\[).*\n?)*)", settings)
    return find(r"^\s*url\s*=\s*(\S+)\s*$", section)


def read_version(folder: str) -> str | None:
    """The version in `pyproject.toml`, by which ComfyUI's registry knows a custom node."""
    section = find(r"^\[project\]\s*\n((?:(?!\[).*\n?)*)", read_text(os.path.join(folder, "pyproject.toml")))
    return find(r"^version\s*=\s*['\"]([^'\"]+)['\"]", section)


def list_sources(folder: str) -> list[str] | None:
    """The Python files below a folder; None if there are too many."""
    files: list[str] = []
    size = 0
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = os.path.join(parent, name)
            if name.startswith(".") or not name.endswith(".py") or os.path.islink(path):
                continue
            files.append(path)
            size += os.path.getsize(path)
        if len(files) > MAX_FILES or size > MAX_BYTES:
            return None
    return files


def hash_sources(folder: str) -> str | None:
    """SHA-256 of all Python files, like:
    find . -name '*.py' -type f -not -path '*/.*' | LC_ALL=C sort | xargs sha256sum | sha256sum
    """
    files = list_sources(folder)
    if not files:
        return None
    relative = {os.fsencode("./" + os.path.relpath(path, folder).replace(os.sep, "/")): path for path in files}
    total = hashlib.sha256()
    for name in sorted(relative):
        with open(relative[name], "rb") as file:
            total.update(hashlib.sha256(file.read()).hexdigest().encode() + b"  " + name + b"\n")
    return total.hexdigest()


def describe_custom_node(path: str) -> dict[str, str | None] | None:
    """A folder, or a single Python file, that ComfyUI loads; None for anything else."""
    name = os.path.basename(path)
    if name.startswith((".", "__")) or name.endswith(".disabled"):
        return None
    try:
        if os.path.isdir(path):
            return {
                "name": name,
                "remote": read_remote(path),
                "commit": read_commit(path),
                "version": read_version(path),
                "sha256": hash_sources(path),
            }
        if name.endswith(".py") and name not in SINGLE_FILES_OF_COMFYUI and os.path.isfile(path):
            with open(path, "rb") as file:
                return {"name": name[: -len(".py")], "sha256": hashlib.sha256(file.read()).hexdigest()}
    except OSError:  # a file that just went away, or may not be read
        return {"name": name}
    return None


def list_custom_nodes(folder: str) -> list[dict[str, str | None]]:
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    found = [describe_custom_node(os.path.join(folder, name)) for name in names]
    return [{key: value for key, value in one.items() if value is not None} for one in found if one]


def print_line(facts: dict[str, object]) -> None:
    print(json.dumps({name: value for name, value in facts.items() if value is not None}), flush=True)


def main() -> None:
    comfyui = sys.argv[1] if len(sys.argv) > 1 else "."
    custom_nodes = sys.argv[2] if len(sys.argv) > 2 else os.path.join(comfyui, "custom_nodes")
    # The quick facts first: the reader stops waiting after some seconds, and keeps the lines so far.
    print_line({"python": platform.python_version(), "packages": list_packages(), "cuda": read_cuda_version()})
    print_line({"comfyuiCommit": read_commit(comfyui), "driver": read_driver_version()})
    print_line({"customNodes": list_custom_nodes(custom_nodes)})


main()
