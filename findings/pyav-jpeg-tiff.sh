#!/usr/bin/env bash
# PyAV 18.1.0 (its wheel's FFmpeg, libavcodec 62.28.102): a JPEG-compressed TIFF is decoded to wrong colours, without an error.
#
# A red picture that Pillow 13.0.0 writes with compression="jpeg" is black; with LZW or Deflate it is red. Pillow reads all
# three as red. ComfyUI 0.33.0's LoadImage decodes pictures with PyAV, so it passes a black picture on.
#
# Observed, the pixel in the middle: jpeg (0, 0, 0), tiff_lzw (255, 0, 0), tiff_adobe_deflate (255, 0, 0).
# Pegbar warns of such inputs (jpeg_compressed_tiff in packages/functions/src/media/warnings.ts).
set -euo pipefail
command -v python3 > /dev/null || { echo "skipped: python3 is not installed"; exit 0; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check av==18.1.0 pillow==13.0.0 numpy
cat > compare.py <<'SCRIPT'
import sys
import av
from PIL import Image

found = {}
for compression in ("jpeg", "tiff_lzw", "tiff_adobe_deflate"):
    name = f"{compression}.tif"
    Image.new("RGB", (64, 48), (255, 0, 0)).save(name, compression=compression)
    with av.open(name) as container:
        frame = next(container.decode(video=0)).to_ndarray(format="rgb24")
    by_pillow = Image.open(name).convert("RGB").getpixel((32, 24))
    found[compression] = tuple(int(value) for value in frame[24, 32])
    print(f"{compression}: PyAV {found[compression]}, Pillow {by_pillow}")
as_observed = found["jpeg"] == (0, 0, 0) and found["tiff_lzw"] == found["tiff_adobe_deflate"] == (255, 0, 0)
sys.exit(0 if as_observed else 1)
SCRIPT
venv/bin/python compare.py
