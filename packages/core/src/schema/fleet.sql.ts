import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, pgPolicy, pgTable, text } from "drizzle-orm/pg-core";
import type { Software, WorkerState } from "../contract/index.ts";
import { at, platformPolicy, roles } from "./columns.ts";

/** A workload class: its price, and how many of its jobs may run. Set by the operator. */
export const fleet = pgTable(
  "fleet",
  {
    class: text("class").primaryKey(),
    /** Instance type that the price is for. */
    instance: text("instance").notNull(),
    /** Price of a GPU-hour in millionths of a dollar. */
    microsPerHour: bigint("micros_per_hour", { mode: "number" }).notNull(),
    runningLimit: integer("running_limit"),
    /**
     * Maximum width × height × batch, video frames included, that a graph of the class may hold at once. Default: what
     * fits four times into half the memory of the class's smallest machine.
     */
    maxPixels: bigint("max_pixels", { mode: "number" }).notNull().default(200_000_000),
    /** Whether workers are started when jobs wait. False on one machine: its workers are started by hand. */
    startsWorkers: boolean("starts_workers").notNull().default(true),
    /**
     * As last counted, for estimates: workers with a recent report, running and queued jobs, studios with queued jobs.
     */
    workers: integer("workers").notNull().default(0),
    running: integer("running").notNull().default(0),
    waiting: integer("waiting").notNull().default(0),
    /** Jobs that the platform holds after too many interruptions, until an operator releases them. */
    held: integer("held").notNull().default(0),
    /** Since when jobs are queued while no worker can take them, as last counted; null if none is. */
    stalledSince: at("stalled_since"),
    waitingTenants: integer("waiting_tenants").notNull().default(0),
    /** Mean GPU time of the newest jobs in milliseconds; null without jobs. */
    meanMs: bigint("mean_ms", { mode: "number" }),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  () => [
    pgPolicy("everybody", { for: "select", to: roles.app, using: sql`true` }),
    platformPolicy(roles.dispatch),
    platformPolicy(roles.operator),
    // The role may read some columns only.
    platformPolicy(roles.public, "select"),
  ],
);

/** A worker, as it reports itself. Deleted when it unregisters, or has not reported for an hour. */
export const worker = pgTable(
  "worker",
  {
    /** Unique name, new at each start. */
    id: text("id").primaryKey(),
    class: text("class").notNull(),
    state: text("state").$type<WorkerState>().notNull(),
    gpu: text("gpu").notNull(),
    vramBytes: bigint("vram_bytes", { mode: "number" }).notNull(),
    comfyuiVersion: text("comfyui_version").notNull(),
    imageDigest: text("image_digest").notNull(),
    objectInfoDigest: text("object_info_digest").notNull(),
    /** Number of node classes of its ComfyUI. */
    nodes: integer("nodes").notNull(),
    models: jsonb("models").$type<string[]>().notNull(),
    /** What its ComfyUI runs on; null for a worker of an older version. */
    software: jsonb("software").$type<Software>(),
    loadedModels: jsonb("loaded_models").$type<string[]>().notNull().default([]),
    /** Why it takes no jobs; null if it does. */
    unfit: text("unfit"),
    /** How often its ComfyUI was restarted. */
    restarts: integer("restarts").notNull().default(0),
    registeredAt: at("registered_at").notNull(),
    seenAt: at("seen_at").notNull(),
  },
  (t) => [index("worker_seen").on(t.seenAt), platformPolicy(roles.dispatch), platformPolicy(roles.operator, "select")],
);

/** How often the reconciler made each kind of correction. Zero in a platform without failures. */
export const repairCount = pgTable(
  "repair_count",
  {
    kind: text("kind").primaryKey(),
    total: bigint("total", { mode: "number" }).notNull().default(0),
    lastAt: at("last_at").notNull().defaultNow(),
  },
  () => [platformPolicy(roles.dispatch), platformPolicy(roles.operator, "select")],
);
