import { createHash } from "node:crypto";
import { and, desc, eq } from "drizzle-orm";
import * as z from "zod";
import { Graph } from "@pegbar/comfyui";
import { canonicalBytes } from "@pegbar/verify";
import * as Context from "../context.ts";
import { WorkloadClass } from "../contract/index.ts";
import * as Database from "../database/index.ts";
import { notFound } from "../error.ts";
import { fn } from "../fn.ts";
import * as Id from "../id.ts";
import { Form } from "./form.ts";
import { workflow, workflowVersion } from "./workflow.sql.ts";

export { Form, type Field } from "./form.ts";
export { fill } from "./fill.ts";

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);

/** Publishes the next version of a workflow; makes the workflow if there is none of that slug. Versions never change. */
export const publish = fn(
  z.object({
    slug,
    name: z.string().min(1).max(200),
    description: z.string().max(2000).default(""),
    graph: Graph,
    form: Form,
    class: WorkloadClass,
    timeLimitSeconds: z.int().min(1).max(86_400).default(900),
  }),
  (draft) =>
    Database.tx(async (tx) => {
      const actor = Context.actor();
      const tenantId = Context.tenantId();
      await tx
        .insert(workflow)
        .values({
          id: Id.create("workflow"),
          tenantId,
          slug: draft.slug,
          name: draft.name,
          description: draft.description,
        })
        .onConflictDoNothing();
      const [parent] = await tx.select().from(workflow).where(eq(workflow.slug, draft.slug)).for("update");
      if (!parent) throw notFound("workflow", draft.slug);
      const [latest] = await tx
        .select({ number: workflowVersion.number, sha256: workflowVersion.sha256, id: workflowVersion.id })
        .from(workflowVersion)
        .where(eq(workflowVersion.workflowId, parent.id))
        .orderBy(desc(workflowVersion.number))
        .limit(1);
      const sha256 = versionHash(draft.graph, draft.form);
      if (latest?.sha256 === sha256) return { workflowId: parent.id, versionId: latest.id, number: latest.number };
      const version = { id: Id.create("workflowVersion"), number: (latest?.number ?? 0) + 1 };
      await tx.insert(workflowVersion).values({
        ...version,
        tenantId,
        workflowId: parent.id,
        graph: draft.graph,
        form: draft.form,
        sha256,
        class: draft.class,
        timeLimitSeconds: draft.timeLimitSeconds,
        publishedBy: actor.type === "member" ? actor.memberId : null,
      });
      return { workflowId: parent.id, versionId: version.id, number: version.number };
    }),
);

/** SHA-256 over the RFC 8785 bytes of graph and form. */
export function versionHash(graph: Graph, form: Form): string {
  return createHash("sha256").update(canonicalBytes({ form, graph })).digest("hex");
}

const columns = {
  id: workflow.id,
  slug: workflow.slug,
  name: workflow.name,
  description: workflow.description,
  versionId: workflowVersion.id,
  version: workflowVersion.number,
  class: workflowVersion.class,
  timeLimitSeconds: workflowVersion.timeLimitSeconds,
  form: workflowVersion.form,
  sha256: workflowVersion.sha256,
  createdAt: workflow.createdAt,
};

/** The tenant's workflows, each with its newest version. */
export const list = fn(z.object({}), () =>
  Database.tx((tx) =>
    tx
      .selectDistinctOn([workflow.slug], columns)
      .from(workflow)
      .innerJoin(workflowVersion, eq(workflowVersion.workflowId, workflow.id))
      .where(eq(workflow.retired, false))
      .orderBy(workflow.slug, desc(workflowVersion.number)),
  ),
);

/** The version to run: `wfv_…`, or the newest one of the workflow with this id or slug. */
export const version = fn(z.string().max(128), (ref) =>
  Database.tx(async (tx) => {
    const named = ref.startsWith("wfv_")
      ? eq(workflowVersion.id, ref)
      : and(ref.startsWith("wfl_") ? eq(workflow.id, ref) : eq(workflow.slug, ref), eq(workflow.retired, false));
    const [found] = await tx
      .select({ ...columns, graph: workflowVersion.graph })
      .from(workflowVersion)
      .innerJoin(workflow, eq(workflow.id, workflowVersion.workflowId))
      .where(named)
      .orderBy(desc(workflowVersion.number))
      .limit(1);
    if (!found) throw notFound("workflow", ref);
    return found;
  }),
);
