import * as z from "zod";
import { SignedRequest } from "@pegbar/core/contract";
import { Field, Form } from "@pegbar/core/schema/form.ts";
import { Problem } from "../../http/problem.ts";
import { Time } from "./parts.ts";

export const Workflow = z
  .object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    description: z.string(),
    retired: z.boolean(),
    versionId: z.string(),
    version: z.int(),
    sha256: z.string(),
    class: z.string(),
    timeLimitSeconds: z.int(),
    publishedAt: Time,
    /** Id of the member who published the version; null if a program or the platform did. */
    publishedBy: z.string().nullable(),
    form: Form,
  })
  .meta({ id: "Workflow" });

export const WorkflowVersion = Workflow.extend({
  graph: z.record(z.string(), z.unknown()),
}).meta({ id: "WorkflowVersion" });

const Detail = Problem.shape.errors.element;

const Graph = z.record(z.string(), z.unknown());

const Conversion = z
  .object({
    /** Differences from the saved workflow, and settings of the editor that do not apply here. */
    notices: z.array(Detail),
  })
  .meta({ id: "WorkflowConversion" });

/** Present if the workflow was in the format of ComfyUI's editor. */
const conversion = Conversion.optional();

export const ConvertedWorkflow = z
  .object({
    /** In API format. Ids of nodes in subgraphs start with those of the subgraph nodes: `12:3`. */
    graph: Graph,
    conversion,
    /** What keeps the graph from running, such as nodes whose class the image does not have. */
    problems: z.array(Detail),
  })
  .meta({ id: "ConvertedWorkflow" });

/** A graph in API format, by node id. */
export const WorkflowGraph = z
  .record(
    z.string(),
    z.object({
      class_type: z.string(),
      inputs: z.record(z.string(), z.unknown()),
      _meta: z.object({ title: z.string().optional() }).optional(),
    }),
  )
  .meta({ id: "WorkflowGraph" });

export const Proposal = z
  .object({
    /** The graph to publish, in API format. */
    graph: Graph,
    conversion,
    form: Form.extend({ outputs: z.array(Form.shape.outputs.element) }),
    /** Other values of the graph that could become fields. */
    more: z.array(Field),
    /** Models that the graph uses; each must be registered and cleared. */
    models: z.array(z.object({ name: z.string(), kind: z.string() })),
    /** What keeps the graph from running. */
    problems: z.array(Detail),
    /** Nodes that only preview, so that their results are not stored. */
    warnings: z.array(Detail),
  })
  .meta({ id: "WorkflowProposal" });

export const PublishedWorkflow = Workflow.extend({ conversion, warnings: z.array(Detail) }).meta({
  id: "PublishedWorkflow",
});

export const Model = z
  .object({
    id: z.string(),
    fileName: z.string(),
    kind: z.string(),
    name: z.string(),
    sha256: z.string(),
    family: z.string(),
    licence: z.string(),
    vramMib: z.int(),
    status: z.enum(["active", "revoked", "announced", "checking", "refused"]),
    bytes: z.int().nullable(),
    shared: z.boolean(),
    clearedShowIds: z.array(z.string()),
  })
  .meta({ id: "Model" });

export const OwnModel = Model.extend({
  /** Present until a file in one piece is uploaded. */
  upload: SignedRequest.optional(),
  /** Present until a file in parts is uploaded: the missing parts, by number from 1. */
  parts: z.array(SignedRequest.extend({ number: z.int() })).optional(),
}).meta({ id: "OwnModel" });

export const SharedModel = Model.omit({ bytes: true, shared: true, clearedShowIds: true }).meta({ id: "SharedModel" });

export const ModelUse = z
  .object({
    memberId: z.string(),
    member: z.string(),
    showId: z.string(),
    show: z.string(),
    jobs: z.int(),
    firstAt: Time,
    lastAt: Time,
  })
  .meta({ id: "ModelUse" });

export const ObjectInfo = z
  .object({
    comfyuiVersion: z.string(),
    /** Class name → class, in the form of ComfyUI's `/object_info`. */
    objectInfo: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "ObjectInfo" });
