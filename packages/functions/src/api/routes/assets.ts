import type { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import * as Asset from "@pegbar/core/result/asset";
import { GroupQuery } from "@pegbar/core/result/asset/group-query.ts";
import * as Mark from "@pegbar/core/result/asset/mark";
import { readWorkflow } from "@pegbar/core/result/asset/workflow.ts";
import * as Context from "@pegbar/core/platform/context.ts";
import * as Record from "@pegbar/core/platform/record";
import * as Ledger from "@pegbar/core/result/ledger";
import { queryBoolean, querySeconds } from "@pegbar/core/platform/query.ts";
import { formatCertificate, type Certificate } from "@pegbar/verify";
import type { Env } from "../../http/problem.ts";
import { createApiRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";

const { describeJson, describeProblems, params } = Schema;

const KINDS = Record.subjectKinds.join("|");
/** Kinds of values, as `prompts,identity`. */
const Withheld = z
  .string()
  .regex(new RegExp(`^(${KINDS})(,(${KINDS}))*$`), "identity, prompts and input, with commas between");

/** Query of a certificate. */
const Asked = z.strictObject({ wait: querySeconds(20).default(0), withhold: Withheld.optional() });

/** Adds the routes for assets: list, download, certificate. `logKeys` are the verifier keys in certificates. */
export function addAssetRoutes(app: OpenAPIHono<Env>, logKeys: readonly string[]): void {
  app.openapi(
    createApiRoute("asset.read", {
      method: "get",
      path: "/v1/assets",
      summary: "Assets, newest first",
      request: { query: Asset.list.schema },
      responses: { 200: Schema.describePage(Schema.Asset), ...describeProblems() },
    }),
    async (c) => {
      const { items, next } = await Mark.listMarked(c.req.valid("query"));
      return c.json({ items: await Promise.all(items.map(toResponse)), next }, 200);
    },
  );

  app.openapi(
    createApiRoute("asset.read", {
      method: "get",
      path: "/v1/assets/groups",
      summary: "Number of assets per day or shot, with a cursor for every page",
      description:
        "For a gallery that knows its length before its content: the pages of a group are those of `GET /v1/assets` with the " +
        "same filters, the group's `shotId` or times, `sort=-created` and one of its cursors. The first page has no cursor " +
        "and `count - pageSize × cursors` assets; the others have `pageSize`. Counts the newest 100,000 assets.",
      request: { query: GroupQuery },
      responses: { 200: describeJson(Schema.AssetGroups, "The groups"), ...describeProblems() },
    }),
    async (c) => {
      const { listGroups } = await import("@pegbar/core/result/asset/groups.ts");
      return c.json(await listGroups(c.req.valid("query")), 200);
    },
  );

  app.openapi(
    createApiRoute("asset.read", {
      method: "get",
      path: "/v1/assets/tags",
      summary: "Tags of assets, the most frequent first",
      description: "At most 500.",
      responses: { 200: describeJson(Schema.AssetTags, "The tags"), ...describeProblems() },
    }),
    async (c) => c.json({ items: await Mark.listTags() }, 200),
  );

  app.openapi(
    createApiRoute("asset.mark", {
      method: "post",
      path: "/v1/assets/marks",
      summary: "Flag, rate and tag assets",
      description:
        "`flag` and `rating` are your own: nobody else sees them, and they decide nothing. Tags are for everyone who sees the " +
        "asset. Repeating the request changes nothing. Either all assets are changed or none.",
      request: {
        body: Schema.describeBody(Mark.MarkChange, {
          assetIds: ["ast_01JYB4X2K0000000000000000A"],
          flag: "favourite",
          addTags: ["dusk"],
        }),
      },
      responses: { 200: describeJson(Schema.AssetMarks, "The marks of these assets"), ...describeProblems(404) },
    }),
    async (c) => c.json({ items: await Mark.mark(c.req.valid("json")) }, 200),
  );

  app.openapi(
    createApiRoute("asset.read", {
      method: "get",
      path: "/v1/assets/{id}",
      summary: "One asset",
      request: { params },
      responses: { 200: describeJson(Schema.Asset, "The asset"), ...describeProblems(404) },
    }),
    async (c) => c.json(await toResponse(await Mark.readMarked(c.req.valid("param").id)), 200),
  );

  app.openapi(
    createApiRoute("asset.read", {
      method: "get",
      path: "/v1/assets/{id}/versions",
      summary: "All versions of the asset in its shot",
      request: { params, query: Asset.versionQuery },
      responses: { 200: Schema.describePage(Schema.Asset), ...describeProblems(404) },
    }),
    async (c) => {
      const { shotId, name } = await Asset.fromID(c.req.valid("param").id);
      const { items, next } = await Mark.listMarked({ ...c.req.valid("query"), shotId, name });
      return c.json({ items: await Promise.all(items.map(toResponse)), next }, 200);
    },
  );

  app.openapi(
    createApiRoute("asset.read", {
      method: "get",
      path: "/v1/assets/{id}/download",
      summary: "Download the file",
      description:
        "`credentialed` returns the file with content credentials (C2PA), which is another file with the same picture; 404 " +
        "if there is none.",
      request: { params, query: z.strictObject({ credentialed: queryBoolean.default(false) }) },
      responses: { 302: { description: "URL of the file, valid for some minutes" }, ...describeProblems(404) },
    }),
    async (c) => {
      const { url } = await Asset.download(c.req.valid("param").id, c.req.valid("query").credentialed);
      return c.redirect(url, 302);
    },
  );

  app.openapi(
    createApiRoute("asset.read", {
      method: "get",
      path: "/v1/assets/{id}/workflow",
      summary: "The workflow that made the asset",
      description:
        "The graph that ran, in API format: save it as a JSON file and drop it on ComfyUI's editor. Inputs have the names of " +
        "the uploaded files. The asset's file contains none of it. 409 if it was erased.",
      request: { params },
      responses: { 200: describeJson(Schema.WorkflowGraph, "The graph"), ...describeProblems(404, 409) },
    }),
    async (c) => c.json(await readWorkflow(c.req.valid("param").id), 200),
  );

  app.openapi(
    createApiRoute("asset.read", {
      method: "get",
      path: "/v1/assets/{id}/certificate",
      summary: "Certificate: what the asset was made from, by whom and when",
      description:
        "Available within a second of the job's end; `wait` waits for it. `withhold` omits values that the record commits " +
        "to; the proof stays valid.",
      request: {
        params,
        query: Asked,
      },
      responses: { 200: describeJson(Schema.Certificate, "The certificate"), ...describeProblems(404, 409) },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      await Asset.fromID(id);
      return c.json(toCanonicalOrder(await Ledger.createCertificate(id, toOptions(c.req.valid("query")))), 200);
    },
  );

  app.openapi(
    createApiRoute("shot.certify", {
      method: "get",
      path: "/v1/shots/{id}/certificate",
      summary: "Certificate of all results of a shot",
      description:
        "All results of all members, including rejected ones, each with its number in the shot, and the list of them. The " +
        "first request writes that list to the log; `wait` waits for it.",
      request: { params, query: Asked },
      responses: { 200: describeJson(Schema.Certificate, "The certificate"), ...describeProblems(404, 409) },
    }),
    async (c) =>
      c.json(
        toCanonicalOrder(await Ledger.createShotCertificate(c.req.valid("param").id, toOptions(c.req.valid("query")))),
        200,
      ),
  );

  function toOptions({ wait, withhold }: z.output<typeof Asked>) {
    return { waitMs: wait * 1000, logKeys, withheld: (withhold?.split(",") ?? []) as Record.SubjectKind[] };
  }
}

/** Orders the fields as in the canonical form, so that a saved response is a valid certificate file. */
const toCanonicalOrder = (certificate: Certificate) => JSON.parse(formatCertificate(certificate)) as Certificate;

async function toResponse(row: Awaited<ReturnType<typeof Mark.readMarked>>): Promise<z.infer<typeof Schema.Asset>> {
  const {
    key: _key,
    credentialedKey: _other,
    blake3: _blake3,
    credentialedSha256,
    credentialedBytes,
    ...shownAsIs
  } = row;
  const { thumbnailKey, createdAt, facts, ...rest } = shownAsIs;
  const credentialsIn = Asset.getCredentialPlace(rest);
  const thumbnail = thumbnailKey === null ? undefined : await Context.getPorts().storage.signGet(thumbnailKey);
  return {
    ...rest,
    media: facts,
    carriesCredentials: credentialsIn === "file",
    credentialsIn,
    credentialed:
      credentialedSha256 === null || credentialedBytes === null
        ? null
        : {
            filename: Asset.buildCredentialedName(rest),
            sha256: credentialedSha256,
            bytes: credentialedBytes,
          },
    createdAt: createdAt.toISOString(),
    ...(thumbnail ? { thumbnailUrl: thumbnail.url } : {}),
  };
}
