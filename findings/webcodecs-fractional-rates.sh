#!/usr/bin/env bash
# @napi-rs/webcodecs 1.3.1: an H.264 stream has the frame rate cut to a whole number, with the flag for a fixed rate.
#
# The configuration of WebCodecs takes any positive number for `framerate`, and film is 24000/1001 = 23.976. The stream's
# sequence parameter set then says 23 frames per second, 59.94 becomes 59. A container with exact times hides it, but what reads
# the rate from the stream (editors, MediaInfo's "original frame rate", a remux of the raw stream) is a frame a second off.
#
# Pegbar writes the fraction into the parameter set (packages/functions/src/media/rendition/stream-rate.ts).
set -euo pipefail
command -v node > /dev/null || { echo "skipped: node is not installed"; exit 0; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund @napi-rs/webcodecs@1.3.1 || { echo "skipped: the package has no build for this system"; exit 0; }

cat > rate.mjs <<'SCRIPT'
import assert from "node:assert/strict";
import { VideoEncoder, VideoFrame } from "@napi-rs/webcodecs";

const [width, height] = [320, 192];

/** The sequence parameter set of a stream that was configured with this rate, without emulation prevention bytes. */
async function encode(framerate) {
  let description;
  const encoder = new VideoEncoder({
    error: (error) => { throw error; },
    output: (_chunk, metadata) => (description ??= metadata?.decoderConfig?.description),
  });
  encoder.configure({ codec: "avc1.640028", width, height, framerate, bitrate: 1e6, avc: { format: "avc" } });
  const planes = new Uint8Array((width * height * 3) / 2).fill(128);
  const frame = new VideoFrame(planes, { format: "I420", codedWidth: width, codedHeight: height, timestamp: 0 });
  encoder.encode(frame, { keyFrame: true });
  frame.close();
  await encoder.flush();
  encoder.close();
  const bytes = new Uint8Array(description);
  const set = bytes.subarray(8, 8 + ((bytes[6] << 8) | bytes[7]));
  return set.filter((byte, i) => !(byte === 3 && set[i - 1] === 0 && set[i - 2] === 0));
}

const toBits = (bytes) => [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
const word = (value) => value.toString(2).padStart(32, "0");
/** The fraction whose num_units_in_tick and time_scale (two ticks a frame, ITU-T H.264 E.2.1) the set contains, and the flag. */
function findRate(set, rates) {
  const bits = toBits(set);
  for (const [numerator, denominator] of rates) {
    const at = bits.indexOf(word(denominator) + word(2 * numerator));
    if (at !== -1) return { rate: `${numerator}/${denominator}`, fixed: bits[at + 64] };
  }
  return undefined;
}

const whole = Array.from({ length: 120 }, (_, n) => [n + 1, 1]);
const found = {};
for (const [numerator, denominator] of [[24, 1], [24000, 1001], [60000, 1001]])
  found[`${numerator}/${denominator}`] = findRate(await encode(numerator / denominator), [[numerator, denominator], ...whole]);
console.log("configured → in the stream", found);
assert.deepEqual(found, {
  "24/1": { rate: "24/1", fixed: "1" },
  "24000/1001": { rate: "23/1", fixed: "1" },
  "60000/1001": { rate: "59/1", fixed: "1" },
});
SCRIPT
node rate.mjs
