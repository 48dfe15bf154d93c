#!/usr/bin/env bash
# OpenTimelineIO 0.18.1: an image sequence reference pads negative frames to one character more than %04d does.
#
# Frame -3 with four digits is `plate.-003.exr` in C's %04d, which FFmpeg and Python share, and in fileseq: the minus counts.
# target_url_for_image_number makes `plate.-0003.exr` of it, and other padding would change the names of the positive frames.
# A shot that begins before frame 0, as shots with handles do, is offline in the editor up to frame -1 and there from 0 on.
#
# Pegbar's names count the minus, and files with either name are recognized (packages/frames/src/sequence/pattern.ts).
set -euo pipefail
command -v python3 > /dev/null || { echo "skipped: python3 is not installed"; exit 0; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check opentimelineio==0.18.1 fileseq==3.4.0

venv/bin/python - <<'SCRIPT'
import fileseq
from opentimelineio.opentime import RationalTime, TimeRange
from opentimelineio.schema import ImageSequenceReference

first, count = -3, 5
reference = ImageSequenceReference(
    target_url_base="", name_prefix="plate.", name_suffix=".exr", start_frame=first, frame_step=1, rate=24,
    frame_zero_padding=4, available_range=TimeRange(RationalTime(0, 24), RationalTime(count, 24)))
by_otio = [reference.target_url_for_image_number(number) for number in range(count)]
by_printf = ["plate.%04d.exr" % frame for frame in range(first, first + count)]
by_fileseq = list(fileseq.FileSequence(f"plate.{first}-{first + count - 1}#.exr"))
print("OpenTimelineIO", by_otio)
print("%04d          ", by_printf)
print("fileseq       ", by_fileseq)

assert by_printf == by_fileseq
assert [mine == theirs for mine, theirs in zip(by_otio, by_printf)] == [False, False, False, True, True]
assert by_otio[0] == "plate.-0003.exr"
SCRIPT
