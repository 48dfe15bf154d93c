import type { Pegbar } from "./client.ts";
import { PegbarError } from "./error.ts";
import { pause } from "./pause.ts";
import type { components, paths } from "./schema.ts";

export type Rendition = components["schemas"]["Rendition"];
/** What to make: a movie or a contact sheet, with its options. */
export type RenditionRequest =
  paths["/v1/versions/{id}/renditions"]["post"]["requestBody"]["content"]["application/json"];

export interface RenditionOptions {
  signal?: AbortSignal;
  /** Called when it is not ready yet. */
  onWait?: () => void;
}

/** Time between two queries, in milliseconds. */
const POLL_MS = 1000;

/**
 * Makes a movie or contact sheet of a version, and waits until it is ready. One that exists with these options is returned
 * at once.
 * @throws PegbarError (rendition_failed) with the reason
 */
export async function makeRendition(
  client: Pick<Pegbar, "get" | "post">,
  versionId: string,
  request: RenditionRequest,
  { signal, onWait }: RenditionOptions = {},
): Promise<Rendition> {
  const more = signal ? { signal } : {};
  let found = await client.post("/v1/versions/{id}/renditions", {
    params: { path: { id: versionId } },
    body: request,
    ...more,
  });
  while (found.state === "pending" || found.state === "waiting") {
    onWait?.();
    await pause(POLL_MS, signal);
    found = await client.get("/v1/renditions/{id}", { params: { path: { id: found.id } }, ...more });
  }
  if (found.state === "ready") return found;
  throw new PegbarError(
    `The ${found.kind === "movie" ? "movie" : "contact sheet"} could not be made: ${found.reason ?? "unknown reason"}`,
    { code: "rendition_failed" },
  );
}

/** Path of the API that redirects to the file. */
export const getRenditionPath = ({ id }: Pick<Rendition, "id">): string => `/v1/renditions/${id}/download`;

/** Length and SHA-256 of a rendition that is ready. */
export function getRenditionFile({ filename, sha256, bytes }: Rendition): {
  filename: string;
  sha256: string;
  bytes: number;
} {
  if (sha256 === null || bytes === null) throw new Error(`${filename} is not made yet`);
  return { filename, sha256, bytes };
}
