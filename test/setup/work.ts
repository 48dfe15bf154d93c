import { createHash } from "node:crypto";
import type { Actor } from "@pegbar/core/platform/actor.ts";
import type { CompleteRequest, FailRequest, Lease, OutputFile } from "@pegbar/core/contract";
import * as Dispatch from "@pegbar/core/job/dispatch";
import * as Job from "@pegbar/core/job";
import * as Attempt from "@pegbar/core/attempt";
import * as Result from "@pegbar/core/result/complete.ts";
import * as Quota from "@pegbar/core/studio/quota";
import { buildClaimRequest, type Studios } from "./studio.ts";

/** An output file of a worker. */
interface Made {
  bytes: Uint8Array;
  filename: string;
  contentType: string;
}

/** Creates short functions for what artists, workers and operators do. */
export function createActions(studios: Studios) {
  const dispatch = <T>(cb: () => Promise<T>) => studios.runAsPlatform("dispatch", cb);
  const submit = async (actor: Actor, request: Record<string, unknown> = {}, key?: string): Promise<string> => {
    const shot = actor.type === "member" && actor.email.endsWith("orrery.example") ? "COMET" : "HARBOR";
    const asked = {
      shot: `${shot}/sq010/sh010`,
      workflow: "paint-text",
      parameters: { prompt: "a lamp", seed: 1 },
      ...request,
    };
    const { job } = await studios.as(actor, () => Job.submit(Job.SubmitRequest.parse(asked), key));
    return job.id;
  };
  /** Claims with the next unused dispatch ticket of a class, like a worker that has received it. */
  const claim = async (models: string[] = [], workloadClass: "light" | "heavy" | "xl" = "light") => {
    const [row] = await studios.database.admin()`
      select nonce from demand where class = ${workloadClass} and used_at is null order by created_at limit 1`;
    if (!row) return undefined;
    const request = { ...buildClaimRequest(String(row["nonce"])), class: workloadClass, models };
    const answer = await dispatch(() => Attempt.claim(request));
    return answer.result === "granted" ? answer.lease : undefined;
  };
  const output = ({ bytes, filename, contentType }: Made): OutputFile => ({
    name: `9/0/${filename}`,
    nodeId: "9",
    kind: "images",
    filename,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    bytes: bytes.length,
    contentType,
  });
  /** Completes an attempt with files. Default: a file that contains the attempt's id. */
  const complete = async (
    lease: Lease,
    executionMs: number,
    made: Made | readonly Made[] = {
      bytes: Buffer.from(lease.attemptId),
      filename: "paint.png",
      contentType: "image/png",
    },
    execution: CompleteRequest["execution"] = null,
  ) => {
    const files = [made].flat();
    const outputs = files.map(output);
    const { uploads } = await dispatch(() => Attempt.signUploads(lease.tenantId, lease.attemptId, outputs));
    await Promise.all(
      uploads.map(({ upload }, index) =>
        fetch(upload.url, {
          method: "PUT",
          headers: upload.headers,
          body: new Uint8Array(files[index]?.bytes ?? []),
        }),
      ),
    );
    return dispatch(() => Result.complete(lease.tenantId, lease.attemptId, { outputs, executionMs, execution }));
  };
  return {
    dispatch,
    submit,
    claim,
    complete,
    fail: (lease: Lease, executionMs: number, kind: FailRequest["kind"] = "node_error") =>
      dispatch(() => Attempt.fail(lease.attemptId, { kind, message: "shapes differ", traceback: [], executionMs })),
    lose: (lease: Lease, executionMs = 0) =>
      dispatch(() => Attempt.release(lease.attemptId, { reason: "stopping", executionMs })),
    cancel: (actor: Actor, id: string) => studios.as(actor, () => Job.actOn(id, { action: "cancel" })),
    job: (actor: Actor, id: string) => studios.as(actor, () => Job.fromID(id)),
    quota: (actor: Actor, id: string) => studios.as(actor, () => Quota.fromID(id)),
    /** Sets limits, and issues tickets for the jobs that they allow. */
    limit: (tenantId: string, subjectId: string, limits: Quota.Limits) =>
      studios.as({ type: "system", tenantId, name: "test" }, async () => {
        const changed = await Quota.update({ subjectId, change: limits });
        await Dispatch.issueTicketsNow();
        return changed;
      }),
  };
}

/** Finds the ids whose quotas a member's jobs count on. */
export async function findSubjects(studios: Studios, actor: Actor) {
  if (actor.type !== "member") throw new Error("not a member");
  const [show] = await studios.database.admin()`select id from show where tenant_id = ${actor.tenantId}`;
  return { tenantId: actor.tenantId, memberId: actor.memberId, showId: String(show?.["id"]) };
}
