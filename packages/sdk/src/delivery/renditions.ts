import { formatFrameRate, type FrameRate } from "@pegbar/frames";
import type { Pegbar } from "../client.ts";
import { PegbarError } from "../error.ts";
import { getRenditionFile, makeRendition, type Rendition, type RenditionRequest } from "../rendition.ts";
import type { DeliveredFile } from "./manifest.ts";

/** A movie or contact sheet of a delivery. */
export interface DeliveredRendition {
  path: string;
  rendition: Rendition;
}

/** Those that could be made, and why others could not. */
export interface DeliveredRenditions {
  renditions: DeliveredRendition[];
  failures: string[];
}

/**
 * The movie and the contact sheet of a version, which the platform makes if it has not. A delivery does not fail without
 * them: the frames are what is delivered.
 */
export async function collectRenditions(
  client: Pick<Pegbar, "get" | "post">,
  versionId: string,
  { title, rate, signal }: { title: string; rate: FrameRate; signal?: AbortSignal | undefined },
): Promise<DeliveredRenditions> {
  const wanted: [path: string, RenditionRequest][] = [
    [`${title}.mp4`, { kind: "movie", format: "mp4", frameRate: formatFrameRate(rate) }],
    [`${title}.contact-sheet.jpg`, { kind: "contactSheet", format: "jpg" }],
  ];
  const found: DeliveredRenditions = { renditions: [], failures: [] };
  // Asked for together, because the platform makes one after the other anyway.
  const results = await Promise.allSettled(
    wanted.map(([, request]) => makeRendition(client, versionId, request, signal ? { signal } : {})),
  );
  for (const [index, result] of results.entries()) {
    const path = wanted[index]?.[0] ?? "";
    if (result.status === "fulfilled") found.renditions.push({ path, rendition: result.value });
    else if (result.reason instanceof PegbarError && result.reason.code === "rendition_failed")
      found.failures.push(result.reason.message);
    else throw result.reason;
  }
  return found;
}

/** Describes them as files of a delivery. */
export const listRenditionFiles = (found: readonly DeliveredRendition[]): DeliveredFile[] =>
  found.map(({ path, rendition }) => {
    const { sha256, bytes } = getRenditionFile(rendition);
    return { path, sha256, bytes };
  });
