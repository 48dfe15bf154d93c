import {
  CustomSource,
  EncodedPacketSink,
  FLAC,
  Input,
  MP3,
  MP4,
  OGG,
  QTFF,
  WAVE,
  WEBM,
  type InputAudioTrack,
  type InputFormat,
  type InputTrack,
  type InputVideoTrack,
} from "mediabunny";
import { MAX_AUDIO_SECONDS, type ContentType } from "@pegbar/core/catalog/input/limits.ts";
import { NO_FACTS, type MediaFacts, type MediaWarning } from "@pegbar/core/schema/media-facts.ts";
import type { ByteSource } from "./byte-source.ts";
import { findFrameRate } from "./frame-rate.ts";
import type { Inspected } from "./inspect.ts";
import { InputError } from "./input-error.ts";

const FORMATS: readonly InputFormat[] = [MP4, QTFF, WEBM, WAVE, FLAC, MP3, OGG];
/** Formats with an index, whose packets are counted without reading them. */
const INDEXED: readonly ContentType[] = ["video/mp4", "video/quicktime"];
/** Packets of a file without an index from which its frame rate is measured. */
const SAMPLE_PACKETS = 1000;
/** Bytes of the file to keep in memory. */
const CACHE_BYTES = 4 * 2 ** 20;

/**
 * Reads size, duration, frames and rate of video and audio from the container, and checks that the last packet of each
 * track is in the file. Decodes nothing.
 */
export async function inspectMedia(source: ByteSource, contentType: ContentType): Promise<Inspected> {
  const input = new Input({
    formats: [...FORMATS],
    source: new CustomSource({
      getSize: () => source.bytes,
      read: (start, end) => source.read(start, end),
      maxCacheSize: CACHE_BYTES,
      prefetchProfile: "fileSystem",
    }),
  });
  try {
    return await describe(input, contentType);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw createDamagedError(contentType);
  } finally {
    input.dispose();
  }
}

const createDamagedError = (contentType: ContentType) =>
  new InputError(
    "input_damaged",
    INDEXED.includes(contentType)
      ? "The file has no complete index (moov): its recording or its copy was interrupted. Export or copy it again."
      : "The file is damaged, or it ends too early. Export or copy it again.",
  );

async function describe(input: Input, contentType: ContentType): Promise<Inspected> {
  const video = await input.getPrimaryVideoTrack();
  const audio = await input.getPrimaryAudioTrack();
  const isVideo = contentType.startsWith("video/");
  if (!video && !audio) throw createDamagedError(contentType);
  if (isVideo && !video)
    throw new InputError(
      "input_type_not_supported",
      "The file has no video track. Export it as WAV, FLAC, MP3 or Opus.",
    );
  const main = isVideo ? video : audio;
  if (!main) throw createDamagedError(contentType);
  if (video) await assertComplete(video);
  if (audio) await assertComplete(audio);
  const seconds = await main.computeDuration();
  if (!Number.isFinite(seconds) || seconds <= 0) throw createDamagedError(contentType);
  const sound = audio && (await describeAudio(audio));
  if (!isVideo) {
    assertNotTooLong(seconds, sound ?? {});
    return {
      contentType,
      width: null,
      height: null,
      facts: { ...NO_FACTS, ...sound, codec: await main.getCodec(), durationMs: Math.round(seconds * 1000) },
    };
  }
  if (!video) throw createDamagedError(contentType);
  return {
    contentType,
    width: await video.getDisplayWidth(),
    height: await video.getDisplayHeight(),
    facts: {
      ...NO_FACTS,
      audioChannels: sound?.audioChannels ?? null,
      sampleRate: sound?.sampleRate ?? null,
      codec: (await video.getCodec()) ?? readCodecId(video),
      durationMs: Math.round(seconds * 1000),
      ...(await describeVideo(video, seconds, INDEXED.includes(contentType))),
    },
  };
}

/** The container's name for a codec that is not decoded anywhere here, such as `apcn` (ProRes). */
const readCodecId = ({ internalCodecId }: InputTrack): string | null =>
  internalCodecId === null ? null : String(internalCodecId).replaceAll(/[^\w.-]/g, "");

/** Reads the last packet: in a file that was cut off, the index or the first packets are complete, but not the last. */
async function assertComplete(track: InputTrack): Promise<void> {
  const sink = new EncodedPacketSink(track);
  const last = await sink.getPacket(Infinity);
  if (!last || last.byteLength === 0)
    throw new InputError(
      "input_damaged",
      `The ${track.isVideoTrack() ? "video" : "audio"} track is empty or cut off. Export or copy the file again.`,
    );
}

async function describeAudio(audio: InputAudioTrack): Promise<Partial<MediaFacts>> {
  const codec = await audio.getCodec();
  const bits = /^pcm-[suf](\d+)/.exec(codec ?? "")?.[1];
  return {
    audioChannels: await audio.getNumberOfChannels(),
    sampleRate: await audio.getSampleRate(),
    bitDepth: bits === undefined ? null : Number(bits),
  };
}

function assertNotTooLong(seconds: number, { audioChannels, sampleRate }: Partial<MediaFacts>): void {
  if (seconds <= MAX_AUDIO_SECONDS) return;
  const gigabytes = (seconds * (sampleRate ?? 48_000) * (audioChannels ?? 2) * 4) / 1e9;
  throw new InputError(
    "input_too_long",
    `The audio lasts ${formatDuration(seconds)}. ComfyUI would load all of it into memory, ${gigabytes.toFixed(1)} GB. ` +
      `Cut it to at most ${formatDuration(MAX_AUDIO_SECONDS)}.`,
  );
}

function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${Math.floor(whole / 3600)}:${pad(Math.floor(whole / 60) % 60)}:${pad(whole % 60)}`;
}

async function describeVideo(
  video: InputVideoTrack,
  seconds: number,
  isIndexed: boolean,
): Promise<Partial<MediaFacts>> {
  const timestamps: number[] = [];
  const sink = new EncodedPacketSink(video);
  for await (const packet of sink.packets(undefined, undefined, { metadataOnly: true })) {
    timestamps.push(packet.timestamp);
    if (timestamps.length > SAMPLE_PACKETS) break;
  }
  const all = timestamps.length <= SAMPLE_PACKETS;
  const resolution = await video.getTimeResolution();
  const { frameRate, isConstant } = findFrameRate(timestamps, resolution, seconds);
  const counted = async () => (await video.computePacketStats()).packetCount;
  const estimated = () => Math.round((seconds * frameRate.numerator) / frameRate.denominator);
  const frames = all ? timestamps.length : isIndexed ? await counted() : estimated();
  const { primaries, transfer } = await video.getColorSpace();
  const warnings: MediaWarning[] = [];
  if (!isConstant)
    warnings.push({
      code: "variable_frame_rate",
      message: "The frame rate varies. ComfyUI plays all frames at the average rate: export at a constant rate.",
    });
  if (await video.hasHighDynamicRange())
    warnings.push({
      code: "hdr_not_converted",
      message:
        "The video has a high dynamic range (PQ or HLG). ComfyUI passes its values on without converting them to sRGB: " +
        "convert it first.",
    });
  return {
    frames,
    frameRate,
    colourProfile: primaries || transfer ? [primaries, transfer].filter(Boolean).join(" / ") : null,
    warnings,
  };
}
