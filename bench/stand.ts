import type { Client } from "@pegbar/local/client/index.ts";
import type { Options, Platform } from "@pegbar/local/platform/index.ts";
import { Scope, createTemporaryFolder } from "./scope.ts";

export interface Stand {
  platform: Platform;
  dir: string;
  client: Client;
}

/**
 * With `paceMs` the renderer sleeps, so that two cores measure the platform and not the renderer. With `quiet`, restarts of
 * processes are not printed.
 */
type StandOptions = Partial<Omit<Options, "dir" | "basePort" | "onRestart">> & { quiet?: boolean };

/** The request limit must not slow down benchmarks. */
const UNTHROTTLED = { perSecond: 100_000, burst: 1_000_000 };

let shared: { key: string; scope: Scope; stand: Stand } | undefined;
let sharing = false;

/** Lets consecutive benchmarks with the same options share a platform. This is faster, but makes their figures invalid. */
export function shareStands(): void {
  sharing = true;
}

/** Runs `measure` on a platform in a new folder, with PostgreSQL's default durability. */
export async function runOnStand<T>(measure: (stand: Stand) => Promise<T>, options: StandOptions): Promise<T> {
  if (sharing) return measure(await startSharedStand(options));
  await using scope = new Scope();
  return await measure(await startStand(scope, options));
}

/** Runs `measure` on several platforms at once, each in a new folder of its own. They are never shared. */
export async function runOnStands<T>(
  measure: (stands: Stand[]) => Promise<T>,
  options: readonly StandOptions[],
): Promise<T> {
  await using scope = new Scope();
  const stands: Stand[] = [];
  for (const one of options) stands.push(await startStand(scope, one));
  return await measure(stands);
}

async function startSharedStand(options: StandOptions): Promise<Stand> {
  const key = JSON.stringify(options);
  if (shared?.key === key) return shared.stand;
  await shared?.scope.end();
  const scope = new Scope();
  shared = { key, scope, stand: await startStand(scope, options) };
  return shared.stand;
}

/** Stops the shared platform. */
export async function endSharedStand(): Promise<void> {
  await shared?.scope.end();
  shared = undefined;
}

async function startStand(scope: Scope, { quiet = false, ...options }: StandOptions): Promise<Stand> {
  // Imported here, because a wrong call or another benchmark needs no platform.
  const [{ startPlatform }, { Client, signIn }] = await Promise.all([
    import("@pegbar/local/platform/index.ts"),
    import("@pegbar/local/client/index.ts"),
  ]);
  const dir = createTemporaryFolder(scope, "pegbar-bench-");
  const starting = startPlatform({
    dir,
    basePort: 0,
    throttle: UNTHROTTLED,
    // One process per function, as deployed, so that functions do not share an event loop. A single process starts faster.
    multiProcess: !sharing,
    ...options,
    onRestart: (message) => (quiet ? undefined : console.error(`! ${message}`)),
  });
  // Waits for the start even if it is interrupted, because only a started platform can be stopped.
  scope.defer(() =>
    starting.then(
      (platform) => platform.stop(),
      // A failed start is reported by the `await` below.
      () => undefined,
    ),
  );
  const platform = await starting;
  const { api, issuer } = platform.addresses;
  return { platform, dir, client: new Client(api, await signIn(issuer, "artist@lumen.example")) };
}
