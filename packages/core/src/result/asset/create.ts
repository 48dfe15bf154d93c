import { createHash } from "node:crypto";
import { describeExecution } from "@pegbar/comfyui";
import type { CompleteRequest } from "../../contract/index.ts";
import * as Database from "../../platform/database/index.ts";
import * as Id from "../../platform/id.ts";
import * as Removal from "../../platform/removal/index.ts";
import { enqueueRecords } from "../../platform/record/index.ts";
import type { Ending } from "../../attempt/end.ts";
import { buildOutputKey } from "../../attempt/output-key.ts";
import { asset } from "../../schema/asset.sql.ts";
import { describeResult } from "./describe-result.ts";
import { describeRuntime } from "./describe-runtime.ts";
import { chooseFileName } from "./file-name.ts";
import { enqueueCredentials, enqueueDescriptions } from "./media-tasks.ts";
import { listPictureNames } from "./picture-names.ts";
import { placeOutputs } from "./place-outputs.ts";
import { readRecordFacts } from "./record-facts.ts";
import { expectRenditions } from "../rendition/expect.ts";
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
    () => createVersions(tx, job, names),
    () => readRecordFacts(tx, [job]),
  ]);
  const results = groups.flatMap(({ nodeId, outputs, name, execution }) => {
    const numbered = versions.get(name);
    if (!numbered) throw new Error(`no version for the result ${name}`);
    const { number: version, naming } = numbered;
    return placeOutputs(outputs, job).map(({ output, frame, position, count }) => {
      const named = { name, version, frame, position, count };
      const row = {
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
        frame,
        nodeId,
        position,
        execution: execution.state,
        filename: chooseFileName(facts.place, naming, named, output.filename),
        key: buildOutputKey(ending.tenantId, ending.attemptId, output),
        sha256: output.sha256,
        blake3: output.blake3 ?? null,
        bytes: output.bytes,
        contentType: output.contentType,
      };
      return { row, execution };
    });
  });
  const rows = results.map(({ row }) => row);
  await Database.runTogether([
    () => tx.insert(asset).values(rows),
    () => enqueueDescriptions(tx, rows),
    () => leaveOthers(tx, ending, result, rows),
    () => enqueueCredentials(tx, rows),
    () => expectRenditions(tx, job, listPictureNames(rows)),
  ]);
  const record = facts.records.get(job.id);
  if (!record) throw new Error(`no facts about the job ${job.id}`);
  await enqueueRecords(
    tx,
    results.map(({ row, execution }) => ({
      ...record,
      frame: row.frame,
      job: { id: ending.jobId, attempt: ending.fence },
      runtime: describeRuntime(ending.runtime),
      reusedFrom: null,
      execution,
      ...describeResult(row),
    })),
  );
  return rows;
}

/** The janitor deletes the files of frames that a window does not keep. */
async function leaveOthers(
  tx: Database.Tx,
  { attemptId, tenantId }: Ending,
  { outputs }: CompleteRequest,
  rows: readonly { key: string }[],
): Promise<void> {
  if (rows.length === outputs.length) return;
  const kept = new Set(rows.map(({ key }) => key));
  const keys = outputs.map((output) => buildOutputKey(tenantId, attemptId, output));
  await Removal.leave(
    tx,
    keys.filter((key) => !kept.has(key)),
  );
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
