#!/usr/bin/env bash
# openjd-model 0.13.0: a descending range counts downwards only while no ascending neighbour joins it.
#
# `3-1:-1` yields 3, 2, 1, and `3-1:-1,9-11` still starts with 3, 2, 1. With a range that continues it, as in `3-1:-1,4-6`,
# both become one range, which yields 1 to 6: the first half has changed its direction. The text of a range does not keep
# the direction either: str() of `3-1:-1` is `1-3`, which yields 1, 2, 3.
#
# A farm that renders the last frames first, and saves the range as text, renders them last. Pegbar must keep the range as it was written.
set -euo pipefail
command -v python3 > /dev/null || { echo "skipped: python3 is not installed"; exit 0; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check openjd-model==0.13.0

venv/bin/python - <<'SCRIPT'
from openjd.model import IntRangeExpr

def read(text):
    found = IntRangeExpr.from_str(text)
    print(f"{text:>12}  {list(found)}  as text: {found}")
    return list(found), str(found)

assert read("3-1:-1") == ([3, 2, 1], "1-3")
assert read("3-1:-1,9-11") == ([3, 2, 1, 9, 10, 11], "1-3,9-11")
assert read("3-1:-1,4-6") == ([1, 2, 3, 4, 5, 6], "1-6")
assert read("1-3") == ([1, 2, 3], "1-3")
SCRIPT
