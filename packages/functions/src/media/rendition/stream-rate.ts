import type { FrameRate } from "@pegbar/frames";

/**
 * Writes the exact frame rate into the sequence parameter sets of an H.264 stream.
 *
 * @napi-rs/webcodecs 1.3.1 cuts a rate to a whole number: with 24000/1001 its stream says 23 frames per second at a fixed
 * rate, which programs believe that read the stream without its container. `num_units_in_tick` and `time_scale` (ITU-T
 * H.264, E.1.1) have 32 bits each, so that they can be replaced where they are.
 *
 * @param description avcC box (ISO/IEC 14496-15, 5.3.3.1) with one sequence parameter set
 * @param written the whole rate that the encoder was configured with
 * @throws if the set does not contain exactly this rate
 */
export function setStreamRate(
  description: Uint8Array,
  written: number,
  { numerator, denominator }: FrameRate,
): Uint8Array {
  const length = (description[6]! << 8) | description[7]!;
  const set = unescape(description.subarray(8, 8 + length));
  const bits = [...set].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const wanted = toBits(1) + toBits(2 * written);
  const at = bits.indexOf(wanted);
  if (at === -1 || bits.includes(wanted, at + 1))
    throw new Error(`the encoder's stream does not say ${written} frames per second`);
  const replaced = bits.slice(0, at) + toBits(denominator) + toBits(2 * numerator) + bits.slice(at + 64);
  const result = escape(Uint8Array.from(replaced.match(/.{8}/g) ?? [], (byte) => parseInt(byte, 2)));
  const head = Uint8Array.from(description.subarray(0, 8));
  head[6] = result.length >> 8;
  head[7] = result.length & 255;
  return Buffer.concat([head, result, description.subarray(8 + length)]);
}

const toBits = (value: number): string => value.toString(2).padStart(32, "0");

/** Removes the bytes that keep start codes out of the stream: 00 00 03 stands for 00 00. */
const unescape = (bytes: Uint8Array): Uint8Array =>
  bytes.filter((byte, index) => !(byte === 3 && bytes[index - 1] === 0 && bytes[index - 2] === 0));

function escape(bytes: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (const byte of bytes) {
    if (byte <= 3 && out.at(-1) === 0 && out.at(-2) === 0) out.push(3);
    out.push(byte);
  }
  return Uint8Array.from(out);
}
