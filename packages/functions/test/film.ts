import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  Output,
  type Mp4OutputFormat,
  type WebMOutputFormat,
} from "mediabunny";

const DELTA = 1 / 24;
/** Ten frames at 24 per second, which are never decoded. */
export async function film(format: Mp4OutputFormat | WebMOutputFormat, codec: "avc" | "vp9", rotation: 0 | 90 = 0) {
  const output = new Output({ format, target: new BufferTarget() });
  const source = new EncodedVideoPacketSource(codec);
  output.addVideoTrack(source, { frameRate: 24, rotation });
  await output.start();
  // Decoder parameters: profile, level, and no parameter sets.
  const description = Uint8Array.of(1, 0x42, 0, 0x1e, 0xff, 0xe0, 0);
  for (let i = 0; i < 10; i++)
    await source.add(new EncodedPacket(Uint8Array.of(i, 1, 2), i === 0 ? "key" : "delta", i * DELTA, DELTA), {
      decoderConfig: {
        codec: codec === "avc" ? "avc1.42001e" : "vp09.00.10.08",
        codedWidth: 64,
        codedHeight: 36,
        ...(codec === "avc" ? { description } : {}),
      },
    });
  await output.finalize();
  return new Uint8Array(output.target.buffer ?? new ArrayBuffer());
}
