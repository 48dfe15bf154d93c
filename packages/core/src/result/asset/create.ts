import { createHash } from "node:crypto";
import { asc, eq } from "drizzle-orm";
import { describeExecution, describeGeneration } from "@pegbar/comfyui";
import * as Context from "../../platform/context.ts";
import type { CompleteRequest, OutputFile } from "../../contract/index.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import * as Id from "../../platform/id.ts";
import { input } from "../../schema/input.sql.ts";
import { jobInput, jobModel } from "../../schema/job.sql.ts";
import { enqueueRecords, hashOf } from "../../platform/record/index.ts";
import type { Ending } from "../../attempt/end.ts";
import { member } from "../../schema/member.sql.ts";
import { model } from "../../schema/model.sql.ts";
import * as Outbox from "../../platform/outbox/index.ts";
import { sequence, shot, show } from "../../schema/show.sql.ts";
import { workflow, workflowVersion } from "../../schema/workflow.sql.ts";
import { asset } from "../../schema/asset.sql.ts";
import { getCredentialPlace } from "./credential-place.ts";
import { readExtension, buildOutputKey } from "../../attempt/output-key.ts";
import { createVersions } from "./version.ts";

/**
 * Creates assets for a finished attempt's outputs, each with the next version in its shot, and enqueues their records.
 */
export async function create(tx: Database.Tx, ending: Ending, result: CompleteRequest) {
  const { job } = ending;
  const byNode = Map.groupBy(result.outputs, (output) => output.nodeId);
  const nodeIds = [...new Set([...Object.keys(job.graph), ...byNode.keys()])];
  const groups = [...byNode].map(([nodeId, outputs]) => ({
    nodeId,
    outputs,
    name: job.outputNames[nodeId] ?? nameNode(nodeId, nodeIds),
    execution: describeExecution(job.graph, nodeId, result.execution ?? null),
  }));
  const names = groups.map(({ name }) => name);
  const [versions, facts] = await Database.runTogether([
    () => createVersions(tx, ending, names),
    () => gather(tx, ending),
  ]);
  const results = groups.flatMap(({ nodeId, outputs, name, execution }) => {
    const version = versions.get(name);
    if (version === undefined) throw new Error(`no version for the result ${name}`);
    const rows = outputs.map((output, position) => ({
      id: Id.create("asset"),
      tenantId: ending.tenantId,
      showId: job.showId,
      shotId: job.shotId,
      jobId: ending.jobId,
      attemptId: ending.attemptId,
      memberId: job.memberId,
      name,
      version,
      batchId: job.batchId,
      frame: job.frame,
      nodeId,
      position,
      execution: execution.state,
      filename: chooseName(facts.place, { name, version, frame: job.frame, position }, outputs.length, output),
      key: buildOutputKey(ending.tenantId, ending.attemptId, output),
      sha256: output.sha256,
      blake3: output.blake3 ?? null,
      bytes: output.bytes,
      contentType: output.contentType,
    }));
    return rows.map((row) => ({ row, execution }));
  });
  const rows = results.map(({ row }) => row);
  const media = rows.filter((row) => /^(image|video|audio|model)\/|safetensors$/.test(row.contentType));
  await Database.runTogether([
    () => tx.insert(asset).values(rows),
    ...media.map((row) => () => Outbox.enqueueEffect(tx, createMediaTask("describe-asset", row))),
    ...rows
      .filter((row) => getCredentialPlace(row) !== "none")
      .map((row) => () => Outbox.enqueueEffect(tx, createMediaTask("credential-asset", row))),
  ]);
  await enqueueRecords(
    tx,
    results.map(({ row, execution }) => ({
      ...facts.record,
      eventId: row.id,
      assetId: row.id,
      execution,
      asset: describeAsset(row),
      output: describeFile(row),
    })),
  );
  return rows;
}

/**
 * Name of an output that the form does not name: `node_12_3` for node `12:3`. Where two nodes would get the same
 * name, a hash is added, because one name for both would make them versions of each other.
 * @param nodeIds all nodes of the graph, and those that it expanded into
 */
function nameNode(nodeId: string, nodeIds: readonly string[]): string {
  const toWord = (id: string) => `node_${id.replaceAll(/[^A-Za-z0-9_-]/g, "_").slice(0, 48)}`;
  const name = toWord(nodeId);
  const isShared = nodeIds.some((id) => id !== nodeId && toWord(id) === name);
  return isShared ? `${name}-${createHash("sha256").update(nodeId).digest("hex").slice(0, 6)}` : name;
}

const createMediaTask = (
  task: "describe-asset" | "credential-asset",
  { tenantId, id }: { tenantId: string; id: string },
): Outbox.Effect => ({ to: "media", task: { task, tenantId, assetId: id } });

const describeAsset = (row: { name: string; version: number; position: number }) => ({
  name: row.name,
  version: row.version,
  position: row.position,
});
const describeFile = (row: { sha256: string; bytes: number; contentType: string }) => ({
  sha256: row.sha256,
  bytes: row.bytes,
  contentType: row.contentType,
});

/**
 * `{sequence}_{shot}_{name}.v001.0012.png`. A result without a frame whose output has several files numbers them from 1001;
 * further files of a frame's output have their position behind the name.
 */
function chooseName(
  place: { sequence: string; shot: string },
  { name, version, frame, position }: { name: string; version: number; frame: number | null; position: number },
  count: number,
  output: OutputFile,
): string {
  const extension = readExtension(output.filename);
  const base = `${place.sequence}_${place.shot}_${name}${frame !== null && count > 1 ? `-${position + 1}` : ""}`;
  const number = frame !== null ? formatFrame(frame) : count > 1 ? String(1001 + position) : undefined;
  return `${base}.v${String(version).padStart(3, "0")}${number === undefined ? "" : `.${number}`}.${extension}`;
}

/** Four digits at least, as in `0012` and `-0012`. */
const formatFrame = (frame: number): string => `${frame < 0 ? "-" : ""}${String(Math.abs(frame)).padStart(4, "0")}`;

/** The ledger records of an attempt's outputs. */
async function gather(tx: Database.Tx, ending: Ending) {
  const { job } = ending;
  const { comfyuiVersion, imageDigest, gpu } = ending.runtime;
  const [[place], inputs, models, [version]] = await Database.runTogether([
    () =>
      tx
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
        .where(eq(shot.id, job.shotId)),
    () =>
      tx
        .select({ id: input.id, sha256: input.sha256, filename: input.filename })
        .from(jobInput)
        .innerJoin(input, eq(input.id, jobInput.inputId))
        .where(eq(jobInput.jobId, job.id))
        .orderBy(asc(input.sha256)),
    () =>
      tx
        .select({
          id: model.id,
          fileName: model.fileName,
          kind: model.kind,
          sha256: model.sha256,
          licence: model.licence,
        })
        .from(jobModel)
        .innerJoin(model, eq(model.id, jobModel.modelId))
        .where(eq(jobModel.jobId, job.id))
        .orderBy(asc(model.fileName)),
    () =>
      tx
        .select({ slug: workflow.slug, version: workflowVersion.number, sha256: workflowVersion.sha256 })
        .from(workflowVersion)
        .innerJoin(workflow, eq(workflow.id, workflowVersion.workflowId))
        .where(eq(workflowVersion.id, job.workflowVersionId ?? "")),
  ]);
  if (!place) throw createNotFoundError("shot", job.shotId);
  return {
    place,
    record: {
      type: "asset.generated" as const,
      schema: 3 as const,
      assertedAt: Context.getPorts().clock.now().toISOString(),
      shotId: job.shotId,
      show: place.show,
      sequence: place.sequence,
      shot: place.shot,
      user: { id: job.memberId, name: place.userName, email: place.userEmail },
      job: { id: job.id, attempt: ending.fence },
      workflow: version ?? null,
      graphSha256: hashOf(job.graph),
      generation: describeGeneration(job.graph),
      models,
      inputs,
      runtime: { comfyuiVersion, imageDigest, gpu },
    },
  };
}
