import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import sharp from "sharp";
import { Client, signIn } from "@pegbar/local/client/index.ts";
import { DATABASE } from "@pegbar/local/platform/resources.ts";
import { startPlatform, type Options, type Platform } from "@pegbar/local/platform/index.ts";

/** Jobs of a second: the renderer sleeps, so that two cores measure the platform and not the painter. */
export const PACE_MS = 1000;
const LAYOUT = path.join(import.meta.dirname, "../examples/layout.png");

export interface Stand {
  platform: Platform;
  dir: string;
  client: Client;
}

/** Runs `measure` on a platform of its own in a new folder, with PostgreSQL as safe as it is by default. */
export async function onStand<T>(
  measure: (stand: Stand) => Promise<T>,
  { quiet = false, ...options }: Partial<Omit<Options, "dir" | "basePort" | "onTrouble">> & { quiet?: boolean } = {},
): Promise<T> {
  const dir = mkdtempSync(path.join(tmpdir(), "pegbar-bench-"));
  // PostgreSQL runs as another account when the bench runs as root.
  chmodSync(dir, 0o755);
  const platform = await startPlatform({
    dir,
    basePort: 0,
    paceMs: PACE_MS,
    ...options,
    onTrouble: (message) => (quiet ? undefined : console.error(`! ${message}`)),
  });
  try {
    const { addresses } = platform;
    return await measure({
      platform,
      dir,
      client: new Client(addresses.api, await signIn(addresses.issuer, "artist@lumen.example")),
    });
  } finally {
    await platform.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

/**
 * Copies a row of the platform's database until there are `count` of it.
 * @param changes SQL by column: what differs from copy to copy, by its number `n`
 */
export async function copyRow(
  { platform }: Stand,
  table: "job" | "asset",
  id: string,
  count: number,
  changes: Record<string, string>,
): Promise<void> {
  const url = new URL(platform.adminUrl);
  url.pathname = `/${DATABASE}`;
  const sql = postgres(url.href, { max: 1, onnotice: () => undefined });
  const changed = Object.entries(changes).flatMap(([column, value]) => [`'${column}'`, value]);
  await sql.unsafe(
    `insert into ${table} select (jsonb_populate_record(${table}, jsonb_build_object(${changed.join(", ")}))).*
     from ${table} cross join generate_series(1, ${count - 1}) as n where id = '${id}'`,
  );
  await sql.unsafe(`vacuum analyze ${table}`);
  await sql.end();
}

/** Lifts the limits of all studios. */
export async function unlimited({ api, issuer }: Platform["addresses"]): Promise<void> {
  const operator = new Client(api, await signIn(issuer, "operator@pegbar.example"));
  const { items } = (await (await operator.request("GET", "/v1/tenants")).json()) as { items: { id: string }[] };
  for (const { id } of items)
    await operator.request("PATCH", `/v1/tenants/${id}/quota`, {
      waitingJobs: null,
      runningJobs: null,
      gpuSecondsPerMonth: null,
      dollarsPerMonth: null,
    });
}

/** The layout, a little different each time: no cache of any kind may answer for a job. */
export async function drawing(index: number): Promise<Uint8Array<ArrayBuffer>> {
  const mark = {
    create: { width: 8, height: 8, channels: 3 as const, background: { r: index & 255, g: (index >> 8) & 255, b: 99 } },
  };
  const dot = await sharp(mark).png().toBuffer();
  const drawn = sharp(readFileSync(LAYOUT)).composite([{ input: dot, left: 0, top: 0 }]);
  return new Uint8Array(await drawn.png({ palette: true, colours: 64 }).toBuffer());
}

export const request = (layout: string, seed: number) => ({
  shot: "HARBOR/sq010/sh010",
  workflow: "paint-layout",
  parameters: { prompt: "harbour at dusk", negative_prompt: "text", seed, strength: 0.55 },
  inputs: { layout },
});

/** Value below which `share` of the values lie. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
export const median = (values: readonly number[]): number => quantile(values, 0.5);
export const round = (value: number, digits = 1): number => Number(value.toFixed(digits));
