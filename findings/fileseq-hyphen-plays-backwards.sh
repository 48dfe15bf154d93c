#!/usr/bin/env bash
# fileseq 3.4.0: a sequence whose names have a hyphen in front of the number is listed from its end to its beginning.
#
# `plate-0001.exr` to `plate-0003.exr` are found as frames -3 to -1, because the hyphen is read as a minus. Listed in frame
# order, the last picture comes first, so an animation plays backwards. `frame(4)` of the sequence is `plate00004.exr`, a name
# that no file has. `plate.0001.exr` and `plate_0001.exr` are read as frame 1.
#
# The author calls the minus expected in https://github.com/justinfx/fileseq/issues/143. It is not in fileseq's
# documentation that the order of the pictures changes.
#
# Pegbar reads a hyphen as a minus only after a dot, an underscore or another hyphen (packages/frames/src/sequence/split-name.ts).
set -euo pipefail
command -v python3 > /dev/null || { echo "skipped: python3 is not installed"; exit 0; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check fileseq==3.4.0

venv/bin/python - <<'SCRIPT'
from fileseq import findSequencesInList

def find(separator):
    names = [f"plate{separator}{number:04}.exr" for number in (1, 2, 3)]
    [found] = findSequencesInList(names)
    print(f"{names} -> frames {found.start()} to {found.end()}: {list(found)}; frame 4 is {found.frame(4)}")
    return names, found

for separator in (".", "_"):
    names, found = find(separator)
    assert list(found) == names and found.start() == 1

names, found = find("-")
assert (found.start(), found.end()) == (-3, -1)
assert list(found) == names[::-1]
assert found.frame(4) == "plate00004.exr"
SCRIPT
