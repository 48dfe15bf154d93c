import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** Components that listen, in the order of their ports; two ports per worker follow. */
const parts = ["api", "workApi", "identity", "store", "database", "metrics"] as const;
export type Part = (typeof parts)[number];
/** Components whose metrics have an endpoint of their own if each runs in its own process. */
export const measured = ["api", "workApi", "media", "background", "webhooks"] as const;
export type Measured = (typeof measured)[number];
export type PortMap = Record<Part, number> & {
  workers: { comfyui: number; metrics: number }[];
  /** Port of each component's metrics; one for all unless each runs in its own process. */
  metricsOf: Record<Measured, number>;
  /** Undefined unless Prometheus is started. */
  prometheus?: number;
};

export const HOST = "127.0.0.1";
export const DEFAULT_BASE = 4310;

interface Choice {
  patienceMs?: number;
  isMultiProcess?: boolean;
  withPrometheus?: boolean;
}

/**
 * Chooses ports from `base` up, one per component and two per worker, then with `isMultiProcess` one per further process; for base 0, any free ports.
 * @throws PortTaken when a port is still in use after `patienceMs`
 */
export async function choosePorts(
  base: number,
  workers: number,
  { patienceMs = 0, isMultiProcess = false, withPrometheus = false }: Choice = {},
): Promise<PortMap> {
  const end = Date.now() + patienceMs;
  const taken = new Set<number>();
  let next = base;
  const choose = async (part: string): Promise<number> => {
    const port = base === 0 ? await freePort(taken) : next++;
    while (base !== 0 && !(await isFree(port))) {
      if (Date.now() >= end) throw new PortTaken(part, port);
      await sleep(100);
    }
    taken.add(port);
    return port;
  };
  const chosen: Partial<Record<Part, number>> = {};
  for (const part of parts) chosen[part] = await choose(part);
  const of = chosen as Record<Part, number>;
  const map: PortMap = { ...of, workers: [], metricsOf: {} as Record<Measured, number> };
  for (let index = 0; index < workers; index++)
    map.workers.push({ comfyui: await choose("comfyui"), metrics: await choose("metrics") });
  for (const [index, part] of measured.entries())
    map.metricsOf[part] = isMultiProcess && index > 0 ? await choose("metrics") : of.metrics;
  if (withPrometheus) map.prometheus = await choose("prometheus");
  return map;
}

export class PortTaken extends Error {
  constructor(part: string, port: number) {
    super(
      `Port ${port} (${part}) is used by another program. Stop that program, or choose other ports: npm start -- --port ${port + 1000}`,
    );
    this.name = "PortTaken";
  }
}

/**
 * Ports to choose from: below those that systems give to outgoing connections (from 32,768 on Linux, from 49,152 elsewhere). One
 * of those could be taken by a connection before the component listens.
 */
const CHOICE = { first: 10_000, count: 10_000 };
/** Then the system chooses. */
const MAX_TRIES = 100;

/** Finds a port that nothing listens on and that is not in `taken`. */
export async function freePort(taken: ReadonlySet<number> = new Set()): Promise<number> {
  for (let tries = 0; ; tries++) {
    const port = await listenOnce(tries < MAX_TRIES ? CHOICE.first + randomInt(CHOICE.count) : 0);
    if (port !== undefined && !taken.has(port)) return port;
  }
}

export const isFree = async (port: number): Promise<boolean> => (await listenOnce(port)) !== undefined;

function listenOnce(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen(port, HOST, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : undefined));
    });
  });
}
