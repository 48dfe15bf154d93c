import { ActivityWaker } from "../activity-waker.ts";
import { POLL_MS } from "../batch.ts";
import type { Pegbar } from "../client.ts";
import { backOff, pause } from "../pause.ts";
import type { components } from "../schema.ts";
import { isTransient } from "../transient.ts";
import { makeFolder } from "./make-folder.ts";
import { saveAsset, type Saved } from "./save.ts";

type Asset = components["schemas"]["Asset"];
type Batch = components["schemas"]["Batch"];
type Client = Pick<Pegbar, "get" | "pages" | "request" | "activity"> & Partial<Pick<Pegbar, "onRetry">>;

/** Whose results: a batch (`bat_…`) or a shot (`sht_…`). */
export type PullSource = { batchId: string } | { shotId: string };

/** Options of pulling results. */
export interface PullOptions {
  /** A version number; `latest` is the newest version of each output and those that come later. Default: all. */
  version?: number | "latest";
  /** Whether to continue with results as they finish: until the batch has ended, or for a shot until the signal fires. */
  follow?: boolean;
  /** When to stop following a batch. Default: when it has ended. */
  isDone?: (batch: Batch) => boolean;
  /** Whether to save certificates next to the files. Default: false. */
  certificate?: boolean;
  signal?: AbortSignal;
}

/** Files that are downloaded at once. */
const AT_ONCE = 4;
/** Longest pause after a failure while following, in milliseconds. */
const LONGEST_PAUSE_MS = 30_000;

/**
 * Saves results in a folder under the names of their versions, also while they are being made. Files that are there are
 * verified and skipped, and interrupted ones are resumed, so that a repeated call continues. While following, it waits for
 * a platform that does not answer.
 */
export async function* pullResults(
  client: Client,
  source: PullSource,
  folder: string,
  options: PullOptions = {},
): AsyncGenerator<Saved> {
  const { follow = false, isDone = ({ state }) => state === "ended", signal } = options;
  const isRelevant = (data: Record<string, unknown>) => !("batchId" in source) || data["batchId"] === source.batchId;
  const waker = follow ? new ActivityWaker(client, ({ data }) => isRelevant(data), signal) : undefined;
  const saved = new Set<string>();
  const chooser = new VersionChooser(options.version);
  await makeFolder(folder);
  try {
    for (let failures = 0; ;) {
      try {
        // Read before the results, so that none is missed.
        const isOver = !follow || ("batchId" in source && isDone(await readBatch(client, source.batchId, signal)));
        const found = await listNew(client, source, saved, isOver, signal);
        const wanted = chooser.choose(found);
        const chosen = new Set(wanted);
        for (const asset of found) if (!chosen.has(asset)) saved.add(asset.id);
        for (let at = 0; at < wanted.length; at += AT_ONCE)
          for (const result of await saveSome(client, wanted.slice(at, at + AT_ONCE), folder, options)) {
            saved.add(result.asset.id);
            yield result;
          }
        if (isOver) return;
        failures = 0;
        await waker?.wait(POLL_MS);
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        if (!follow || !isTransient(error)) throw error;
        const delayMs = backOff(failures++, LONGEST_PAUSE_MS);
        const reason = error instanceof Error ? error.message : String(error);
        client.onRetry?.({ reason, attempt: failures, attempts: Infinity, delayMs });
        await pause(delayMs, signal);
      }
    }
  } finally {
    waker?.close();
  }
}

const readBatch = (client: Client, id: string, signal?: AbortSignal): Promise<Batch> =>
  client.get("/v1/batches/{id}", { params: { path: { id } }, ...(signal ? { signal } : {}) });

const saveSome = (client: Client, assets: readonly Asset[], folder: string, options: PullOptions) =>
  Promise.all(
    assets.map((asset) =>
      saveAsset(
        client,
        asset,
        folder,
        { certificate: options.certificate ? "missing" : false, ...(options.signal ? { signal: options.signal } : {}) },
        () => undefined,
      ),
    ),
  );

/** Results that are not saved yet, the oldest first. Reads all pages at the end, else until a page has nothing new. */
async function listNew(
  client: Client,
  source: PullSource,
  saved: ReadonlySet<string>,
  isComplete: boolean,
  signal?: AbortSignal,
): Promise<Asset[]> {
  const found: Asset[] = [];
  let known = 0;
  const query = { ...source, sort: "-created", limit: PAGE } as const;
  for await (const asset of client.pages("/v1/assets", query, signal ? { signal } : {})) {
    known = saved.has(asset.id) ? known + 1 : 0;
    if (known === 0) found.push(asset);
    if (!isComplete && known === PAGE) break;
  }
  return found.reverse();
}

const PAGE = 200;

/** Chooses results by version. */
class VersionChooser {
  readonly #version: PullOptions["version"];
  /** With `latest`: the newest version of each output at the start. Later ones are chosen too. */
  #least: Map<string, number> | undefined;

  constructor(version: PullOptions["version"]) {
    this.#version = version;
  }

  choose(assets: readonly Asset[]): Asset[] {
    if (typeof this.#version === "number") return assets.filter(({ version }) => version === this.#version);
    if (this.#version === undefined) return [...assets];
    if (!this.#least) {
      this.#least = new Map();
      for (const { name, version } of assets) this.#least.set(name, Math.max(version, this.#least.get(name) ?? 0));
    }
    return assets.filter(({ name, version }) => version >= (this.#least?.get(name) ?? 0));
  }
}
