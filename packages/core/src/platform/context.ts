import { AsyncLocalStorage } from "node:async_hooks";
import type { Actor } from "./actor.ts";
import { VisibleError } from "./error/index.ts";
import type { Ports } from "./port/index.ts";

interface Context {
  actor: Actor;
  ports: Ports;
  /** Of the request that is served, for the audit trail. */
  requestId?: string;
}

const storage = new AsyncLocalStorage<Context>();

/** Runs `cb` as `actor` with the adapters that the composition root chose. */
export function provide<T>(context: Context, cb: () => T): T {
  return storage.run(context, cb);
}

/** Runs `cb` as another actor with the same adapters. */
export function as<T>(actor: Actor, cb: () => T): T {
  return storage.run({ ...use(), actor }, cb);
}

function use(): Context {
  const context = storage.getStore();
  if (!context) throw new Error("no context: a composition root must provide one");
  return context;
}

export const ports = (): Ports => use().ports;
export const actor = (): Actor => use().actor;
export const requestId = (): string => use().requestId ?? "none";

/** The signed-in member, or 401. */
export function member() {
  const current = actor();
  if (current.type !== "member") throw new VisibleError("unauthenticated", "Send a valid access token.");
  return current;
}

/** The tenant that the actor works for; fails closed when there is none. */
export function tenantId(): string {
  const current = actor();
  if (current.type === "member" || current.type === "system") return current.tenantId;
  throw new VisibleError("unauthenticated", "Send a valid access token.");
}
