import { and, eq, isNull } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { VisibleError } from "../../platform/error/index.ts";
import * as Id from "../../platform/id.ts";
import * as Outbox from "../../platform/outbox/index.ts";
import { rendition } from "../../schema/rendition.sql.ts";
import { show } from "../../schema/show.sql.ts";
import { findVersion, nameFile, type RenditionDetail } from "./read.ts";
import type { RenditionRequest } from "./request.ts";
import { createTask } from "./start.ts";
import { hashFrames, readVersionFrames } from "./version-frames.ts";

/**
 * Asks for a movie or contact sheet of the frames that a version has now. One that exists with these options is returned; it
 * is made again if it failed or the version has other frames since.
 * @throws not_found; conflict for a version without frames
 */
export const create = (versionId: string, request: RenditionRequest): Promise<RenditionDetail> =>
  Database.tx(async (tx) => {
    const found = await findVersion(tx, versionId, "rendition.create");
    const frames = await readVersionFrames(tx, found);
    if (!frames.some(({ file }) => file))
      throw new VisibleError(
        "conflict",
        "This version has no frames. Movies and contact sheets are made of versions of batches with frames.",
      );
    const tenantId = Context.getTenantId();
    const options = {
      kind: request.kind,
      format: request.format,
      burnIn: request.kind === "movie" && request.burnIn,
      frameRate: request.kind === "movie" ? (request.frameRate ?? (await readShowRate(tx, found.showId))) : null,
    };
    await tx
      .insert(rendition)
      .values({
        id: Id.create("rendition"),
        tenantId,
        versionId,
        memberId: Context.getMember().memberId,
        automatic: false,
        ...options,
        state: "waiting",
        createdAt: Context.getPorts().clock.now(),
      })
      .onConflictDoNothing();
    const [row] = await tx
      .select()
      .from(rendition)
      .where(
        and(
          eq(rendition.versionId, versionId),
          eq(rendition.kind, options.kind),
          eq(rendition.format, options.format),
          eq(rendition.burnIn, options.burnIn),
          options.frameRate === null ? isNull(rendition.frameRate) : eq(rendition.frameRate, options.frameRate),
        ),
      )
      .for("no key update");
    if (!row) throw new Error("the rendition was not stored");
    const isCurrent = row.state === "ready" && row.framesSha256 === hashFrames(frames);
    if (row.state === "pending" || isCurrent) return nameFile(found, row);
    const [started] = await tx
      .update(rendition)
      .set({ state: "pending", reason: null, attempts: 0 })
      .where(eq(rendition.id, row.id))
      .returning();
    await Outbox.enqueueEffect(tx, createTask(tenantId, row.id));
    return nameFile(found, started ?? row);
  });

async function readShowRate(tx: Database.Tx, showId: string): Promise<string> {
  const [found] = await tx.select({ frameRate: show.frameRate }).from(show).where(eq(show.id, showId));
  if (!found) throw new Error(`no show ${showId}`);
  return found.frameRate;
}
