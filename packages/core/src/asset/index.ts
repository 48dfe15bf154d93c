import { and, asc, desc, eq, inArray, lt, max, type SQL } from "drizzle-orm";
import * as z from "zod";
import { describeGeneration } from "@pegbar/comfyui";
import * as Context from "../context.ts";
import type { CompleteRequest, OutputFile } from "../contract/index.ts";
import * as Database from "../database/index.ts";
import { notFound } from "../error.ts";
import { fn } from "../fn.ts";
import * as Id from "../id.ts";
import { input } from "../input/input.sql.ts";
import { jobInput, jobModel } from "../job/job.sql.ts";
import * as Ledger from "../ledger/index.ts";
import type { Ending } from "../lease/finish.ts";
import { member } from "../member/member.sql.ts";
import { model } from "../model/model.sql.ts";
import * as Outbox from "../outbox/index.ts";
import { sequence, shot, show } from "../show/show.sql.ts";
import { workflow, workflowVersion } from "../workflow/workflow.sql.ts";
import { asset } from "./asset.sql.ts";

const EXTENSION = /\.([A-Za-z0-9]{1,8})$/;

/** Key of an output: tenant, attempt, node and hash. What a custom node called its file is no part of it. */
export function keyOf(tenantId: string, attemptId: string, output: OutputFile): string {
  const extension = EXTENSION.exec(output.filename)?.[1]?.toLowerCase() ?? "bin";
  const node = output.nodeId.replaceAll(/[^A-Za-z0-9_-]/g, "_");
  return `${tenantId}/assets/${attemptId}/${node}-${output.sha256}.${extension}`;
}

/** Makes a finished attempt's outputs assets of their shot, each under its next version, and leaves them to the log. */
export async function create(tx: Database.Tx, ending: Ending, result: CompleteRequest) {
  const { job } = ending;
  const facts = await gather(tx, ending);
  // The shot's lock makes versions consecutive.
  await tx.select({ id: shot.id }).from(shot).where(eq(shot.id, job.shotId)).for("update");
  const rows: (typeof asset.$inferInsert & { id: string })[] = [];
  for (const [nodeId, outputs] of Map.groupBy(result.outputs, (output) => output.nodeId)) {
    const name = job.outputNames[nodeId] ?? `node_${nodeId.replaceAll(/[^A-Za-z0-9_-]/g, "_")}`;
    const version = (await latest(tx, job.shotId, name)) + 1;
    rows.push(
      ...outputs.map((output, position) => ({
        id: Id.create("asset"),
        tenantId: ending.tenantId,
        showId: job.showId,
        shotId: job.shotId,
        jobId: ending.jobId,
        attemptId: ending.attemptId,
        memberId: job.memberId,
        name,
        version,
        nodeId,
        position,
        filename: niceName(facts.place, name, version, position, outputs.length, output),
        key: keyOf(ending.tenantId, ending.attemptId, output),
        sha256: output.sha256,
        bytes: output.bytes,
        contentType: output.contentType,
      })),
    );
  }
  await tx.insert(asset).values(rows);
  for (const row of rows) {
    await Ledger.intend(tx, row.id, { ...facts.record, asset: describeAsset(row), output: describeFile(row) });
    if (row.contentType.startsWith("image/")) {
      await Outbox.put(tx, {
        to: "media",
        task: { task: "thumbnail-asset", tenantId: ending.tenantId, assetId: row.id },
      });
    }
  }
  return rows;
}

const describeAsset = (row: { id: string; name: string; version: number; position: number }) => ({
  id: row.id,
  name: row.name,
  version: row.version,
  position: row.position,
});
const describeFile = (row: { sha256: string; bytes: number; contentType: string }) => ({
  sha256: row.sha256,
  bytes: row.bytes,
  contentType: row.contentType,
});

/** `{sequence}_{shot}_{name}.v001.png`, frames of one output numbered from 1001. */
function niceName(
  place: { sequence: string; shot: string },
  name: string,
  version: number,
  position: number,
  count: number,
  output: OutputFile,
): string {
  const extension = EXTENSION.exec(output.filename)?.[1]?.toLowerCase() ?? "bin";
  const frame = count > 1 ? `.${String(1001 + position)}` : "";
  return `${place.sequence}_${place.shot}_${name}.v${String(version).padStart(3, "0")}${frame}.${extension}`;
}

async function latest(tx: Database.Tx, shotId: string, name: string): Promise<number> {
  const [row] = await tx
    .select({ version: max(asset.version) })
    .from(asset)
    .where(and(eq(asset.shotId, shotId), eq(asset.name, name)));
  return row?.version ?? 0;
}

/** What the log says of every output of this attempt. */
async function gather(tx: Database.Tx, ending: Ending) {
  const { job, runtime } = ending;
  const [place] = await tx
    .select({
      show: show.code,
      sequence: sequence.code,
      shot: shot.code,
      userName: member.name,
      userEmail: member.email,
    })
    .from(shot)
    .innerJoin(sequence, eq(sequence.id, shot.sequenceId))
    .innerJoin(show, eq(show.id, shot.showId))
    .innerJoin(member, eq(member.id, job.memberId))
    .where(eq(shot.id, job.shotId));
  if (!place) throw notFound("shot", job.shotId);
  const inputs = await tx
    .select({ sha256: input.sha256, filename: input.filename })
    .from(jobInput)
    .innerJoin(input, eq(input.id, jobInput.inputId))
    .where(eq(jobInput.jobId, job.id))
    .orderBy(asc(input.sha256));
  const models = await tx
    .select({ fileName: model.fileName, kind: model.kind, sha256: model.sha256, licence: model.licence })
    .from(jobModel)
    .innerJoin(model, eq(model.id, jobModel.modelId))
    .where(eq(jobModel.jobId, job.id))
    .orderBy(asc(model.fileName));
  const [version] =
    job.workflowVersionId === null
      ? []
      : await tx
          .select({ slug: workflow.slug, version: workflowVersion.number, sha256: workflowVersion.sha256 })
          .from(workflowVersion)
          .innerJoin(workflow, eq(workflow.id, workflowVersion.workflowId))
          .where(eq(workflowVersion.id, job.workflowVersionId));
  return {
    place,
    record: {
      type: "asset.generated" as const,
      schema: 1 as const,
      assertedAt: Context.ports().clock.now().toISOString(),
      show: place.show,
      sequence: place.sequence,
      shot: place.shot,
      user: { id: job.memberId, name: place.userName, email: place.userEmail },
      job: { id: job.id, attempt: ending.fence },
      workflow: version ?? null,
      graphSha256: Ledger.hashOf(job.graph),
      generation: describeGeneration(job.graph),
      models,
      inputs,
      runtime,
    },
  };
}

const columns = {
  id: asset.id,
  show: show.code,
  sequence: sequence.code,
  shot: shot.code,
  shotId: asset.shotId,
  jobId: asset.jobId,
  memberId: asset.memberId,
  name: asset.name,
  version: asset.version,
  position: asset.position,
  filename: asset.filename,
  key: asset.key,
  sha256: asset.sha256,
  bytes: asset.bytes,
  contentType: asset.contentType,
  width: asset.width,
  height: asset.height,
  thumbnailKey: asset.thumbnailKey,
  createdAt: asset.createdAt,
};

/** Artists see what they made, others what the studio made. */
function visible(): SQL | undefined {
  const actor = Context.actor();
  if (actor.type !== "member" || actor.role !== "artist") return undefined;
  return eq(asset.memberId, actor.memberId);
}

const select = (tx: Database.Tx) =>
  tx
    .select(columns)
    .from(asset)
    .innerJoin(shot, eq(shot.id, asset.shotId))
    .innerJoin(sequence, eq(sequence.id, shot.sequenceId))
    .innerJoin(show, eq(show.id, asset.showId));

export const fromID = fn(z.string().max(64), (id) =>
  Database.tx(async (tx) => {
    const [found] = await select(tx).where(and(eq(asset.id, id), visible()));
    if (!found) throw notFound("asset", id);
    return found;
  }),
);

/** Newest first; `before` is the id of the last asset of the page before. */
export const list = fn(
  z.object({
    jobId: z.string().max(64).optional(),
    shotId: z.string().max(64).optional(),
    before: z.string().max(64).optional(),
    limit: z.int().min(1).max(200).default(50),
  }),
  ({ jobId, shotId, before, limit }) =>
    Database.tx((tx) =>
      select(tx)
        .where(
          and(
            visible(),
            jobId ? eq(asset.jobId, jobId) : undefined,
            shotId ? eq(asset.shotId, shotId) : undefined,
            before ? lt(asset.id, before) : undefined,
          ),
        )
        .orderBy(desc(asset.id))
        .limit(limit),
    ),
);

/** URL from which the picture can be fetched for some minutes, under its proper name. */
export async function download(id: string) {
  const { key, filename, contentType } = await fromID(id);
  return Context.ports().storage.signGet(key, { filename, contentType });
}

/** Notes what the media function found in a picture. */
export const annotate = (id: string, found: { width: number; height: number; thumbnailKey: string }) =>
  Database.tx((tx) =>
    tx
      .update(asset)
      .set(found)
      .where(inArray(asset.id, [id])),
  );
