import * as z from "zod";
import { createUserErasable, common, Sha256, subjectKinds, User, type Erasable } from "./parts.ts";

/** A file that somebody brought. */
export const InputRegistered = z.strictObject({
  type: z.literal("input.registered"),
  schema: z.literal(1),
  ...common,
  inputId: z.string(),
  user: User,
  file: z.strictObject({
    sha256: Sha256,
    bytes: z.int().nonnegative(),
    contentType: z.string(),
    filename: z.string(),
  }),
});
export const listInputErasable = (record: z.infer<typeof InputRegistered>): Erasable[] => [
  createUserErasable(record),
  { field: "/file", subjectId: record.inputId, kind: "input" },
];

/** A file of weights that the studio may use. */
export const ModelRegistered = z.strictObject({
  type: z.literal("model.registered"),
  schema: z.literal(1),
  ...common,
  modelId: z.string(),
  user: User,
  model: z.strictObject({
    fileName: z.string(),
    kind: z.string(),
    name: z.string(),
    sha256: Sha256,
    bytes: z.int().nonnegative(),
    family: z.string(),
    licence: z.string(),
  }),
});

/** A version of a workflow: graph and form by their hash. */
export const WorkflowPublished = z.strictObject({
  type: z.literal("workflow.published"),
  schema: z.literal(1),
  ...common,
  workflowId: z.string(),
  versionId: z.string(),
  user: User,
  workflow: z.strictObject({
    slug: z.string(),
    version: z.int().positive(),
    sha256: Sha256,
    class: z.string(),
  }),
});

/** What an admin or the operator did, as the audit trail has it. What was there before and after is committed to. */
export const AdminActed = z.strictObject({
  type: z.literal("admin.acted"),
  schema: z.literal(1),
  ...common,
  action: z.string(),
  subject: z.strictObject({ type: z.string(), id: z.string() }),
  user: User,
  change: z.strictObject({ before: z.unknown(), after: z.unknown() }),
});
export const listAdminErasable = (record: z.infer<typeof AdminActed>): Erasable[] => [
  createUserErasable(record),
  // What is told of a person goes with that person.
  {
    field: "/change",
    subjectId: record.subject.type === "member" ? record.subject.id : record.user.id,
    kind: "identity",
  },
];

/** That values were erased, by whom and why. The records that committed to them stand. */
export const Redacted = z.strictObject({
  type: z.literal("redacted"),
  schema: z.literal(1),
  ...common,
  user: User,
  subjectId: z.string(),
  kinds: z.array(z.enum(subjectKinds)).min(1),
  reason: z.string(),
  /** How many values of how many records. */
  values: z.int().nonnegative(),
  records: z.int().nonnegative(),
});
