import * as z from "zod";
import { createUserErasable, common, Sha256, subjectKinds, User, type Erasable } from "./parts.ts";

/** An uploaded file. */
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

/** A model file that the studio may use. */
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

/** A version of a workflow, with the hashes of graph and form. */
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

/** What an admin or operator did, as in the audit trail. The values before and after are commitments. */
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
  // Changes that concern a person are erased with that person's identity.
  {
    field: "/change",
    subjectId: record.subject.type === "member" ? record.subject.id : record.user.id,
    kind: "identity",
  },
];

/** Values were erased, with who erased them and why. The records keep their commitments. */
export const Redacted = z.strictObject({
  type: z.literal("redacted"),
  schema: z.literal(1),
  ...common,
  user: User,
  subjectId: z.string(),
  kinds: z.array(z.enum(subjectKinds)).min(1),
  reason: z.string(),
  /** Number of erased values, and of the records that contain them. */
  values: z.int().nonnegative(),
  records: z.int().nonnegative(),
});
