#!/usr/bin/env bash
# Zou 1.0.97 (Kitsu's API): a movie without sound loses its first frames when it is uploaded as a preview.
#
# Zou adds a silent soundtrack to it and then trims the result with `-ss 00:00:00` as an output option and `-c copy`. With
# B-frames, the first key frame's decoding time is before 0, so FFmpeg drops it, and all frames up to the next key frame: 250 by
# x264's default, for which the preview then shows frame 250. A movie with one key frame loses all of its pictures, and its
# preview becomes "broken". A movie that is as long as its soundtrack, as FFmpeg 7.0.2 made some, is not trimmed.
#
# The example for Kitsu uploads MP4 with ?normalize=false, which Zou stores as it is (examples/kitsu/media.ts).
set -euo pipefail
for program in python3 ffmpeg ffprobe; do
  command -v "$program" > /dev/null || { echo "skipped: $program is not installed"; exit 0; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-deps zou==1.0.97 ffmpeg-python==0.2.0 future==1.0.0
ffmpeg -version | head -1

for frames in 48 600; do
  for b in 0 3; do
    ffmpeg -loglevel error -f lavfi -i testsrc=size=256x144:rate=24 -frames:v "$frames" -pix_fmt yuv420p -c:v libx264 \
      -bf "$b" "plate.$frames.$b.mp4"
  done
done

venv/bin/python - <<'SCRIPT'
import logging, shutil, subprocess
logging.disable(logging.CRITICAL)
import ffmpeg
from zou.utils import movie

def count(file):
    command = "ffprobe -v error -count_frames -select_streams v -show_entries stream=nb_read_frames -of csv=p=0"
    return int(subprocess.run([*command.split(), file], capture_output=True, text=True, check=True).stdout.strip() or 0)

lost = {}
for frames in (48, 600):
    for b in (0, 3):
        source = f"plate.{frames}.{b}.mp4"
        before = count(source)
        shutil.copy(source, "upload.mp4")
        try:
            movie.normalize_movie("upload.mp4", "24.000", 256, 144)
            # The upload with its soundtrack, which is what the previews are encoded from.
            after = count("upload.mp4")
        except ffmpeg.Error as error:
            after = str(error.stderr.decode().splitlines()[-2])
        print(f"{before} frames, {'with' if b else 'without'} B-frames: {after}")
        lost[frames, b] = after

assert lost[48, 0] == 48 and lost[600, 0] == 600
assert lost[48, 3] == "Stream map '0:v' matches no streams."
assert lost[600, 3] == 350
SCRIPT
