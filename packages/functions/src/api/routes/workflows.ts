import type { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import * as Workflow from "@pegbar/core/catalog/workflow";
import { PublishRequest } from "@pegbar/core/catalog/workflow/publish-request.ts";
import * as Fleet from "@pegbar/core/job/fleet";
import type { Env } from "../../http/problem.ts";
import { createPostRoute, createApiRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";

const { describeJson, describeBody, describeProblems } = Schema;
const params = z.object({ id: z.string().max(128) });

const GRAPH = {
  "1": { class_type: "LoadImage", inputs: { image: "layout.png" } },
  "2": { class_type: "ImageInvert", inputs: { image: ["1", 0] } },
  "3": { class_type: "SaveImage", inputs: { images: ["2", 0], filename_prefix: "inverted" } },
};

const FORMATS = 'Takes ComfyUI\'s "Export (API)", or the workflow as its editor saves it, which is converted.';
const RawGraph = z.strictObject({ graph: z.record(z.string(), z.unknown()) });
const ProposalRequest = RawGraph.extend({
  /** A form to check, instead of proposing one. */
  form: PublishRequest.shape.form,
});

// Loaded when it is used: most starts of the function publish no workflow.
const loadChecks = () => import("@pegbar/core/catalog/workflow/checked.ts");

/** Adds the routes for workflows: convert, propose a form, publish versions, retire. */
export function addWorkflowRoutes(app: OpenAPIHono<Env>): void {
  app.openapi(
    createApiRoute("workflow.read", {
      method: "get",
      path: "/v1/workflows",
      summary: "Workflows, each with its latest version",
      request: { query: Workflow.list.schema },
      responses: { 200: Schema.describePage(Schema.Workflow), ...describeProblems() },
    }),
    async (c) => {
      const { items, next } = await Workflow.list(c.req.valid("query"));
      return c.json({ items: items.map(toResponse), next }, 200);
    },
  );

  app.openapi(
    createApiRoute("workflow.read", {
      method: "post",
      path: "/v1/workflows/conversions",
      summary: "Convert a workflow to API format",
      description:
        `${FORMATS} The graph is the one that the editor sends to ComfyUI: subgraphs are opened, reroutes followed, muted and ` +
        "bypassed nodes left out. Seeds keep their values. Nothing is stored.",
      request: { body: describeBody(RawGraph, { graph: GRAPH }) },
      responses: { 200: describeJson(Schema.ConvertedWorkflow, "The graph"), ...describeProblems(422, 503) },
    }),
    async (c) => c.json(await (await loadChecks()).convert(c.req.valid("json").graph), 200),
  );

  app.openapi(
    createApiRoute("workflow.write", {
      method: "post",
      path: "/v1/workflows/proposals",
      summary: "Propose a form for a workflow",
      description:
        `${FORMATS} Answers with the graph and a form to adjust and publish, with further fields that could be added, and ` +
        "with everything that keeps the graph from running. With `form` that form is checked instead: whatever does not fit " +
        "the graph is among the problems. Nothing is stored.",
      request: { body: describeBody(ProposalRequest, { graph: GRAPH }) },
      responses: { 200: describeJson(Schema.Proposal, "The proposal"), ...describeProblems(422, 503) },
    }),
    async (c) => {
      const { graph, form } = c.req.valid("json");
      return c.json(await (await loadChecks()).proposeChecked(graph, form), 200);
    },
  );

  app.openapi(
    createPostRoute("workflow.write", {
      method: "post",
      path: "/v1/workflows",
      summary: "Publish a workflow, or its next version",
      description: `${FORMATS} Without \`form\` the proposed one is published. Versions never change.`,
      request: { body: describeBody(PublishRequest, { slug: "invert", name: "Invert", graph: GRAPH, class: "light" }) },
      responses: {
        201: describeJson(Schema.PublishedWorkflow, "The workflow with its newest version, and `warnings`"),
        ...describeProblems(422, 503),
      },
    }),
    async (c) => {
      const request = c.req.valid("json");
      const { maxPixels } = await Fleet.readClass(request.class);
      const { workflowId, conversion, warnings } = await (await loadChecks()).checkAndPublish(request, maxPixels);
      const published = { ...toResponse(await Workflow.fromID(workflowId)), warnings };
      return c.json({ ...published, ...(conversion ? { conversion } : {}) }, 201);
    },
  );

  app.openapi(
    createApiRoute("workflow.read", {
      method: "get",
      path: "/v1/workflows/{id}",
      summary: "One workflow, by slug, wfl_… or wfv_…",
      request: { params },
      responses: { 200: describeJson(Schema.Workflow, "The workflow"), ...describeProblems(404) },
    }),
    async (c) => c.json(toResponse(await Workflow.fromID(c.req.valid("param").id)), 200),
  );

  app.openapi(
    createApiRoute("workflow.read", {
      method: "get",
      path: "/v1/workflows/{id}/versions",
      summary: "All versions of a workflow with their graphs",
      request: { params, query: Workflow.listVersions.schema.omit({ id: true }) },
      responses: { 200: Schema.describePage(Schema.WorkflowVersion), ...describeProblems(404) },
    }),
    async (c) => {
      const { items: rows, next } = await Workflow.listVersions({ ...c.req.valid("param"), ...c.req.valid("query") });
      const items = rows.map((row) => ({ ...toResponse(row), graph: row.graph }));
      return c.json({ items, next }, 200);
    },
  );

  for (const [path, retired, summary] of [
    ["/v1/workflows/{id}/retire", true, "Retire a workflow"],
    ["/v1/workflows/{id}/restore", false, "Restore a retired workflow"],
  ] as const)
    app.openapi(
      createApiRoute("workflow.write", {
        method: "post",
        path,
        summary,
        description: "Accepted jobs still run; versions stay in the record.",
        request: { params },
        responses: { 200: describeJson(Schema.Workflow, "The workflow"), ...describeProblems(404) },
      }),
      async (c) => {
        const id = await Workflow.setRetired({ id: c.req.valid("param").id, retired });
        return c.json(toResponse(await Workflow.fromID(id)), 200);
      },
    );
}

const toResponse = (row: Awaited<ReturnType<typeof Workflow.fromID>>): z.infer<typeof Schema.Workflow> => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  description: row.description,
  retired: row.retired,
  versionId: row.versionId,
  version: row.version,
  sha256: row.sha256,
  class: row.class,
  timeLimitSeconds: row.timeLimitSeconds,
  publishedAt: row.publishedAt.toISOString(),
  publishedBy: row.publishedBy,
  form: row.form,
});
