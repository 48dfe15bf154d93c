import { Client, signIn } from "@pegbar/local/client/index.ts";
import { startPlatform, type Options, type Platform } from "@pegbar/local/platform/index.ts";
import { Scope, createTemporaryFolder } from "./scope.ts";

export interface Stand {
  platform: Platform;
  dir: string;
  client: Client;
}

/**
 * With `paceMs` the renderer sleeps, so that two cores measure the platform and not the painter. With `quiet` nothing is
 * said of parts that die.
 */
type StandOptions = Partial<Omit<Options, "dir" | "basePort" | "onRestart">> & { quiet?: boolean };

/** What benchmarks send must not be held back by the limit of requests. */
const UNTHROTTLED = { perSecond: 100_000, burst: 1_000_000 };

let shared: { key: string; scope: Scope; stand: Stand } | undefined;
let sharing = false;

/** Lets benchmarks that follow each other and want the same platform use one: shorter, and no figure to rely on. */
export function shareStands(): void {
  sharing = true;
}

/** Runs `measure` on a platform in a new folder, with PostgreSQL as safe as it is by default. */
export async function onStand<T>(measure: (stand: Stand) => Promise<T>, options: StandOptions): Promise<T> {
  if (sharing) return measure(await startSharedStand(options));
  await using scope = new Scope();
  return await measure(await startStand(scope, options));
}

async function startSharedStand(options: StandOptions): Promise<Stand> {
  const key = JSON.stringify(options);
  if (shared?.key === key) return shared.stand;
  await shared?.scope.end();
  const scope = new Scope();
  shared = { key, scope, stand: await startStand(scope, options) };
  return shared.stand;
}

/** Stops the platform that benchmarks shared. */
export async function endSharedStand(): Promise<void> {
  await shared?.scope.end();
  shared = undefined;
}

async function startStand(scope: Scope, { quiet = false, ...options }: StandOptions): Promise<Stand> {
  const dir = createTemporaryFolder(scope, "pegbar-bench-");
  const starting = startPlatform({
    dir,
    basePort: 0,
    throttle: UNTHROTTLED,
    // As deployed: each function by itself, so that one does not wait for another's event loop. One process starts sooner.
    multiProcess: !sharing,
    ...options,
    onRestart: (message) => (quiet ? undefined : console.error(`! ${message}`)),
  });
  // Also while it starts: what has been started must be known before it can be stopped.
  scope.defer(() =>
    starting.then(
      (platform) => platform.stop(),
      // A failed start is reported where it is awaited.
      () => undefined,
    ),
  );
  const platform = await starting;
  const { api, issuer } = platform.addresses;
  return { platform, dir, client: new Client(api, await signIn(issuer, "artist@lumen.example")) };
}
