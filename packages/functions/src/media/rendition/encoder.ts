import {
  EncodedPacket,
  EncodedVideoPacketSource,
  FilePathTarget,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from "mediabunny";
import type * as Library from "@napi-rs/webcodecs";
import type { FrameRate } from "@pegbar/frames";
import { chooseBitrate, chooseCodec } from "./codec.ts";
import type { Size } from "./frame-size.ts";
import { setStreamRate } from "./stream-rate.ts";
import { RenditionError } from "./task.ts";

/** sRGB as video: its primaries are those of BT.709, its transfer function is its own. */
const COLOURS = { primaries: "bt709", transfer: "iec61966-2-1", matrix: "bt709", fullRange: false } as const;
/** Pictures that may wait for the encoder. */
const MAX_QUEUE = 3;

export interface MovieFormat extends Size {
  format: "mp4" | "webm";
  rate: FrameRate;
  /** Frames of the whole movie. */
  frames: number;
  output: string;
}

/** Encodes a movie frame by frame into a file. Memory does not grow with the number of frames. */
export interface MovieEncoder {
  /** Adds the next frame. @param planes I420 of the movie's size */
  add(planes: Uint8Array): Promise<void>;
  /** Encodes what is left and completes the file. */
  finish(): Promise<void>;
}

/** @throws {RenditionError} without an encoder on this machine */
export async function startEncoder(movie: MovieFormat): Promise<MovieEncoder> {
  const { VideoEncoder, VideoFrame } = await loadLibrary();
  const { format, rate, frames, width, height } = movie;
  const perSecond = rate.numerator / rate.denominator;
  const toMicroseconds = (index: number) => Math.round((index * rate.denominator * 1e6) / rate.numerator);
  // Whole rates only; the exact one is in the container, and is written into the stream below.
  const whole = Math.max(1, Math.round(perSecond));
  const source = new EncodedVideoPacketSource(format === "mp4" ? "avc" : "vp9");
  const output = new Output({
    // The index is at the start, so that a player begins before it has the whole file.
    format: format === "mp4" ? new Mp4OutputFormat({ fastStart: "reserve" }) : new WebMOutputFormat(),
    target: new FilePathTarget(movie.output),
  });
  output.addVideoTrack(source, { frameRate: perSecond, maximumPacketCount: frames });
  await output.start();

  let [sent, received] = [0, 0];
  let failure: unknown;
  let written = Promise.resolve();
  const onChunk = (chunk: Library.EncodedVideoChunk, metadata: Library.EncodedVideoChunkMetadata | undefined) => {
    const index = received++;
    if (chunk.timestamp !== toMicroseconds(index)) failure ??= new Error("the encoder changed the order of frames");
    const data = new Uint8Array(chunk.byteLength);
    chunk.copyTo(data);
    const packet = new EncodedPacket(data, chunk.type, (index * rate.denominator) / rate.numerator, 1 / perSecond);
    const described = index === 0 ? setRate(metadata, format, whole, rate) : undefined;
    written = written.then(() => source.add(packet, described));
    written.catch((error: unknown) => (failure ??= error));
  };
  const encoder = new VideoEncoder({
    error: (error) => (failure ??= error),
    output: (chunk, metadata) => {
      try {
        onChunk(chunk, metadata);
      } catch (error) {
        // Thrown into the library, it would end the process.
        failure ??= error;
      }
    },
  });
  encoder.configure({
    codec: chooseCodec(format, movie, rate),
    width,
    height,
    framerate: whole,
    bitrate: chooseBitrate(movie, rate, frames),
    bitrateMode: "variable",
    latencyMode: "quality",
    hardwareAcceleration: "prefer-software",
    ...(format === "mp4" ? { avc: { format: "avc" } } : {}),
  });
  const assertWorking = () => {
    if (failure !== undefined) throw failure;
  };

  return {
    async add(planes) {
      const timestamp = toMicroseconds(sent);
      const frame = new VideoFrame(planes, {
        format: "I420",
        codedWidth: width,
        codedHeight: height,
        timestamp,
        duration: toMicroseconds(sent + 1) - timestamp,
        colorSpace: COLOURS,
      });
      // One key frame per second, to which a player can seek.
      encoder.encode(frame, { keyFrame: sent % whole === 0 });
      frame.close();
      sent++;
      while (encoder.encodeQueueSize > MAX_QUEUE && failure === undefined)
        await new Promise<void>((resolve) => encoder.addEventListener("dequeue", () => resolve(), { once: true }));
      await written;
      assertWorking();
    },
    async finish() {
      await encoder.flush();
      await written;
      assertWorking();
      if (received !== frames) throw new Error(`${received} of ${frames} frames were encoded`);
      await output.finalize();
      encoder.close();
    },
  };
}

/** The library is optional, and prebuilt for common systems only. */
async function loadLibrary() {
  try {
    return await import("@napi-rs/webcodecs");
  } catch (error) {
    throw new RenditionError(
      "No video encoder is installed on the platform: its optional package @napi-rs/webcodecs cannot be loaded.",
      { cause: error },
    );
  }
}

/** What the container says about the stream, with the exact rate. */
function setRate(
  metadata: Library.EncodedVideoChunkMetadata | undefined,
  format: "mp4" | "webm",
  whole: number,
  rate: FrameRate,
): EncodedVideoChunkMetadata {
  const { codec, codedWidth, codedHeight, description } = metadata?.decoderConfig ?? {};
  if (codec === undefined || codedWidth === undefined || codedHeight === undefined)
    throw new Error("the encoder does not describe its stream");
  const described = { codec, codedWidth, codedHeight, colorSpace: COLOURS };
  if (format === "webm") return { decoderConfig: described };
  if (!(description instanceof Uint8Array)) throw new Error("the encoder gives no parameters of its stream");
  return { decoderConfig: { ...described, description: setStreamRate(description, whole, rate) } };
}
