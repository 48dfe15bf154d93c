import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import * as z from "zod";
import * as Context from "@pegbar/core/platform/context.ts";
import * as Share from "@pegbar/core/shot/share";
import type { Env } from "../../http/problem.ts";
import type { RolePorts } from "../authenticate.ts";
import { tooLong } from "../route.ts";
import * as Schema from "../schema/index.ts";
import { getTag } from "../tags.ts";
import { SHARE_SECRET as SECRET } from "../share-header.ts";

const { describeJson, describeProblems } = Schema;

const VISIT = "pegbar-visit";
const headers = z.object({
  [SECRET]: z.string().max(100).optional().meta({ description: "The secret of the link." }),
  [VISIT]: z.string().max(100).optional().meta({ description: "`visit` of an earlier answer." }),
});

/** How long the address of a picture is valid, in seconds: longer than a page takes to load, short after a revocation. */
const PICTURE_SECONDS = 300;

const describeOpen = <P extends string, R extends Omit<Parameters<typeof createRoute>[0], "method" | "path">>(
  path: P,
  config: R,
) => createRoute({ method: "get", path, security: [], tags: [getTag(path)], ...config });

/** Nobody may learn the address, find the page by a search, or keep its content. */
const keepPrivate: MiddlewareHandler<Env> = async (c, next) => {
  c.header("referrer-policy", "no-referrer");
  c.header("x-robots-tag", "noindex, nofollow");
  await next();
};

/** Adds the routes that show the content of a share link to whoever has its secret. They read, and count views. */
export function addSharedRoutes(
  app: OpenAPIHono<Env>,
  ports: Pick<RolePorts, "app" | "identity">,
  throttle: MiddlewareHandler<Env> | undefined,
): void {
  for (const path of ["/v1/shared", "/v1/shared/*"]) {
    if (throttle) app.use(path, throttle);
    app.use(path, keepPrivate);
  }

  /** Runs `cb` for the link of a secret, as the member who created it. */
  const runFor = async <T>(secret: string | undefined, cb: (id: string) => Promise<T>): Promise<T> => {
    const { id, tenantId, creator } = await Context.provide(
      { actor: { type: "platform", name: "share" }, ports: ports.identity },
      () => Share.resolve(secret ?? ""),
    );
    const actor = creator ?? ({ type: "system", tenantId, name: "share link" } as const);
    return Context.provide({ actor, ports: ports.app }, async () => {
      if (!creator) throw await Share.createLeftError(id);
      return cb(id);
    });
  };

  app.openapi(
    describeOpen("/v1/shared", {
      summary: "What a share link shows",
      description:
        "Counts a view unless `Pegbar-Visit` continues an earlier visit, which lasts 12 hours. An expired or revoked link is " +
        "410, an unknown one 404.",
      request: { headers },
      responses: {
        200: describeJson(Schema.Shared, "The versions, without people, prompts and models"),
        ...describeProblems(404, 410),
        ...tooLong,
      },
    }),
    async (c) => {
      const { [SECRET]: secret, [VISIT]: visit } = c.req.valid("header");
      const found = await runFor(secret, (id) => Share.open(id, visit));
      return c.json({ ...found, expiresAt: found.expiresAt.toISOString() }, 200);
    },
  );

  app.openapi(
    describeOpen("/v1/shared/pictures", {
      summary: "Watermarked pictures of one version of a share link",
      description: "By frame, `limit` of them after the first `offset`. Needs `Pegbar-Visit`.",
      request: { headers, query: Share.SharedPictureQuery },
      responses: {
        200: describeJson(Schema.SharedPictures, "The pictures"),
        ...describeProblems(404, 410),
        ...tooLong,
      },
    }),
    async (c) => {
      const { [SECRET]: secret, [VISIT]: visit } = c.req.valid("header");
      const query = c.req.valid("query");
      const items = await runFor(secret, async (id) => {
        const rows = await Share.listPictures(id, visit, query);
        return Promise.all(rows.map(toPicture));
      });
      return c.json({ items }, 200);
    },
  );
}

type PictureRow = Awaited<ReturnType<typeof Share.listPictures>>[number];

async function toPicture({ key, state, ...row }: PictureRow) {
  if (state !== "ready" || key === null) return { ...row, state, url: null };
  const { url } = await Context.getPorts().storage.signGet(key, { seconds: PICTURE_SECONDS });
  return { ...row, state, url };
}
