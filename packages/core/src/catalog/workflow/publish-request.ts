import * as z from "zod";
import { Form } from "../../schema/form.ts";
import * as Workflow from "./index.ts";

export const PublishRequest = z.strictObject({
  slug: Workflow.Draft.shape.slug,
  name: Workflow.Draft.shape.name,
  description: Workflow.Draft.shape.description,
  graph: z.record(z.string(), z.unknown()),
  /** Default: the proposed form. */
  form: Form.optional(),
  class: Workflow.Draft.shape.class,
  timeLimitSeconds: Workflow.Draft.shape.timeLimitSeconds,
});
export type PublishRequest = z.output<typeof PublishRequest>;
