import { pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, id, platformPolicy, roles } from "./columns.ts";

/** A person who runs the platform. Belongs to no tenant and cannot read a tenant's work. */
export const operator = pgTable(
  "operator",
  {
    id: id(),
    email: text("email").notNull().unique(),
    name: text("name").notNull(),
    /** Identity at the issuer, set at the first sign-in with a verified e-mail. */
    issuer: text("issuer"),
    subject: text("subject"),
    createdAt: createdAt(),
  },
  () => [platformPolicy(roles.identity), platformPolicy(roles.operator, "select")],
);
