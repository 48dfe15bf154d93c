import { formatFrameRate, formatVersion, listExposures, parseFrameRate, type FrameRate } from "@pegbar/frames";
import type { Pegbar } from "../client.ts";
import { PegbarError } from "../error.ts";
import { hashBytes } from "../hash.ts";
import type { components } from "../schema.ts";
import { findFrameName } from "./frame-name.ts";
import {
  CERTIFICATE_NAME,
  FRAMES_FOLDER,
  listResultFiles,
  MANIFEST_FORMAT,
  MANIFEST_NAME,
  type DeliveredFile,
  type Manifest,
} from "./manifest.ts";
import { collectRenditions, listRenditionFiles, type DeliveredRendition } from "./renditions.ts";
import { createTimeline, listPictureNames, type PictureSequence } from "./timeline.ts";

type Asset = components["schemas"]["Asset"];
type Version = components["schemas"]["Version"];
type Client = Pick<Pegbar, "get" | "pages" | "post" | "request">;

/** A text that the delivery adds to the results. */
export interface DeliveredText {
  path: string;
  text: string;
}

/** Everything of a delivery before the results are downloaded. */
export interface DeliveryPlan {
  /** Name of its folder or ZIP. */
  name: string;
  version: Version;
  manifest: Manifest;
  assets: Asset[];
  /** Movie and contact sheet. */
  renditions: DeliveredRendition[];
  /** Why there is no movie or contact sheet, for people. */
  failures: string[];
  /** Timeline, certificate and manifest. */
  texts: DeliveredText[];
}

export interface DeliveryOptions {
  /** Default: that of the show. */
  rate?: FrameRate;
  /** Whether to include a movie and a contact sheet. Default: true, for a version with frames. */
  renditions?: boolean;
  signal?: AbortSignal;
}

/**
 * Plans the delivery of a version: its results, and if it has frames a timeline in OpenTimelineIO's JSON, a movie and a
 * contact sheet, which the platform makes first; the certificate of the shot, which proves that nothing is left out, and a manifest with the hash of each file.
 * @throws not_found; forbidden without the permission to certify the shot
 */
export async function planDelivery(
  client: Client,
  versionId: string,
  { rate: wantedRate, renditions: wantsRenditions = true, signal }: DeliveryOptions = {},
): Promise<DeliveryPlan> {
  const more = signal ? { signal } : {};
  const version = await client.get("/v1/versions/{id}", { params: { path: { id: versionId } }, ...more });
  const { shotId, name, number } = version;
  const assets: Asset[] = [];
  for await (const asset of client.pages("/v1/assets", { shotId, name, version: number, limit: 200 }, more))
    assets.push(asset);
  assets.sort((a, b) => (a.frame ?? 0) - (b.frame ?? 0) || a.position - b.position);
  const title = `${version.show}_${version.sequence}_${version.shot}_${name}.${formatVersion(number)}`;
  const rate = wantedRate ?? (await readShowRate(client, version.show, signal));
  const sequence = toSequence(title, version, assets, rate);
  const { renditions, failures } =
    sequence && wantsRenditions
      ? await collectRenditions(client, versionId, { title, rate, signal })
      : { renditions: [], failures: [] };
  const certificate = await client.request(`/v1/shots/${shotId}/certificate?wait=20`, more);
  const texts: DeliveredText[] = [
    ...(sequence ? [{ path: `${title}.otio`, text: `${JSON.stringify(createTimeline(sequence), null, 4)}\n` }] : []),
    { path: CERTIFICATE_NAME, text: await certificate.text() },
  ];
  const added = await Promise.all(
    texts.map(async ({ path, text }): Promise<DeliveredFile> => {
      const bytes = new TextEncoder().encode(text);
      return { path, sha256: await hashBytes(bytes), bytes: bytes.length };
    }),
  );
  const manifest: Manifest = {
    format: MANIFEST_FORMAT,
    show: version.show,
    sequence: version.sequence,
    shot: version.shot,
    name,
    version: number,
    versionId,
    status: version.status,
    rate: sequence ? formatFrameRate(rate) : null,
    files: [...listResultFiles(assets), ...listRenditionFiles(renditions), ...added],
  };
  texts.push({ path: MANIFEST_NAME, text: `${JSON.stringify(manifest, null, 2)}\n` });
  return { name: title, version, manifest, assets, renditions, failures, texts };
}

async function readShowRate(client: Client, code: string, signal?: AbortSignal): Promise<FrameRate> {
  const { items } = await client.get("/v1/shows", { params: { query: { code } }, ...(signal ? { signal } : {}) });
  const rate = parseFrameRate(items[0]?.frameRate ?? "");
  if (!rate) throw new PegbarError(`The show ${code} has no frame rate.`, { code: "not_found" });
  return rate;
}

/**
 * The pictures of a version as one sequence; undefined for a version without frames. Names of a timeline are computed by its
 * reader, so each is compared with the file that it must find.
 */
function toSequence(
  title: string,
  { show, sequence, shot, id }: Version,
  assets: readonly Asset[],
  rate: FrameRate,
): PictureSequence | undefined {
  const pictures = assets.filter(({ frame, position }) => frame !== null && position === 0);
  if (pictures.length === 0) return undefined;
  const named = findFrameName(pictures);
  if (!named)
    throw new PegbarError(
      `The pictures of this version have no common name, such as ${pictures[0]?.filename} and ${pictures.at(-1)?.filename}. Deliver versions whose frames have one file type.`,
      { code: "delivery_names" },
    );
  const found: PictureSequence = {
    name: title,
    folder: FRAMES_FOLDER,
    ...named,
    exposures: listExposures(pictures.map(({ frame }) => frame ?? 0)),
    rate,
    metadata: { show, sequence, shot, versionId: id },
  };
  const names = listPictureNames(found);
  const wrong = pictures.find(({ filename }, index) => filename !== names[index]);
  if (wrong)
    throw new PegbarError(
      `A reader of the timeline would look for ${names[pictures.indexOf(wrong)]} instead of ${wrong.filename}. Choose another naming for the show.`,
      { code: "delivery_names" },
    );
  return found;
}
