import * as z from "zod";
import { Time } from "./parts.ts";

const roleName = z.enum(["artist", "supervisor", "admin"]);

const Identified = z.object({ id: z.string(), email: z.string(), name: z.string() });

export const Me = z
  .object({
    member: Identified.extend({ role: roleName }).nullable(),
    tenant: z.object({ id: z.string(), slug: z.string(), name: z.string() }).nullable(),
    /** Present for operators of the platform; `member` is then missing. */
    operator: Identified.nullable(),
    /** Permission → scope: own, shows, tenant, platform. */
    may: z.record(z.string(), z.enum(["own", "shows", "tenant", "platform"])),
  })
  .meta({ id: "Me" });

export const Tenant = z
  .object({ id: z.string(), slug: z.string(), name: z.string(), timeZone: z.string(), rawGraphs: z.boolean() })
  .meta({ id: "Tenant" });

export const toTenant = ({ id, slug, name, timeZone, rawGraphs }: z.infer<typeof Tenant>) => ({
  id,
  slug,
  name,
  timeZone,
  rawGraphs,
});

export const Member = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role: roleName,
    /** `invited` until the person accepts or declines. */
    status: z.enum(["invited", "active", "left", "declined"]),
    /** A service member: one of the studio's own tokens acts as it. */
    service: z.boolean(),
    /** When a pending invitation expires: 30 days after it was sent. Null for those of an operator, and without one. */
    invitationExpiresAt: Time.nullable(),
    createdAt: Time,
  })
  .meta({ id: "Member" });

const TenantName = z.object({ id: z.string(), slug: z.string(), name: z.string() });

export const Invitation = z
  .object({
    id: z.string(),
    tenant: TenantName,
    email: z.string(),
    role: roleName,
    /** Name of the admin who invited; null when the platform's operator did. */
    invitedBy: z.string().nullable(),
    invitedAt: Time.nullable(),
  })
  .meta({ id: "Invitation" });

export const Memberships = z
  .object({
    /** Whether the person is also an operator of the platform. */
    operator: z.boolean(),
    items: z.array(z.object({ tenant: TenantName, role: roleName, default: z.boolean() })),
  })
  .meta({ id: "Memberships" });

export const ShowMember = Member.pick({ id: true, name: true, role: true, status: true }).meta({ id: "ShowMember" });

export const Show = z
  .object({
    id: z.string(),
    code: z.string(),
    name: z.string(),
    naming: z
      .string()
      .describe(
        "How its results are named: {show}, {sequence}, {shot}, {name}, {version:03}, {frame:04} and {ext}. Versions that exist keep their names.",
      ),
    frameRate: z.string().describe("Frames per second of its movies, as an exact fraction: `24`, `24000/1001`."),
    sequences: z.array(
      z.object({
        id: z.string(),
        code: z.string(),
        shots: z.array(
          z.object({ id: z.string(), code: z.string(), frameIn: z.int().nullable(), frameOut: z.int().nullable() }),
        ),
      }),
    ),
  })
  .meta({ id: "Show" });

export const AuditEntry = z
  .object({
    id: z.string(),
    at: Time,
    /** Missing once that person's identity was erased. */
    actor: z.object({ type: z.string(), id: z.string(), name: z.string().nullable() }),
    action: z.string(),
    subject: z.object({ type: z.string(), id: z.string() }),
    before: z.unknown(),
    after: z.unknown(),
    requestId: z.string(),
  })
  .meta({ id: "AuditEntry" });

export const Notice = z
  .object({
    id: z.string(),
    type: z.string(),
    subjectId: z.string(),
    meter: z.string(),
    /** Percentage of the limit. */
    threshold: z.int(),
    period: z.string(),
    data: z.record(z.string(), z.unknown()),
    createdAt: Time,
  })
  .meta({ id: "Notice" });
