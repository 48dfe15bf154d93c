import type { components } from "@pegbar/sdk";

type Input = components["schemas"]["Input"];
type Described = Pick<Input, "width" | "height"> & Partial<Pick<Input, "media">>;

/** Size, frames, rate, duration and sound of a file in one line, such as `1920 × 1080 · 48 frames · 23.976 fps`. */
export function describeMedia({ width, height, media }: Described): string {
  const { frames, frameRate, durationMs, audioChannels, sampleRate, bitDepth } = media ?? {};
  return [
    width !== null && height !== null ? `${width} × ${height}` : undefined,
    frames != null && frames > 1 ? `${frames} frames` : undefined,
    frameRate ? `${formatRate(frameRate)} fps` : undefined,
    durationMs != null ? formatDuration(durationMs) : undefined,
    audioChannels != null ? `${audioChannels} audio channels` : undefined,
    sampleRate != null ? `${sampleRate / 1000} kHz` : undefined,
    bitDepth != null && bitDepth !== 8 ? `${bitDepth} bits` : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(" · ");
}

const formatRate = ({ numerator, denominator }: { numerator: number; denominator: number }): string =>
  String(Number((numerator / denominator).toFixed(3)));

function formatDuration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 60) return `${Number(seconds.toFixed(2))} s`;
  const whole = Math.round(seconds);
  const pad = (value: number) => String(value).padStart(2, "0");
  const minutes = `${Math.floor(whole / 60) % 60}:${pad(whole % 60)}`;
  return whole < 3600 ? minutes : `${Math.floor(whole / 3600)}:${pad(Math.floor(whole / 60) % 60)}:${pad(whole % 60)}`;
}
