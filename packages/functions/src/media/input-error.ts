import type { Refusal } from "@pegbar/core/catalog/input";

/** The file cannot be used as an input. The message says why and what to do. */
export class InputError extends Error {
  readonly code: Refusal["code"];
  constructor(code: Refusal["code"], message: string) {
    super(message);
    this.code = code;
  }
}
