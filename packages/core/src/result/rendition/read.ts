import { and, asc, eq } from "drizzle-orm";
import { formatVersion } from "@pegbar/frames/naming/version.ts";
import * as Access from "../../platform/access/index.ts";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError, VisibleError } from "../../platform/error/index.ts";
import { rendition } from "../../schema/rendition.sql.ts";
import { version } from "../../schema/version.sql.ts";
import { addPlaceCodes } from "../../studio/show/place.ts";
import { contentTypes } from "./request.ts";

export type RenditionRow = typeof rendition.$inferSelect;
/** A rendition with the name of its file. */
export type RenditionDetail = RenditionRow & { filename: string };

const filterVersion = (id: string, permission: Access.Permission) =>
  and(eq(version.id, id), Access.filterReachable(permission, { memberId: version.memberId, showId: version.showId }));

/** The version, if the permission covers it. @throws not_found */
export async function findVersion(tx: Database.Tx, id: string, permission: Access.Permission) {
  const [found] = await addPlaceCodes(await tx.select().from(version).where(filterVersion(id, permission)));
  if (!found) throw createNotFoundError("version", id);
  return found;
}
type Placed = Awaited<ReturnType<typeof findVersion>>;

/** The version for people, in pictures: `HARBOR sq010 sh010 paint v003`. */
export const formatTitle = ({ show, sequence, shot, name, number }: Placed): string =>
  `${show} ${sequence} ${shot} ${name} ${formatVersion(number)}`;

/** Name of the file: `sq010_sh010_paint.v003.mp4`, with its options if they are not the default ones. */
export function nameFile({ sequence, shot, name, number }: Placed, made: RenditionRow): RenditionDetail {
  const options = `${made.kind === "contactSheet" ? ".contact-sheet" : ""}${made.burnIn ? ".burn-in" : ""}`;
  return { ...made, filename: `${sequence}_${shot}_${name}.${formatVersion(number)}${options}.${made.format}` };
}

/** Movies and contact sheets of a version, oldest first. @throws not_found */
export const list = (versionId: string): Promise<RenditionDetail[]> =>
  Database.tx(async (tx) => {
    const found = await findVersion(tx, versionId, "review.read");
    const rows = await tx.select().from(rendition).where(eq(rendition.versionId, versionId)).orderBy(asc(rendition.id));
    return rows.map((row) => nameFile(found, row));
  });

/** One of them. @throws not_found */
export const fromID = (id: string): Promise<RenditionDetail> =>
  Database.tx(async (tx) => {
    const [row] = await tx.select().from(rendition).where(eq(rendition.id, id));
    if (!row) throw createNotFoundError("rendition", id);
    // An actor who may not see the version does not learn that it has this one.
    const rows = await tx.select().from(version).where(filterVersion(row.versionId, "review.read"));
    const [found] = await addPlaceCodes(rows);
    if (!found) throw createNotFoundError("rendition", id);
    return nameFile(found, row);
  });

/** URL to download the file for some minutes. @throws not_found; conflict while there is no file */
export async function download(id: string): Promise<string> {
  const { key, state, reason, filename, format } = await fromID(id);
  if (state !== "ready" || key === null)
    throw new VisibleError(
      "conflict",
      state === "failed"
        ? `It could not be made: ${reason ?? "unknown reason"} Ask for it again (POST /v1/versions/{id}/renditions).`
        : "It is not made yet. Wait until its state is ready.",
    );
  const contentType = contentTypes[format] ?? "application/octet-stream";
  return (await Context.getPorts().storage.signGet(key, { filename, contentType })).url;
}
