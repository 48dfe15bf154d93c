import path from "node:path";
import { makeRendition, PegbarError, type components, type Pegbar } from "@pegbar/sdk";
import { saveAssets, saveRendition } from "@pegbar/sdk/node";
import type { ReviewData } from "./event.ts";

type Asset = components["schemas"]["Asset"];

/** A file for Kitsu. */
export interface Media {
  file: string;
  filename: string;
  /** Whether Kitsu keeps the file as it is, instead of encoding it again. */
  keep: boolean;
}

/** What Kitsu shows as a picture or a movie, by extension (Zou 1.0.97). It refuses WebP, and keeps EXR as a file. */
const SHOWN = new Set(["png", "jpg", "jpeg", "mp4", "mov", "webm", "mkv"]);

/**
 * Saves the movie of a version, which the platform makes if it has not, or the first picture or video of one without frames.
 * @returns the file, or why there is none
 */
export async function collectMedia(
  pegbar: Pegbar,
  { versionId, name, version }: ReviewData,
  folder: string,
): Promise<{ media: Media } | { missing: string }> {
  const { shotId } = await pegbar.get("/v1/versions/{id}", { params: { path: { id: versionId } } });
  const assets: Asset[] = [];
  for await (const asset of pegbar.pages("/v1/assets", { shotId, name, version, limit: 200 })) assets.push(asset);
  if (assets.some(({ frame }) => frame !== null)) return collectMovie(pegbar, versionId, folder);
  const shown = assets
    .toSorted((a, b) => a.position - b.position)
    .find(({ filename }) => SHOWN.has(path.extname(filename).slice(1).toLowerCase()));
  if (!shown) return { missing: `Kitsu cannot show ${assets[0]?.filename ?? "a version without files"}.` };
  for await (const { file } of saveAssets(pegbar, [shown], folder, { certificate: false }))
    return { media: describeMedia(file, shown.filename) };
  return { missing: `${shown.filename} is gone.` };
}

/**
 * MP4 is kept. Kitsu would encode it again with the production's size and rate, which adds or drops frames; and of a movie
 * without sound it loses the first 250 frames, or all (Zou 1.0.97, findings/zou-silent-movies-lose-frames.sh). Browsers
 * do not play the other formats everywhere.
 */
const describeMedia = (file: string, filename: string): Media => ({
  file,
  filename,
  keep: path.extname(filename).toLowerCase() === ".mp4",
});

async function collectMovie(
  pegbar: Pegbar,
  versionId: string,
  folder: string,
): Promise<{ media: Media } | { missing: string }> {
  try {
    const movie = await makeRendition(pegbar, versionId, { kind: "movie", format: "mp4" });
    const file = path.join(folder, movie.filename);
    await saveRendition(pegbar, movie, file);
    return { media: describeMedia(file, movie.filename) };
  } catch (error) {
    if (error instanceof PegbarError && error.code === "rendition_failed") return { missing: error.message };
    throw error;
  }
}
