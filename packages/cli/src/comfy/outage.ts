import { PegbarError } from "@pegbar/sdk";
import { CliError } from "../exit.ts";

/** Tells the artist when Pegbar cannot be used, why, and when it can again: once for all requests that fail meanwhile. */
export class Outage {
  readonly #note: (text: string) => void;
  #told: string | undefined;

  constructor(note: (text: string) => void) {
    this.#note = note;
  }

  report(error: unknown): void {
    const text = describe(error);
    if (this.#told === text) return;
    this.#told = text;
    this.#note(`${text} Trying again until it works. Jobs continue, and nothing is lost.`);
  }

  end(): void {
    if (this.#told === undefined) return;
    this.#told = undefined;
    this.#note("Connected to Pegbar again.");
  }
}

function describe(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const isSignedOut = error instanceof PegbarError && error.status === 401;
  const hint = error instanceof CliError ? error.hint : isSignedOut ? "Sign in again: pegbar login" : undefined;
  return [message, hint]
    .filter((text) => text !== undefined)
    .map((text) => (/[.!?]$/.test(text) ? text : `${text}.`))
    .join(" ");
}
