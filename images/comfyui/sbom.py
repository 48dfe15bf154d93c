"""Writes a CycloneDX SBOM of ComfyUI, custom nodes and Python packages. Debian packages are in BuildKit's own SBOM.

Usage: sbom.py PIP-LIST.json LOCK COMFYUI-REPOSITORY COMFYUI-COMMIT > SBOM.json
"""

import json
import pathlib
import re
import sys

packages, lock, repository, commit = sys.argv[1:]


def of_git(name, address, at):
    found = re.fullmatch(r"https://github\.com/([^/]+/[^/]+?)(\.git)?/?", address)
    purl = f"pkg:github/{found[1].lower()}@{at}" if found else f"pkg:generic/{name}@{at}?vcs_url=git%2B{address}"
    return {
        "type": "application",
        "name": name,
        "version": at,
        "purl": purl,
        "externalReferences": [{"type": "vcs", "url": address}],
    }


def of_pip(package):
    # Normalised like on PyPI.
    name = re.sub(r"[-_.]+", "-", package["name"]).lower()
    version = package["version"]
    return {"type": "library", "name": name, "version": version, "purl": f"pkg:pypi/{name}@{version}"}


nodes = json.loads(pathlib.Path(lock).read_text())["nodes"]
components = [
    of_git("ComfyUI", repository, commit),
    *[of_git(node["name"], node["repository"], node["commit"]) for node in nodes],
    *[of_pip(package) for package in json.loads(pathlib.Path(packages).read_text())],
]
print(json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": components}, indent=1))
