import * as z from "zod";

/** What may sign a token. Never `none`, and no shared secret: anybody who can verify could sign with one. */
const ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"] as const;

/** Who signs people in, and how its access tokens are read. Any OIDC issuer fits by configuration: docs/sign-in.md. */
export const Issuer = z.object({
  issuer: z.url(),
  jwksUri: z.url(),
  /** Where a function that reaches the issuer leaves its keys for those that do not. */
  keysParameter: z.string().optional(),
  /** Accepted values of `audienceClaim`: the API's identifier, or the clients whose tokens are for it. */
  audience: z.union([z.string(), z.array(z.string()).min(1)]),
  /** Cognito's access tokens have no `aud`; they name their client. */
  audienceClaim: z.enum(["aud", "client_id"]).default("aud"),
  /** Where the issuer tells access from ID tokens by the claim `token_use`: what it must be. */
  tokenUse: z.string().optional(),
  algorithms: z
    .array(z.enum(ALGORITHMS))
    .min(1)
    .default([...ALGORITHMS]),
  /** Claims that hold the e-mail address and whether it was verified; namespaced ones where the issuer demands that. */
  emailClaim: z.string().default("email"),
  emailVerifiedClaim: z.string().default("email_verified"),
  /** Asked once for the address of who is not known yet, where access tokens carry none. */
  userinfoUri: z.url().optional(),
  /** With `groups`: nobody comes in who is in none of these. */
  groupsClaim: z.string().default("groups"),
  groups: z.array(z.string()).min(1).optional(),
  /** What a client needs to send people here: a public client, PKCE. */
  client: z.object({
    id: z.string(),
    scopes: z.array(z.string()).default(["openid", "email", "profile", "offline_access"]),
    /** Where the issuer wants the API named in the request: as `audience` (Auth0) or `resource` (RFC 8707). */
    audience: z.string().nullable().default(null),
    resource: z.string().nullable().default(null),
    /** Of programs on somebody's own machine, where that is another client. */
    programs: z
      .object({
        id: z.string().optional(),
        /** What that machine is called in redirects; some issuers know no address but one name. */
        host: z.enum(["127.0.0.1", "localhost"]).default("127.0.0.1"),
      })
      .prefault({}),
  }),
});
export type Issuer = z.output<typeof Issuer>;
/** The same as it is configured, what has a default left out. */
export type IssuerConfig = z.input<typeof Issuer>;
