import { createHash } from "node:crypto";
import { and, desc, eq, or, sql } from "drizzle-orm";
import * as z from "zod";
import { Graph } from "@pegbar/comfyui";
import { encodeCanonical } from "@pegbar/verify";
import * as Audit from "../../platform/audit/index.ts";
import * as Context from "../../platform/context.ts";
import { WorkloadClass } from "../../contract/index.ts";
import { createDatabaseCache } from "../../platform/database/cache.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError, VisibleError } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import * as Id from "../../platform/id.ts";
import * as Record from "../../platform/record/index.ts";
import { buildFilters, createPaging } from "../../platform/page.ts";
import { queryBoolean } from "../../platform/query.ts";
import { Form } from "../../schema/form.ts";
import { workflow, workflowVersion } from "../../schema/workflow.sql.ts";

export { Form, type Field } from "../../schema/form.ts";
export { fill } from "./fill.ts";

export const Draft = z.strictObject({
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "a-z, 0-9 and -, at most 64"),
  name: z.string().trim().min(1).max(200),
  description: z.string().max(2000).default(""),
  graph: Graph,
  form: Form,
  class: WorkloadClass,
  timeLimitSeconds: z.int().min(1).max(86_400).default(900),
});

/**
 * Publishes the next version of a workflow, and creates the workflow if its slug is new. Versions never change. If
 * graph and form equal those of the newest version, no version is added. A retired workflow becomes active again.
 */
export const publish = fn(Draft, (draft) =>
  Database.tx(async (tx) => {
    const actor = Context.getActor();
    const tenantId = Context.getTenantId();
    const { slug, name, description } = draft;
    await tx
      .insert(workflow)
      .values({ id: Id.create("workflow"), tenantId, slug, name, description })
      .onConflictDoNothing();
    const [parent] = await tx.select().from(workflow).where(eq(workflow.slug, slug)).for("no key update");
    if (!parent) throw createNotFoundError("workflow", slug);
    const [latest] = await tx
      .select()
      .from(workflowVersion)
      .where(eq(workflowVersion.workflowId, parent.id))
      .orderBy(desc(workflowVersion.number))
      .limit(1);
    const sha256 = hashVersion(draft.graph, draft.form);
    const same =
      latest?.sha256 === sha256 &&
      latest.class === draft.class &&
      latest.timeLimitSeconds === draft.timeLimitSeconds &&
      !parent.retired;
    await tx.update(workflow).set({ name, description, retired: false }).where(eq(workflow.id, parent.id));
    if (same) return { workflowId: parent.id, versionId: latest.id, number: latest.number };
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
    await Record.enqueueRecords(tx, [
      {
        type: "workflow.published",
        schema: 1,
        eventId: version.id,
        assertedAt: Context.getPorts().clock.now().toISOString(),
        workflowId: parent.id,
        versionId: version.id,
        user: Record.recordUser(),
        workflow: { slug, version: version.number, sha256, class: draft.class },
      },
    ]);
    await Audit.record(tx, {
      action: "workflow.publish",
      subject: { type: "workflow", id: parent.id },
      ...(latest ? { before: { version: latest.number, sha256: latest.sha256 } } : {}),
      after: {
        slug,
        name,
        version: version.number,
        sha256,
        class: draft.class,
        timeLimitSeconds: draft.timeLimitSeconds,
      },
    });
    return { workflowId: parent.id, versionId: version.id, number: version.number };
  }),
);

/**
 * Retires a workflow, which removes it from the lists, or reactivates it. Accepted jobs still run, and its versions
 * stay in the ledger.
 */
export const setRetired = fn(z.object({ id: z.string().max(128), retired: z.boolean() }), ({ id, retired }) =>
  Database.tx(async (tx) => {
    const [row] = await tx
      .select()
      .from(workflow)
      .where(or(eq(workflow.id, id), eq(workflow.slug, id)))
      .for("no key update");
    if (!row) throw createNotFoundError("workflow", id);
    if (row.retired === retired) return row.id;
    await tx.update(workflow).set({ retired }).where(eq(workflow.id, row.id));
    await Audit.record(tx, {
      action: retired ? "workflow.retire" : "workflow.restore",
      subject: { type: "workflow", id: row.id },
      before: { retired: row.retired },
      after: { retired },
    });
    return row.id;
  }),
);

/** SHA-256 over the RFC 8785 bytes of graph and form. */
export function hashVersion(graph: Graph, form: Form): string {
  return createHash("sha256").update(encodeCanonical({ form, graph })).digest("hex");
}

const columns = {
  id: workflow.id,
  slug: workflow.slug,
  name: workflow.name,
  description: workflow.description,
  retired: workflow.retired,
  versionId: workflowVersion.id,
  version: workflowVersion.number,
  class: workflowVersion.class,
  timeLimitSeconds: workflowVersion.timeLimitSeconds,
  form: workflowVersion.form,
  sha256: workflowVersion.sha256,
  publishedAt: workflowVersion.createdAt,
  publishedBy: workflowVersion.publishedBy,
  createdAt: workflow.createdAt,
};

/** Only the newest version of each workflow. */
const isNewest = sql`${workflowVersion.number} = (
  select max(number) from workflow_version as v where v.workflow_id = ${workflow.id})`;

const selectVersions = (tx: Database.Tx) =>
  tx.select(columns).from(workflow).innerJoin(workflowVersion, eq(workflowVersion.workflowId, workflow.id)).$dynamic();

const pages = createPaging(
  "workflows",
  { by: workflow.id, field: "id" },
  {
    slug: { by: workflow.slug, field: "slug" },
    name: { by: workflow.name, field: "name" },
    created: { by: workflow.id, field: "id" },
  },
  "slug",
);

/** The tenant's workflows, each with its newest version; retired ones on request. */
export const list = fn(
  z.strictObject({ ...pages.query.shape, retired: queryBoolean.default(false), class: WorkloadClass.optional() }),
  ({ sort, cursor, limit, retired, class: workloadClass }) =>
    Database.tx((tx) =>
      pages.page({ sort, cursor, limit }, ({ where, orderBy, limit: count }) =>
        selectVersions(tx)
          .where(
            and(
              isNewest,
              eq(workflow.retired, retired),
              ...buildFilters(workflowVersion, { class: workloadClass }),
              where,
            ),
          )
          .orderBy(...orderBy)
          .limit(count),
      ),
    ),
);

/** A workflow with its newest version, retired or not; or the version with the id `wfv_…`. */
export const fromID = fn(z.string().max(128), (ref) =>
  Database.tx(async (tx) => {
    const [found] = await selectVersions(tx).where(filterByName(ref)).orderBy(desc(workflowVersion.number)).limit(1);
    if (!found) throw createNotFoundError("workflow", ref);
    return found;
  }),
);

const versionPages = createPaging(
  "versions",
  { by: workflowVersion.id, field: "versionId" },
  { version: { by: workflowVersion.number, field: "version", kind: "number" } },
  "-version",
);

/** All versions of a workflow, newest first, each with its graph. */
export const listVersions = fn(
  z.strictObject({ ...versionPages.query.shape, id: z.string().max(128) }),
  ({ id: ref, ...query }) =>
    Database.tx(async (tx) => {
      const page = await versionPages.page(query, ({ where, orderBy, limit }) =>
        tx
          .select({
            ...columns,
            graph: workflowVersion.graph,
          })
          .from(workflowVersion)
          .innerJoin(workflow, eq(workflow.id, workflowVersion.workflowId))
          .where(and(filterByName(ref), where))
          .orderBy(...orderBy)
          .limit(limit),
      );
      if (page.items.length === 0) await fromID(ref);
      return page;
    }),
);

function filterByName(ref: string) {
  if (ref.startsWith("wfv_")) return eq(workflowVersion.id, ref);
  return ref.startsWith("wfl_") ? eq(workflow.id, ref) : eq(workflow.slug, ref);
}

/** The parts of a version that never change. */
export type Version = Pick<
  typeof workflowVersion.$inferSelect,
  "id" | "workflowId" | "graph" | "form" | "class" | "timeLimitSeconds"
>;

const cache = createDatabaseCache<Version>(500);

/** A version by its id, which the caller has found for this tenant. Cached, because versions never change. */
export async function getVersion(id: string): Promise<Version> {
  const found = cache.get(id);
  if (found) return found;
  const [row] = await Database.tx((tx) =>
    tx
      .select({
        id: workflowVersion.id,
        workflowId: workflowVersion.workflowId,
        graph: workflowVersion.graph,
        form: workflowVersion.form,
        class: workflowVersion.class,
        timeLimitSeconds: workflowVersion.timeLimitSeconds,
      })
      .from(workflowVersion)
      .where(eq(workflowVersion.id, id)),
  );
  if (!row) throw createNotFoundError("workflow", id);
  cache.set(id, row);
  return row;
}

export const createWorkflowRetiredError = (ref: string): VisibleError =>
  new VisibleError("workflow_retired", `The workflow ${ref} has been retired. Choose another one (GET /v1/workflows).`);
