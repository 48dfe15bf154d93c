import type { components } from "@pegbar/sdk";
import { type Connection, pause } from "./persist.ts";

type JobSummary = components["schemas"]["JobSummary"];

/** What Pegbar says about a job that waits. */
export interface QueuePlace {
  readonly state: JobSummary["state"];
  /** Jobs ahead and estimated seconds, of a queued job. */
  readonly wait?: NonNullable<JobSummary["wait"]>;
  /** The reason of a hold. */
  readonly reason?: string;
}

/** How soon a job that has not been read yet is read, in milliseconds. Most jobs start before that. */
const NEW_MS = 1000;
/** Most jobs of each state that are read. */
const MAX_JOBS = 200;

interface Options {
  /** How often Pegbar is asked while jobs wait, in milliseconds. */
  readonly everyMs: number;
  /** Ids of the jobs that wait. */
  listWaiting(): readonly string[];
  /** Called when a place has changed. */
  onChange(): void;
  /** Called once for each hold, also of jobs that do not come from here. */
  onHeld(jobId: string, reason: string | undefined): void;
}

/**
 * The places of waiting jobs in Pegbar's queue, and which of them are held. Reads all of them at once. Only an addition:
 * without a connection, the last known ones stay.
 */
export class QueuePlaces {
  readonly #connection: Connection;
  readonly #options: Options;
  #places: ReadonlyMap<string, QueuePlace> = new Map();
  #asked: ReadonlySet<string> = new Set();
  #askedAt = -Infinity;
  #memberId: string | undefined;

  constructor(connection: Connection, options: Options) {
    this.#connection = connection;
    this.#options = options;
  }

  get(jobId: string): QueuePlace | undefined {
    return this.#places.get(jobId);
  }

  isHeld(jobId: string): boolean {
    return this.#places.get(jobId)?.state === "held";
  }

  /** Notes what has been learned about a job elsewhere. */
  set(jobId: string, place: QueuePlace): void {
    this.#replace(new Map([...this.#places, [jobId, place]]));
  }

  /** Reads places until the connection's signal fires. */
  async watch(): Promise<void> {
    const { signal } = this.#connection;
    while (!signal.aborted) {
      await pause(Math.min(NEW_MS, this.#options.everyMs), signal);
      const waiting = this.#options.listWaiting();
      if (waiting.length === 0) continue;
      const isDue = performance.now() - this.#askedAt >= this.#options.everyMs;
      const isNew = waiting.some((id) => !this.#asked.has(id));
      if (!isDue && !isNew) continue;
      this.#asked = new Set(waiting);
      this.#askedAt = performance.now();
      // Asked again later. Calls that the artist waits for report the failure.
      const places = await this.#read().catch(() => undefined);
      if (places) this.#replace(places);
    }
  }

  async #read(): Promise<Map<string, QueuePlace>> {
    const { client, signal } = this.#connection;
    this.#memberId ??= (await client.get("/v1/me", { signal })).member?.id;
    const common = {
      sort: "created" as const,
      limit: MAX_JOBS,
      ...(this.#memberId === undefined ? {} : { memberId: this.#memberId }),
    };
    const list = (query: { state: "queued" | "held"; wait?: boolean }) =>
      client.get("/v1/jobs", { params: { query: { ...common, ...query } }, signal });
    const [queued, held] = await Promise.all([list({ state: "queued", wait: true }), list({ state: "held" })]);
    return new Map(
      [...queued.items, ...held.items].map(({ id, state, wait, reason }) => [
        id,
        { state, ...(wait ? { wait } : {}), ...(reason === null ? {} : { reason }) },
      ]),
    );
  }

  #replace(places: ReadonlyMap<string, QueuePlace>): void {
    const before = JSON.stringify([...this.#places]);
    const held = [...places].filter(([id, { state }]) => state === "held" && !this.isHeld(id));
    this.#places = places;
    for (const [id, { reason }] of held) this.#options.onHeld(id, reason);
    if (JSON.stringify([...places]) !== before) this.#options.onChange();
  }
}
