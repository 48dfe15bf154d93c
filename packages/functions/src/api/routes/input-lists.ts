import type { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import type * as Input from "@pegbar/core/catalog/input";
import { announceAll, AnnouncementList } from "@pegbar/core/catalog/input/announce-all.ts";
import { completeAll, CompletionList } from "@pegbar/core/catalog/input/complete-all.ts";
import type { Env } from "../../http/problem.ts";
import { createApiRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";

const { describeJson, describeBody, describeProblems } = Schema;

/** Maximum time that a request waits for the checks. */
const CHECK_WAIT_MS = 20_000;

/** Adds the routes for uploads of many files: up to 500 in one request. */
export function addInputListRoutes(app: OpenAPIHono<Env>): void {
  app.openapi(
    createApiRoute("input.create", {
      method: "post",
      path: "/v1/inputs/announcements",
      summary: "Create up to 500 inputs by their SHA-256",
      description:
        "Those with `upload` or `parts` are not stored yet: PUT them as for POST /v1/inputs, then complete them together. Can be " +
        "repeated. If one file is refused, none is created.",
      request: {
        body: describeBody(AnnouncementList, {
          files: [
            {
              sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
              bytes: 113_034,
              contentType: "image/png",
              filename: "plate.0001.png",
            },
          ],
        }),
      },
      responses: {
        200: describeJson(Schema.AnnouncedInputs, "The inputs in the order of the request"),
        ...describeProblems(409, 422),
      },
    }),
    async (c) => {
      const found = await announceAll(c.req.valid("json"));
      const items = found.map(({ input: { id, sha256, status, width, height }, upload }) => ({
        id,
        sha256,
        status,
        width,
        height,
        ...(upload?.whole ? { upload: upload.whole } : {}),
        ...(upload?.parts ? { parts: upload.parts } : {}),
      }));
      return c.json({ items } satisfies z.infer<typeof Schema.AnnouncedInputs>, 200);
    },
  );

  app.openapi(
    createApiRoute("input.create", {
      method: "post",
      path: "/v1/inputs/completions",
      summary: "Verify up to 500 uploaded files",
      description:
        "Waits up to 20 seconds for the checks. Repeat it while files are `checking`. A rejected file is removed.",
      request: { body: describeBody(CompletionList, { ids: ["inp_01M852MBDP9B359WFXPFPP8736"] }) },
      responses: {
        200: describeJson(Schema.CompletedInputs, "The inputs in the order of the request"),
        ...describeProblems(404, 422),
      },
    }),
    async (c) => {
      const rows = await completeAll(c.req.valid("json"), CHECK_WAIT_MS);
      return c.json({ items: rows.map(toCompleted) } satisfies z.infer<typeof Schema.CompletedInputs>, 200);
    },
  );
}

function toCompleted({ id, status, width, height, facts, refusal }: Input.Row) {
  const [detail] = refusal?.errors ?? [];
  return { id, status, width, height, warnings: facts?.warnings ?? [], problem: detail ?? null };
}
