#!/usr/bin/env bash
# @napi-rs/webcodecs 1.3.1: RGB is converted with the matrix of BT.601 although the frame's colour space says BT.709.
#
# The stream is tagged with the colour space of the frame, so that every correct player converts back with the other matrix:
# a red of (200, 30, 40) comes back with its green and red about ten steps off, and skin tones drift. A frame without a colour
# space would be a guess; here both the frame says what it is and the stream repeats it.
#
# Pegbar converts to I420 itself and gives the encoder planes (packages/functions/src/media/rendition/i420.ts).
set -euo pipefail
command -v node > /dev/null || { echo "skipped: node is not installed"; exit 0; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund @napi-rs/webcodecs@1.3.1 || { echo "skipped: the package has no build for this system"; exit 0; }

cat > matrix.mjs <<'SCRIPT'
import assert from "node:assert/strict";
import { VideoDecoder, VideoEncoder, VideoFrame } from "@napi-rs/webcodecs";

const [width, height] = [320, 192];
const red = [200, 30, 40];
const colorSpace = { primaries: "bt709", transfer: "iec61966-2-1", matrix: "bt709", fullRange: false };

let config;
const chunks = [];
const encoder = new VideoEncoder({
  error: (error) => { throw error; },
  output: (chunk, metadata) => { config ??= metadata?.decoderConfig; chunks.push(chunk); },
});
encoder.configure({ codec: "avc1.640028", width, height, framerate: 24, bitrate: 8e6 });
const pixels = new Uint8Array(width * height * 4);
for (let i = 0; i < pixels.length; i += 4) pixels.set([...red, 255], i);
const frame = new VideoFrame(pixels, { format: "RGBA", codedWidth: width, codedHeight: height, timestamp: 0, colorSpace });
encoder.encode(frame, { keyFrame: true });
frame.close();
await encoder.flush();

let decoded;
const decoder = new VideoDecoder({ error: (error) => { throw error; }, output: (one) => (decoded = one) });
decoder.configure(config);
for (const chunk of chunks) decoder.decode(chunk);
await decoder.flush();
const planes = new Uint8Array(decoded.allocationSize());
await decoded.copyTo(planes);
const [ySize, cSize] = [width * height, (width * height) / 4];
const middle = (offset, size) => planes[offset + Math.floor(size / 2)];
const got = [middle(0, ySize), middle(ySize, cSize), middle(ySize + cSize, cSize)];

/** Limited-range Y, Cb and Cr of a colour with these weights of red and blue. */
function convert([r, g, b], kr, kb) {
  const y = kr * r + (1 - kr - kb) * g + kb * b;
  const scale = (value, range, offset) => Math.round(offset + (value * range) / 255);
  return [scale(y, 219, 16), scale((b - y) / (2 * (1 - kb)), 224, 128), scale((r - y) / (2 * (1 - kr)), 224, 128)];
}
const [by709, by601] = [convert(red, 0.2126, 0.0722), convert(red, 0.299, 0.114)];
const distance = (other) => Math.max(...got.map((value, i) => Math.abs(value - other[i])));
console.log({ frameSays: colorSpace.matrix, got, by709, by601 });
assert.ok(distance(by601) <= 2, "no longer the matrix of BT.601");
assert.ok(distance(by709) > 5, "now the matrix of BT.709");
SCRIPT
node matrix.mjs
