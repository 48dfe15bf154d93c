import { createHash } from "node:crypto";

/** A file to download, as the portal shows it. */
export interface Download {
  host: "blender" | "maya";
  file: string;
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
}

/** What the portal reads as `plugins.json`. */
export interface PluginListing {
  version: string;
  /** The address inside the files; null if they contain none. */
  url: string | null;
  downloads: Download[];
}

export const describeDownload = (host: Download["host"], file: string, content: Uint8Array): Download => ({
  host,
  file,
  bytes: content.length,
  sha256: createHash("sha256").update(content).digest("hex"),
});
