import type { HeartbeatRequest, Lease, Progress } from "@pegbar/core/contract";
import type { Log } from "./log.ts";
import type { Queue } from "./queue.ts";
import { LeaseLost, type WorkApi } from "./work-api.ts";

type Phase = HeartbeatRequest["phase"];
type Reason = "cancelled" | "lease_lost";

interface Options {
  lease: Lease;
  receipt: string;
  workApi: WorkApi;
  queue: Queue;
  log: Log;
  /** Whether ComfyUI runs the prompt. Before that, every tick sends a heartbeat, to learn of a cancel quickly. */
  hasStarted(): boolean;
  /** Called when the job was cancelled or another worker has its lease. */
  onEnd(reason: Reason): void;
}

const TICK_MS = 1000;
/** First heartbeat, early so that the artist sees progress within a second. Milliseconds. */
const FIRST_TICK_MS = 300;
/** Longest time until a cancel is noticed, also during a long step without events. Milliseconds. */
const CANCEL_CHECK_MS = 2000;
const VISIBILITY_SECONDS = 60;
const RENEW_AFTER_MS = 20_000;
/** The first renewal comes early, because a received message is hidden for a short time only. */
const FIRST_RENEWAL_MS = 5000;
/** Maximum size of a preview: ten times what ComfyUI usually sends. Every viewer downloads each one. */
const MAX_PREVIEW_BYTES = 512 * 1024;

/**
 * Keeps an attempt alive: renews its lease and queue visibility, and sends progress and previews. Sends a heartbeat every
 * second until the prompt runs and while there is news, every two seconds while ComfyUI renders, otherwise as rarely as the
 * lease allows.
 */
export class Heartbeat {
  phase: Phase = "fetching";
  readonly #options: Options;
  #timer: NodeJS.Timeout;
  #progress: Progress | undefined;
  #preview: { bytes: Uint8Array; format: string } | undefined;
  #previews = 0;
  #hasUpdate = false;
  #busy = false;
  #sentAt = performance.now();
  #heldUntil: number;
  #renewedAt = performance.now() - RENEW_AFTER_MS + FIRST_RENEWAL_MS;

  constructor(options: Options) {
    this.#options = options;
    this.#heldUntil = performance.now() + options.lease.leaseSeconds * 1000;
    this.#timer = setTimeout(() => this.#repeat(), FIRST_TICK_MS);
  }

  setProgress(progress: Progress): void {
    this.#progress = progress;
    this.#hasUpdate = true;
  }

  setPreview(picture: { bytes: Uint8Array; format: string }): void {
    if (picture.bytes.length > MAX_PREVIEW_BYTES) return;
    this.#preview = picture;
    // Sent immediately, because the first preview tells the artist most.
    if (this.#previews === 0) void this.#tick();
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearInterval(this.#timer);
  }

  #repeat(): void {
    this.#timer = setInterval(() => void this.#tick(), TICK_MS);
    void this.#tick();
  }

  async #tick(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      await this.#renewVisibility();
      await this.#putPreview();
      const { lease, hasStarted } = this.#options;
      const quietMs = lease.heartbeatSeconds * 1000;
      const dueMs = this.phase === "rendering" ? Math.min(CANCEL_CHECK_MS, quietMs) : quietMs;
      const due = !hasStarted() || performance.now() - this.#sentAt > dueMs - TICK_MS / 2;
      if (this.#hasUpdate || due) await this.#sendHeartbeat();
    } finally {
      this.#busy = false;
    }
  }

  async #sendHeartbeat(): Promise<void> {
    const { lease, workApi, onEnd, log } = this.#options;
    this.#hasUpdate = false;
    this.#sentAt = performance.now();
    try {
      const answer = await workApi.heartbeat(lease, {
        phase: this.phase,
        previews: this.#previews,
        ...(this.#progress ? { progress: this.#progress } : {}),
      });
      this.#heldUntil = this.#sentAt + lease.leaseSeconds * 1000;
      if (answer.cancel) onEnd("cancelled");
    } catch (error) {
      if (error instanceof LeaseLost || performance.now() > this.#heldUntil) return onEnd("lease_lost");
      log("warn", "heartbeat failed", { jobId: lease.jobId, attemptId: lease.attemptId, error });
    }
  }

  async #putPreview(): Promise<void> {
    const picture = this.#preview;
    if (!picture) return;
    this.#preview = undefined;
    const { lease, log } = this.#options;
    const { url, headers, method } = lease.previewUpload;
    try {
      const body = new Uint8Array(picture.bytes);
      const response = await fetch(url, { method, headers: { ...headers, "content-type": picture.format }, body });
      if (!response.ok) throw new Error(`the store answered ${response.status}`);
      this.#previews++;
      this.#hasUpdate = true;
    } catch (error) {
      log("warn", "preview not stored", { jobId: lease.jobId, attemptId: lease.attemptId, error });
    }
  }

  async #renewVisibility(): Promise<void> {
    if (performance.now() - this.#renewedAt < RENEW_AFTER_MS) return;
    this.#renewedAt = performance.now();
    const { queue, receipt, log, lease } = this.#options;
    await queue.extend(receipt, VISIBILITY_SECONDS).catch((error: unknown) => {
      log("warn", "message visibility not extended", { jobId: lease.jobId, attemptId: lease.attemptId, error });
    });
  }
}
