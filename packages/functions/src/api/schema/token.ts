import * as z from "zod";
import { Time } from "./parts.ts";

export const SignIn = z
  .object({
    issuer: z.string(),
    clientId: z.string(),
    scopes: z.array(z.string()),
    /** Send as `audience` with the authorization request, if the issuer needs it. */
    audience: z.string().nullable(),
    /** Send as `resource` (RFC 8707), if the issuer needs it. */
    resource: z.string().nullable(),
    /** Client of programs on the user's machine, which receive the code on a loopback port, and the host name to use. */
    programs: z.object({ clientId: z.string(), host: z.string() }),
  })
  .meta({ id: "SignIn" });

export const Token = z
  .object({
    id: z.string(),
    name: z.string(),
    /** The secret's last four characters. */
    hint: z.string(),
    /** The member that it acts as. */
    memberId: z.string(),
    createdBy: z.string(),
    /** Whether the studio owns it. */
    service: z.boolean(),
    role: z.enum(["artist", "supervisor", "admin"]),
    /** Null: all permissions of its member. */
    verbs: z.array(z.string()).nullable(),
    /** Null: all shows of its member. */
    showIds: z.array(z.string()).nullable(),
    /** Shot of jobs that name none, in the Comfy API. */
    shotId: z.string().nullable(),
    expiresAt: Time,
    /** Accurate to the minute. */
    lastUsedAt: Time.nullable(),
    revokedAt: Time.nullable(),
    createdAt: Time,
  })
  .meta({ id: "Token" });

export const NewToken = Token.extend({ secret: z.string() }).meta({ id: "NewToken" });
