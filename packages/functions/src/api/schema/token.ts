import * as z from "zod";
import { Time } from "./parts.ts";

export const SignIn = z
  .object({
    issuer: z.string(),
    clientId: z.string(),
    scopes: z.array(z.string()),
    /** To be sent as `audience` with the authorization request, where the issuer wants that. */
    audience: z.string().nullable(),
    /** To be sent as `resource` (RFC 8707), likewise. */
    resource: z.string().nullable(),
    /** For programs on one's own machine, which wait for the code there: their client, and what to call the machine. */
    programs: z.object({ clientId: z.string(), host: z.string() }),
  })
  .meta({ id: "SignIn" });

export const Token = z
  .object({
    id: z.string(),
    name: z.string(),
    /** The secret's last four characters. */
    hint: z.string(),
    /** As whom it acts. */
    memberId: z.string(),
    createdBy: z.string(),
    /** Whether the studio owns it. */
    service: z.boolean(),
    role: z.enum(["artist", "supervisor", "admin"]),
    /** Null: all that its member may do. */
    verbs: z.array(z.string()).nullable(),
    /** Null: all shows of its member. */
    showIds: z.array(z.string()).nullable(),
    expiresAt: Time,
    /** To the minute. */
    lastUsedAt: Time.nullable(),
    revokedAt: Time.nullable(),
    createdAt: Time,
  })
  .meta({ id: "Token" });

export const NewToken = Token.extend({ secret: z.string() }).meta({ id: "NewToken" });
