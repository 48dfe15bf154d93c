"""Fetches custom nodes into a folder, each at its commit in nodes.lock.json. Usage: fetch-nodes.py LOCK FOLDER"""

import json
import pathlib
import re
import shutil
import subprocess
import sys

lock, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
for node in json.loads(lock.read_text())["nodes"]:
    name, repository, commit = node["name"], node["repository"], node["commit"]
    if not re.fullmatch(r"[A-Za-z0-9_-]+", name) or not re.fullmatch(r"[0-9a-f]{40}", commit):
        sys.exit(f"{name}: the name must have only letters, digits, _ and -, and the commit must have 40 digits")
    target = folder / name
    git = ["git", "-C", str(target)]
    subprocess.run(["git", "init", "-q", str(target)], check=True)
    subprocess.run([*git, "fetch", "-q", "--depth", "1", repository, commit], check=True)
    subprocess.run([*git, "checkout", "-q", commit], check=True)
    shutil.rmtree(target / ".git")
    print(f"{name} {commit}")
