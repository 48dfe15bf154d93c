import { ComfyUnavailable } from "@pegbar/comfyui";
import type { ComfyUIManager } from "./comfyui-manager.ts";
import type { Exchange } from "./exchange.ts";
import { retryUnavailable } from "./retry-unavailable.ts";
import type { Session } from "./session.ts";

interface Options {
  manager: ComfyUIManager;
  exchange: Exchange;
  tenantId: string;
  /** The previous job, whose prompt enters ComfyUI's queue first. */
  before: { readonly prompted: Promise<void>; readonly rendered: Promise<void> } | undefined;
  /** Attempts whose files must be kept. */
  attempts(): ReadonlySet<string>;
  signal: AbortSignal;
}

/** How long to wait for a restarting ComfyUI; after that another worker may be faster. */
const COMFYUI_WAIT_MS = 60_000;

/**
 * Waits until an attempt's prompt may be submitted: after the previous job's. If the tenant changes, waits until ComfyUI is
 * idle and empties its cache, history and folders.
 * @returns undefined if no ComfyUI is ready in time
 */
export async function takeTurn(options: Options): Promise<Session | undefined> {
  const { manager, before, tenantId, signal } = options;
  const deadline = performance.now() + COMFYUI_WAIT_MS;
  await Promise.race([before?.prompted, waitForAbort(signal)]);
  for (;;) {
    signal.throwIfAborted();
    const session = await manager.waitUntilReady(signal, Math.max(1, deadline - performance.now()));
    signal.throwIfAborted();
    if (!session) return undefined;
    if (session.tenantId === tenantId) return session;
    await Promise.race([before?.rendered, waitForAbort(signal)]);
    signal.throwIfAborted();
    if (session === manager.session && (await changeTenant(session, options))) return session;
  }
}

/** Returns false if this ComfyUI has exited meanwhile. */
async function changeTenant(
  session: Session,
  { manager, exchange, tenantId, attempts, signal }: Options,
): Promise<boolean> {
  try {
    await retryUnavailable(() => session.client.free(), signal);
    await retryUnavailable(() => session.deleteHistory(), signal);
    await exchange.sweep(attempts());
  } catch (error) {
    if (!(error instanceof ComfyUnavailable)) throw error;
    manager.reportFailure(session, error.message);
    return false;
  }
  if (session.ended.aborted) return false;
  session.tenantId = tenantId;
  return true;
}

const waitForAbort = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    return signal.addEventListener("abort", () => resolve(), { once: true });
  });
