import { bigint, customType, index, jsonb, pgTable, primaryKey, smallint, text, unique } from "drizzle-orm/pg-core";
import { createdAt, id, platformPolicy, roles, tenantPolicy } from "../database/columns.ts";
import { tenant } from "../tenant/tenant.sql.ts";

const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => "bytea",
  toDriver: (value) => Buffer.from(value),
  fromDriver: (value) => new Uint8Array(value),
});
const count = (name: string) => bigint(name, { mode: "number" });
const tenantId = () =>
  text("tenant_id")
    .notNull()
    .references(() => tenant.id);

/** What an event's transaction leaves for the sequencer. */
export const intent = pgTable(
  "intent",
  {
    id: id(),
    tenantId: tenantId(),
    /** One leaf an event, however often it is intended. */
    eventId: text("event_id").notNull(),
    record: jsonb("record").$type<Record<string, unknown>>().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    unique("intent_event").on(t.tenantId, t.eventId),
    index("intent_age").on(t.createdAt),
    tenantPolicy(),
    platformPolicy(roles.sequencer),
    platformPolicy(roles.dispatch, "select"),
  ],
);

/** Head of a tenant's log. Its row lock serialises appends. */
export const log = pgTable(
  "log",
  {
    tenantId: tenantId().primaryKey(),
    /** Name of the log in its checkpoints; says nothing about the tenant. */
    origin: text("origin").notNull().unique(),
    size: count("size").notNull().default(0),
    /** Root at `size`; stored before it is signed. */
    root: bytea("root").notNull(),
    /** Size of the newest signed checkpoint. */
    signedSize: count("signed_size").notNull().default(0),
    createdAt: createdAt(),
  },
  () => [tenantPolicy(), platformPolicy(roles.sequencer)],
);

export const leaf = pgTable(
  "leaf",
  {
    tenantId: tenantId(),
    position: count("position").notNull(),
    eventId: text("event_id").notNull(),
    /** RFC 8785 bytes of the record. */
    record: bytea("record").notNull(),
    hash: bytea("hash").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.position] }),
    unique("leaf_event").on(t.tenantId, t.eventId),
    tenantPolicy(),
    platformPolicy(roles.sequencer),
  ],
);

/** Hashes of complete subtrees: `level` 0 is a leaf, a node at level n covers 2^n leaves. */
export const treeNode = pgTable(
  "tree_node",
  {
    tenantId: tenantId(),
    level: smallint("level").notNull(),
    position: count("position").notNull(),
    hash: bytea("hash").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.level, t.position] }), tenantPolicy(), platformPolicy(roles.sequencer)],
);

/** A signed head. Stored before anybody sees it; the key allows no two roots at one size. */
export const checkpoint = pgTable(
  "checkpoint",
  {
    tenantId: tenantId(),
    size: count("size").notNull(),
    root: bytea("root").notNull(),
    note: text("note").notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.size] }), tenantPolicy(), platformPolicy(roles.sequencer)],
);
