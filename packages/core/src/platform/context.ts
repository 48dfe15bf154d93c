import { AsyncLocalStorage } from "node:async_hooks";
import type { Actor } from "./actor.ts";
import { VisibleError } from "./error/index.ts";
import type { Ports, ProcessPorts } from "./port/index.ts";

export interface Context {
  actor: Actor;
  ports: ProcessPorts;
  /** Id of the current request, for the audit trail. */
  requestId?: string;
  /** W3C `traceparent` of the current span, for what it causes. */
  traceparent?: string | undefined;
}

const storage = new AsyncLocalStorage<Context>();

/** Runs `cb` as `actor` with the adapters of the process. */
export function provide<T>(context: Context, cb: () => T): T {
  return storage.run(context, cb);
}

/** Runs `cb` as another actor with the same adapters. */
export function runAs<T>(actor: Actor, cb: () => T): T {
  return storage.run({ ...use(), actor }, cb);
}

function use(): Context {
  const context = storage.getStore();
  if (!context) throw new Error("no context: a composition root must provide one");
  return context;
}

/**
 * The adapters of the process. Reading one that the process lacks throws; those that {@link Ports} declares as optional
 * are undefined.
 */
export function getPorts(): Ports {
  const provided = use().ports;
  const known = complete.get(provided);
  if (known) return known;
  // A new object in which the provided adapters override getters that throw.
  const made = Object.create(missing, Object.getOwnPropertyDescriptors(provided)) as Ports;
  complete.set(provided, made);
  return made;
}

const complete = new WeakMap<ProcessPorts, Ports>();

const REQUIRED = ["queues", "storage", "leases", "ledgerKey", "idempotencyKey"] as const satisfies (keyof Ports)[];
const missing: object = Object.defineProperties(
  {},
  Object.fromEntries(
    REQUIRED.map((name) => [
      name,
      {
        get: () => {
          throw new Error(`This process has no ${name}.`);
        },
      },
    ]),
  ),
);

/** The context, where one is provided. */
export const find = (): Context | undefined => storage.getStore();

/** The whole context, to continue in it elsewhere with {@link provide}. */
export const getCurrent = (): Context => use();

export const getActor = (): Actor => use().actor;
export const getRequestId = (): string => use().requestId ?? "none";

/** W3C `traceparent` of the current span, if there is one. */
export const getTraceparent = (): string | undefined => use().traceparent;

/** The signed-in member, or 401. */
export function getMember() {
  const current = getActor();
  if (current.type !== "member") throw new VisibleError("unauthenticated", "Send a valid access token.");
  return current;
}

/** The tenant that the actor works for. Throws without one. */
export function getTenantId(): string {
  const current = getActor();
  if (current.type === "member" || current.type === "system") return current.tenantId;
  throw new VisibleError("unauthenticated", "Send a valid access token.");
}
