import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgPolicy,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { bytea as column, createdAt, id, platformPolicy, roles, tenantPolicy } from "./columns.ts";
import { tenant } from "./tenant.sql.ts";

/** Kinds of values that can be erased independently. */
export const subjectKinds = ["identity", "prompts", "input"] as const;
export type SubjectKind = (typeof subjectKinds)[number];

const bytes = (name: string) => column(name);
const count = (name: string) => bigint(name, { mode: "number" });
const ofTenant = () =>
  text("tenant_id")
    .notNull()
    .references(() => tenant.id);
/** Null for the platform's own log. */
const tenantIfAny = () => text("tenant_id").references(() => tenant.id);
const logId = () =>
  integer("log_id")
    .notNull()
    .references(() => log.id);

/** The platform's own log is readable by all roles. */
const publicPolicy = () =>
  pgPolicy("shared", { for: "select", to: [roles.app, roles.dispatch], using: sql`tenant_id is null` });
/** All rows; the grants of the role exclude the records. */
const publicly = () => platformPolicy(roles.public, "select");

/** Operators can read the values of operators. */
const operatorsOwn = () =>
  pgPolicy("operators_own", { for: "select", to: roles.operator, using: sql`subject_id like 'opr\\_%'` });

/** A record that waits for the sequencer. It contains no personal values, only commitments to them. */
export const pendingRecord = pgTable(
  "intent",
  {
    id: id(),
    tenantId: ofTenant(),
    /** Unique name of the event. Enqueuing it again adds no leaf. */
    eventId: text("event_id").notNull(),
    record: jsonb("record").$type<Record<string, unknown>>().notNull(),
    /** W3C `traceparent` of what enqueued it; null if that was not traced. */
    traceparent: text("traceparent"),
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

/** The log of a studio or of the platform. Its row lock serializes appends. */
export const log = pgTable(
  "log",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    tenantId: tenantIfAny().unique(),
    /** Name of the log in its checkpoints; does not reveal the studio. */
    origin: text("origin").notNull().unique(),
    size: count("size").notNull().default(0),
    /** Hashes of the complete subtrees of the tree, largest first. The root is computed from them. */
    peaks: bytes("peaks").notNull(),
    /** Size of the newest signed and anchored checkpoint. */
    signedSize: count("signed_size").notNull().default(0),
    /** Size of the newest checkpoint in the platform's log. */
    publishedSize: count("published_size").notNull().default(0),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("log_platform")
      .on(sql`(${t.tenantId} is null)`)
      .where(sql`tenant_id is null`),
    tenantPolicy(),
    platformPolicy(roles.sequencer),
    publicPolicy(),
    publicly(),
  ],
);

export const leaf = pgTable(
  "leaf",
  {
    logId: logId(),
    tenantId: tenantIfAny(),
    position: count("position").notNull(),
    eventId: text("event_id").notNull(),
    /** SHA-256 of the pending record. The same event with other contents is refused. */
    content: bytes("content").notNull(),
    /** RFC 8785 bytes of the record. */
    record: bytes("record").notNull(),
    hash: bytes("hash").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.logId, t.position] }),
    unique("leaf_event").on(t.logId, t.eventId),
    tenantPolicy(),
    platformPolicy(roles.sequencer),
    publicPolicy(),
    publicly(),
  ],
);

/** Roots of full tiles: at level n each covers 256^n leaves. Level 0, the hashes of the leaves, is not stored here. */
export const tileRoot = pgTable(
  "tile_root",
  {
    logId: logId(),
    tenantId: tenantIfAny(),
    level: smallint("level").notNull(),
    position: count("position").notNull(),
    hash: bytes("hash").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.logId, t.level, t.position] }),
    tenantPolicy(),
    platformPolicy(roles.sequencer),
    publicPolicy(),
    publicly(),
  ],
);

/** A signed head. Stored before it is published; the primary key prevents two roots with one size. */
export const checkpoint = pgTable(
  "checkpoint",
  {
    logId: logId(),
    tenantId: tenantIfAny(),
    size: count("size").notNull(),
    root: bytes("root").notNull(),
    note: text("note").notNull(),
    /** Whether it is anchored in storage. It is not published before. */
    anchored: boolean("anchored").notNull().default(false),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.logId, t.size] }),
    tenantPolicy(),
    platformPolicy(roles.sequencer),
    publicPolicy(),
    publicly(),
  ],
);

/** A witness's cosignature of a checkpoint of the platform's log. */
export const cosignature = pgTable(
  "cosignature",
  {
    logId: logId(),
    size: count("size").notNull(),
    /** Verifier key of the witness. */
    witness: text("witness").notNull(),
    line: text("line").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.logId, t.size, t.witness] }),
    index("cosignature_newest").on(t.logId, t.witness, t.size),
    platformPolicy(roles.sequencer),
    platformPolicy(roles.app, "select"),
    publicly(),
  ],
);

/** Number of generations of a shot in the log, and the leaf of the last one, which make a shot's list complete. */
export const shotChain = pgTable(
  "shot_chain",
  {
    tenantId: ofTenant(),
    shotId: text("shot_id").notNull(),
    count: count("count").notNull(),
    last: bytes("last").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.shotId] }), tenantPolicy()],
);

/** Encryption key of a subject's values of one kind. Deleting it erases them. */
export const subjectKey = pgTable(
  "subject_key",
  {
    tenantId: ofTenant(),
    /** Id of a member or an input. */
    subjectId: text("subject_id").notNull(),
    kind: text("kind").$type<SubjectKind>().notNull(),
    /** Encrypted under a secret that is not in the database. */
    key: bytes("key").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.subjectId, t.kind] }), tenantPolicy(), operatorsOwn()],
);

/** A value that a record commits to, encrypted under its subject's key. */
export const disclosure = pgTable(
  "disclosure",
  {
    tenantId: ofTenant(),
    eventId: text("event_id").notNull(),
    /** JSON pointer in the record. */
    field: text("field").notNull(),
    subjectId: text("subject_id").notNull(),
    kind: text("kind").$type<SubjectKind>().notNull(),
    value: bytes("value").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.eventId, t.field] }),
    index("disclosure_subject").on(t.tenantId, t.subjectId, t.kind),
    tenantPolicy(),
    operatorsOwn(),
  ],
);
