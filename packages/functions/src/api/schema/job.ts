import * as z from "zod";
import { executionStates } from "@pegbar/comfyui";
import { Execution, Progress, SignedRequest, WorkloadClass } from "@pegbar/core/contract";
import { Credentials, MediaFacts } from "@pegbar/core/catalog/input";
import { jobStates, lanes } from "@pegbar/core/job";
import { Time } from "./parts.ts";

const Placeholder = z
  .base64()
  .nullable()
  .describe(
    "ThumbHash of the thumbnail in base64, at most 25 bytes: a picture 32 pixels wide or high to show until the thumbnail " +
      "has loaded. Null without a thumbnail, and for files from before placeholders were introduced.",
  );

export const Input = z
  .object({
    id: z.string(),
    sha256: z.string(),
    bytes: z.int(),
    contentType: z.string(),
    filename: z.string(),
    /** `erased`: file, name and hash were deleted permanently. */
    status: z.enum(["announced", "checking", "verified", "refused", "erased"]),
    width: z.int().nullable(),
    height: z.int().nullable(),
    media: MediaFacts.nullable().describe(
      "Frames, duration, rate, channels and colour profile as found in the file, and `warnings` about what ComfyUI does with it. " +
        "Null until the file is verified.",
    ),
    placeholder: Placeholder,
    credentials: Credentials.nullable().describe(
      "Summary of the file's content credentials (C2PA): `untrusted` ones are intact but signed by an unknown authority; `ours` " +
        "are signed by this platform and name the leaf. Null for a file without any, and until the file is verified.",
    ),
    createdAt: Time,
    /** For a verified image that could be decoded. */
    thumbnailUrl: z.url().optional(),
    /** Present until the file is uploaded; `parts` for one over 64 MiB. */
    upload: SignedRequest.optional(),
    parts: z.array(SignedRequest.extend({ number: z.int() })).optional(),
  })
  .meta({ id: "Input" });

const Failure = z.object({
  kind: z.string(),
  message: z.string(),
  node: z.object({ id: z.string(), classType: z.string(), title: z.string().optional() }).optional(),
  traceback: z.array(z.string()).optional(),
});

const jobFields = {
  id: z.string(),
  state: z.enum(jobStates),
  reason: z.string().nullable(),
  heldBy: z
    .enum(["person", "platform", "dependency"])
    .nullable()
    .describe(
      "What holds it: a person, the platform after too many interruptions, or jobs of an earlier step. Null if it is not held.",
    ),
  failure: Failure.nullable(),
  progress: Progress.nullable(),
  cancelRequested: z.boolean(),
  show: z.string(),
  sequence: z.string(),
  shot: z.string(),
  shotId: z.string(),
  memberId: z.string(),
  workflowVersionId: z.string().nullable(),
  batchId: z.string().nullable(),
  /** Index of its step in the batch, from 0. */
  step: z.int(),
  /** Number of its frame in the shot; null for a job without one. */
  frame: z.int().nullable(),
  /** The frames that it renders at once, and those of them that it keeps; null if it renders one. */
  window: z.object({ frames: z.string(), kept: z.string() }).nullable(),
  /** Index of its combination of parameters in the batch, from 0. */
  variant: z.int(),
  /** The job whose results it has, instead of having run. */
  reusedJobId: z.string().nullable(),
  parameters: z.record(z.string(), z.unknown()),
  /** When graph and parameters were erased. */
  erasedAt: Time.nullable(),
  class: WorkloadClass,
  lane: z.enum(lanes),
  priority: z.int(),
  /** Labels that the client gave: up to 16 strings by name. */
  labels: z.record(z.string(), z.string()),
  /** Reserved on the quotas until the job ends. */
  reserved: z.object({ gpuSeconds: z.number(), dollars: z.number() }),
  createdAt: Time,
  startedAt: Time.nullable(),
  endedAt: Time.nullable(),
};

/**
 * For queued jobs, with `wait`: number of the studio's jobs ahead, and the estimated time until it starts; null if no
 * worker of its class runs and none is started.
 */
const Wait = z.object({ jobsAhead: z.int(), seconds: z.object({ low: z.number(), high: z.number() }).nullable() });

export const JobSummary = z
  .object({
    ...jobFields,
    /** With `pictures`: the latest preview, or the first result. */
    pictureUrl: z.url().optional(),
    /** Of the first result. */
    placeholder: Placeholder.optional(),
    wait: Wait.optional(),
  })
  .meta({ id: "JobSummary" });

export const Job = z
  .object({
    ...jobFields,
    wait: Wait.optional(),
    /** Name of the form's input → `inp_…`. */
    inputs: z
      .record(z.string(), z.union([z.string(), z.array(z.string())]))
      .describe(
        "Name of each input of the form → id of its file; of an input that takes all frames of a window, their ids.",
      ),
    attempts: z.array(
      z.object({
        id: z.string(),
        state: z.enum(["running", "succeeded", "failed", "interrupted", "cancelled"]),
        reason: z.string().nullable(),
        failure: Failure.nullable(),
        executionMs: z.int().nullable(),
        execution: Execution.nullable().describe(
          "Ids of the nodes that ComfyUI ran, and of those whose results it took from the cache of earlier jobs. A loop that " +
            "ran only some of its passes has its nodes in both. Null while it runs, and if it is not known.",
        ),
        startedAt: Time,
        endedAt: Time.nullable(),
      }),
    ),
  })
  .meta({ id: "Job" });

const marks = {
  flag: z.enum(["favourite", "rejected"]).nullable().describe("Your own."),
  rating: z.int().nullable().describe("Your own, 1 to 5."),
  tags: z.array(z.string()).describe("In alphabetical order."),
};

export const Asset = z
  .object({
    id: z.string(),
    show: z.string(),
    sequence: z.string(),
    shot: z.string(),
    shotId: z.string(),
    jobId: z.string(),
    memberId: z.string(),
    name: z.string(),
    version: z.int().describe("Number within shot and name. All frames of a batch have one version."),
    batchId: z.string().nullable(),
    frame: z.int().nullable().describe("Number of its frame in the shot; null for a result without one."),
    reusedAssetId: z
      .string()
      .nullable()
      .describe(
        "The result whose file it is, because an earlier job had the same content. Null for one that was made for its job.",
      ),
    nodeId: z.string().describe("Id of the graph's node that saved it."),
    position: z.int(),
    execution: z
      .enum(executionStates)
      .describe(
        "`rendered`: computed for its job. `cached`: a sampler's result, or everything before the node that saved it, came " +
          "from ComfyUI's cache of an earlier job. `unknown`: the worker's connection to ComfyUI was lost, or the result is from " +
          "before this was recorded.",
      ),
    filename: z.string(),
    sha256: z.string(),
    bytes: z.int(),
    contentType: z.string(),
    width: z.int().nullable(),
    height: z.int().nullable(),
    /** For video and audio. */
    durationMs: z.int().nullable(),
    frames: z.int().nullable(),
    media: MediaFacts.nullable().describe(
      "Channels, bit depth, frame rate and colour profile. Null until it is described.",
    ),
    carriesCredentials: z
      .boolean()
      .describe(
        "Whether files of its type can have content credentials (C2PA); a platform that signs adds them within seconds.",
      ),
    credentialsIn: z
      .enum(["file", "sidecar", "none"])
      .describe(
        "Where its content credentials (C2PA) are: in a signed copy of the file, in a separate manifest next to the original " +
          "(EXR, HDR, WebM, Opus, GLB), or nowhere, because the type has none.",
      ),
    credentialed: z
      .object({ filename: z.string(), sha256: z.string(), bytes: z.int() })
      .nullable()
      .describe(
        "The file with content credentials (C2PA), or the sidecar; null until it is signed, and for types without credentials.",
      ),
    placeholder: Placeholder,
    thumbnailUrl: z.url().optional(),
    ...marks,
    createdAt: Time,
  })
  .meta({ id: "Asset" });

export const AssetMarks = z.object({ items: z.array(z.object({ id: z.string(), ...marks })) });

export const AssetTags = z.object({ items: z.array(z.object({ tag: z.string(), assets: z.int() })) });

export const AssetGroups = z
  .object({
    items: z.array(
      z.object({
        key: z.string().describe("Day, as `2026-11-25`, or the shot's codes, as `HARBOR/sq010/sh010`."),
        count: z.int(),
        shotId: z.string().nullable(),
        createdAfter: Time.nullable(),
        createdBefore: Time.nullable(),
        cursors: z.array(z.string()).describe("Of each page of the group after its first."),
      }),
    ),
    pageSize: z.int(),
    total: z.int(),
    truncated: z.boolean().describe("Whether there are older assets, which are not counted."),
  })
  .meta({ id: "AssetGroups" });

/** A result in a lineage. */
const Reached = z.object({
  id: z.string(),
  show: z.string(),
  sequence: z.string(),
  shot: z.string(),
  jobId: z.string(),
  filename: z.string(),
  sha256: z.string(),
  createdAt: Time,
  /** Number of results in between. */
  steps: z.int(),
});
export const Descendants = z.object({ items: z.array(Reached), truncated: z.boolean() }).meta({ id: "Descendants" });
export const Origins = z
  .object({
    assets: z.array(Reached),
    inputs: z.array(z.object({ id: z.string(), filename: z.string(), sha256: z.string() })),
    models: z.array(
      z.object({
        id: z.string(),
        fileName: z.string(),
        kind: z.string(),
        sha256: z.string(),
        licence: z.string(),
        status: z.string(),
      }),
    ),
    workflows: z.array(z.object({ id: z.string(), slug: z.string(), version: z.int(), sha256: z.string() })),
    /** `from` went into `to`: ids of the above. */
    edges: z.array(z.object({ from: z.string(), to: z.string() })),
    truncated: z.boolean(),
  })
  .meta({ id: "Origins" });

const Entry = z.object({
  proof: z.string().meta({ description: "C2SP tlog-proof" }),
  record: z.string().meta({ description: "RFC 8785 text; the leaf is its RFC 9162 hash" }),
});
/** Fields in the order of RFC 8785: the response body is the certificate file that `verify` reads. */
export const Certificate = z
  .object({
    about: z.enum(["asset", "shot"]),
    anchor: Entry.meta({ description: "The studio's checkpoint in the platform's log" }),
    entries: z.array(
      z.object({
        disclosed: z.array(z.object({ field: z.string(), salt: z.string(), value: z.unknown() })),
        ...Entry.shape,
      }),
    ),
    format: z.literal("pegbar-certificate/2"),
    keys: z.object({ log: z.array(z.string()), witnesses: z.array(z.string()) }),
  })
  .meta({ id: "Certificate" });

export const JobChange = z
  .strictObject({ priority: z.int().min(-100).max(100).optional(), lane: z.enum(lanes).optional() })
  .refine(({ priority, lane }) => priority !== undefined || lane !== undefined, "give a priority, a lane, or both");

export const Acted = z
  .object({
    changed: z.int(),
    /** Number of running jobs among these, which stop as soon as their workers receive the request. */
    stopping: z.int(),
  })
  .meta({ id: "Acted" });
