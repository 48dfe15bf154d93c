import * as z from "zod";

/** Accepted signature algorithms. Never `none`, and no shared secrets: whoever can verify with one can also sign. */
const ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"] as const;

/** The identity provider, and how to read its access tokens. Works with any OIDC issuer: see docs/sign-in.md. */
export const Issuer = z.object({
  issuer: z.url(),
  jwksUri: z.url(),
  /** Where a function that reaches the issuer leaves its keys for those that do not. */
  keysParameter: z.string().optional(),
  /** Accepted values of `audienceClaim`: the API's identifier, or the clients whose tokens are for it. */
  audience: z.union([z.string(), z.array(z.string()).min(1)]),
  /** Cognito's access tokens have no `aud`; they name their client. */
  audienceClaim: z.enum(["aud", "client_id"]).default("aud"),
  /** Required value of the claim `token_use`, if the issuer distinguishes access and ID tokens by it. */
  tokenUse: z.string().optional(),
  algorithms: z
    .array(z.enum(ALGORITHMS))
    .min(1)
    .default([...ALGORITHMS]),
  /** Claims with the e-mail address and whether it is verified; some issuers need namespaced names. */
  emailClaim: z.string().default("email"),
  emailVerifiedClaim: z.string().default("email_verified"),
  /** Called once for the e-mail of an unknown person, if access tokens have none. */
  userinfoUri: z.url().optional(),
  /** With `groups`: only people in one of these groups are admitted. */
  groupsClaim: z.string().default("groups"),
  groups: z.array(z.string()).min(1).optional(),
  /** What a client needs to send people here: a public client, PKCE. */
  client: z.object({
    id: z.string(),
    scopes: z.array(z.string()).default(["openid", "email", "profile", "offline_access"]),
    /** Where the issuer wants the API named in the request: as `audience` (Auth0) or `resource` (RFC 8707). */
    audience: z.string().nullable().default(null),
    resource: z.string().nullable().default(null),
    /** Client of programs on the user's machine, if it is another one. */
    programs: z
      .object({
        id: z.string().optional(),
        /** Host name of that machine in redirects; some issuers accept a name but no IP address. */
        host: z.enum(["127.0.0.1", "localhost"]).default("127.0.0.1"),
      })
      .prefault({}),
  }),
});
export type Issuer = z.output<typeof Issuer>;
/** The configuration, with optional defaults. */
export type IssuerConfig = z.input<typeof Issuer>;
