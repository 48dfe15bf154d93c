import type { Child } from "./child.ts";
import type { buildEnvironments } from "./resources.ts";

type Env = ReturnType<typeof buildEnvironments>;
type StartChild = (name: string, env: Record<string, string>, options?: { mayStart?: Promise<void> }) => Promise<Child>;

/** The components of the platform but for PostgreSQL and the workers. */
export interface Services {
  /** Store and identity. */
  startFirst(): Promise<unknown>;
  /** The others, which need the migrated database. */
  startOthers(): Promise<unknown>;
}

/** All in one process: it starts in a third of the time, and needs a fifth of the memory. */
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
      return services?.started ?? Promise.reject(new Error("the services were not started"));
    },
  };
}

/** Each in a process of its own, with no more of the environment than a deployed function would have. */
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
