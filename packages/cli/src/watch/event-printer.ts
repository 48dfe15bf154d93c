import type { SingleBar } from "cli-progress";
import type { JobEvent } from "@pegbar/sdk";
import { startBar } from "../bar.ts";
import type { Output } from "../output.ts";
import { detectPictureProtocol, encodeTerminalPicture } from "./terminal-picture.ts";

/** Maximum size of a preview, which workers do not exceed. */
const MAX_PREVIEW_BYTES = 512 * 1024;

const labels: Record<string, string> = {
  queued: "Queued",
  running: "Running",
  held: "Held",
  cancelling: "Cancelling",
  prioritised: "Priority changed",
};

/** Prints a job's events on stderr: a live bar on a terminal, plain lines elsewhere. */
export class EventPrinter {
  readonly #out: Output;
  readonly #protocol: ReturnType<typeof detectPictureProtocol>;
  #bar: SingleBar | undefined;
  #plain = 0;

  constructor(out: Output, previews: boolean) {
    this.#out = out;
    this.#protocol = previews ? detectPictureProtocol(process.env, process.stderr.isTTY) : undefined;
  }

  async print({ type, data }: JobEvent, signal: AbortSignal): Promise<void> {
    if (type === "progress") return this.#progress(data);
    if (type === "preview") return this.#preview(data, signal);
    this.end();
    this.#plain = 0;
    const { reason, attempt } = data;
    const why = typeof reason === "string" ? ` (${reason})` : "";
    if (type === "interrupted") return this.#out.note(`Interrupted${why}. It restarts by itself.`);
    const again = type === "running" && typeof attempt === "number" && attempt > 1 ? `, attempt ${attempt}` : "";
    if (Object.hasOwn(labels, type)) this.#out.note(`${labels[type]}${again}${why}`);
  }

  /** Removes the bar. */
  end(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }

  #progress({ fraction, classType, step, steps }: JobEvent["data"]): void {
    if (typeof fraction !== "number") return;
    const percent = Math.round(fraction * 100);
    const where = [
      typeof classType === "string" ? classType : "",
      typeof step === "number" ? `${step}/${String(steps)}` : "",
    ].join(" ");
    if (!process.stderr.isTTY) {
      if (percent < this.#plain + 20) return;
      this.#plain = percent;
      return this.#out.note(`${percent} %  ${where}`.trimEnd());
    }
    this.#bar ??= startBar();
    this.#bar.update(percent, { where });
  }

  /** Prints a preview in the terminal. */
  async #preview({ url }: JobEvent["data"], signal: AbortSignal): Promise<void> {
    if (!this.#protocol || typeof url !== "string") return;
    // Ignored, because the next preview follows soon.
    const bytes = await readPreview(url, signal).catch(() => undefined);
    const picture = bytes && encodeTerminalPicture(this.#protocol, bytes);
    if (picture === undefined) return;
    this.end();
    process.stderr.write(picture);
  }
}

async function readPreview(url: string, signal: AbortSignal): Promise<Uint8Array | undefined> {
  const response = await fetch(url, { signal });
  if (!response.ok || Number(response.headers.get("content-length") ?? Infinity) > MAX_PREVIEW_BYTES) return undefined;
  return new Uint8Array(await response.arrayBuffer());
}
