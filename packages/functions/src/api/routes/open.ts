import type { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import { createNotFoundError } from "@pegbar/core/platform/error";
import type { Env } from "../../http/problem.ts";
import type { Issuer } from "../identity/issuer.ts";
import { createOpenRoute } from "../open-route.ts";
import { pluginVersions } from "../plugin-versions.ts";
import { tooLong } from "../route.ts";
import * as Schema from "../schema/index.ts";
import { getTag } from "../tags.ts";

const { describeJson, describeProblems } = Schema;

/** RFC 8555. */
const PEM = "application/pem-certificate-chain";

/** Adds the routes that need no sign-in. */
export function openToAll(
  app: OpenAPIHono<Env>,
  { issuer, client }: Issuer,
  logKeys: readonly string[],
  credentialAuthority: string | undefined,
): void {
  app.openapi(
    createOpenRoute({
      path: "/v1/ledger/key",
      summary: "The log's public keys, to compare with a certificate's",
      responses: { 200: describeJson(z.object({ logKeys: z.array(z.string()) }), "C2SP verifier keys") },
    }),
    (c) => c.json({ logKeys: [...logKeys] }, 200),
  );

  app.openapi(
    createOpenRoute({
      path: "/v1/ledger/authority",
      summary: "The certificate authority of the results' content credentials (C2PA)",
      description: "The certificate, in PEM, to add to the trusted authorities of a content credentials reader.",
      responses: {
        200: { description: "The certificate", content: { [PEM]: { schema: z.string() } } },
        ...describeProblems(404),
      },
    }),
    (c) => {
      if (credentialAuthority === undefined) throw createNotFoundError("authority", "of content credentials");
      return c.body(credentialAuthority, 200, { "content-type": PEM });
    },
  );

  app.openapi(
    createOpenRoute({
      path: "/v1/sign-in",
      summary: "The issuer and client to sign in with",
      description: "For authorization code with PKCE, or the device grant if the issuer's discovery lists it.",
      responses: { 200: describeJson(Schema.SignIn, "The issuer and the public client") },
    }),
    (c) => {
      const { id: clientId, scopes, audience, resource } = client;
      const programs = { clientId: client.programs.id ?? clientId, host: client.programs.host };
      return c.json({ issuer, clientId, scopes, audience, resource, programs }, 200);
    },
  );

  app.openapi(
    createOpenRoute({
      path: "/v1/plugins",
      summary: "Versions of the plug-ins for Blender and Maya",
      description:
        "A plug-in older than `minimumVersion` asks its user to update it. One that is newer than `version` belongs to a later release.",
      responses: { 200: describeJson(Schema.PluginVersions, "The current and the oldest supported version") },
    }),
    (c) => c.json(pluginVersions, 200),
  );

  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/v1/openapi.json",
    summary: "This document",
    tags: [getTag("/v1/openapi.json")],
    security: [],
    responses: { 200: describeJson(z.looseObject({ openapi: z.string() }), "OpenAPI 3.1"), ...tooLong },
  });
}
