import type { Child } from "./child.ts";
import type { ProgramName } from "./program.ts";
import type { buildEnvironments } from "./resources.ts";

type Env = ReturnType<typeof buildEnvironments>;
type StartChild = (
  name: ProgramName,
  env: Record<string, string>,
  options?: { mayStart?: Promise<void> },
) => Promise<Child>;

/** All components of the platform except PostgreSQL and the workers. */
export interface Services {
  /** Starts store and identity. */
  startFirst(): Promise<unknown>;
  /** Starts the components that need the migrated database. */
  startOthers(): Promise<unknown>;
}

/** Runs all of them in one process, which takes a third of the start time and a fifth of the memory. */
export function combineServices(child: StartChild, env: Env): Services {
  const { promise: mayStart, resolve } = Promise.withResolvers<void>();
  let services: Child | undefined;
  return {
    startFirst: async () => {
      const all = Object.assign({}, ...Object.values(env.components)) as Record<string, string>;
      services = await child("services", all, { mayStart });
    },
    startOthers: () => {
      resolve();
      return services?.started ?? Promise.reject(new Error("Call startFirst before startOthers."));
    },
  };
}

/** Runs each in its own process with only the environment that its deployed function has. */
export const separateServices = (child: StartChild, { components }: Env): Services => ({
  startFirst: () => Promise.all([child("store", components.store), child("identity", components.identity)]),
  startOthers: () =>
    Promise.all([
      child("api", components.api),
      child("work-api", components.workApi),
      child("media", components.media),
      child("background", components.background),
      child("webhooks", components.webhooks),
    ]),
});
