import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import type { Env } from "../../http/problem.ts";
import type { Issuer } from "../identity/issuer.ts";
import * as Schema from "../schema/index.ts";

/** Where a client sends people to sign in: public, so that a client needs nothing but this API's address. */
export function signIn(app: OpenAPIHono<Env>, { issuer, client }: Issuer): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/v1/sign-in",
      summary: "Where and as which client to sign in",
      description: "For authorization code with PKCE, or the device grant where the issuer's discovery names it.",
      security: [],
      responses: { 200: Schema.json(Schema.SignIn, "The issuer and the public client") },
    }),
    (c) => {
      const { id: clientId, scopes, audience, resource } = client;
      return c.json({ issuer, clientId, scopes, audience, resource } satisfies z.infer<typeof Schema.SignIn>, 200);
    },
  );
}
