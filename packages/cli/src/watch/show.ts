import type { SingleBar } from "cli-progress";
import type { JobEvent } from "@pegbar/sdk";
import { startBar } from "../bar.ts";
import type { Output } from "../output.ts";
import { pictureProtocol, terminalPicture } from "./terminal-picture.ts";

/** Workers send none that is larger. */
const MAX_PREVIEW_BYTES = 512 * 1024;

const words: Record<string, string> = {
  queued: "waits in the queue",
  running: "runs",
  held: "is held",
  cancelling: "is being cancelled",
  prioritised: "has another place in the queue",
};

/** Shows a job's events to a person: a live bar on a terminal, plain lines elsewhere. All on stderr. */
export class Show {
  readonly #out: Output;
  readonly #protocol: ReturnType<typeof pictureProtocol>;
  #bar: SingleBar | undefined;
  #plain = 0;

  constructor(out: Output, previews: boolean) {
    this.#out = out;
    this.#protocol = previews ? pictureProtocol(process.env, process.stderr.isTTY) : undefined;
  }

  async event({ type, data }: JobEvent, signal: AbortSignal): Promise<void> {
    if (type === "progress") return this.#progress(data);
    if (type === "preview") return this.#preview(data, signal);
    this.end();
    const { reason, attempt } = data;
    const why = typeof reason === "string" ? ` (${reason})` : "";
    if (type === "interrupted") return this.#out.note(`was interrupted${why}, goes on by itself`);
    const again = type === "running" && typeof attempt === "number" && attempt > 1 ? `, attempt ${attempt}` : "";
    if (type in words) this.#out.note(`${words[type]}${again}${why}`);
  }

  /** Takes the bar away. */
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

  async #preview({ url }: JobEvent["data"], signal: AbortSignal): Promise<void> {
    if (!this.#protocol || typeof url !== "string") return;
    const response = await fetch(url, { signal }).catch(() => undefined);
    if (!response?.ok || Number(response.headers.get("content-length") ?? Infinity) > MAX_PREVIEW_BYTES) return;
    const picture = terminalPicture(this.#protocol, new Uint8Array(await response.arrayBuffer()));
    if (picture === undefined) return;
    this.end();
    process.stderr.write(picture);
  }
}
