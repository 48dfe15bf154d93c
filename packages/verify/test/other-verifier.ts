import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { toHex, type Hashed, type Trusted } from "../src/index.ts";
import { sha256 } from "@noble/hashes/sha2.js";

const FOLDER = path.join(import.meta.dirname, "../other");

/** Builds the verifier in Go, or returns why it cannot be built here. Throws for a compile error. */
export function buildOtherVerifier(into: string): { program: string } | { reason: string } {
  try {
    execFileSync("go", ["mod", "download"], { cwd: FOLDER, stdio: "pipe", timeout: 120_000 });
  } catch (error) {
    const { code, stderr, message } = error as NodeJS.ErrnoException & { stderr?: Buffer };
    const why = code === "ENOENT" ? "Go is not installed" : stderr?.toString().trim() || message;
    return { reason: `The verifier in Go is not tested: ${why}.` };
  }
  const program = path.join(into, "verify");
  runGo("go", "build", "-o", program, ".");
  return { program };
}

/** Runs `go` or `gofmt` in the folder of the verifier. Throws with its output if it fails. */
export function runGo(tool: "go" | "gofmt", ...args: string[]): string {
  try {
    return execFileSync(tool, args, { cwd: FOLDER, encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`${tool} ${args.join(" ")} failed:\n${stdout}${stderr}`, { cause: error });
  }
}

interface Request {
  certificate?: string;
  from?: number;
  to?: number;
  text?: string;
  file?: string;
  trusted?: Trusted;
}

/**
 * Maximum length of a text; longer ones take too much of the other verifier's memory, and its own tests contain one.
 */
const LONGEST = 4 << 20;

/** Collects certificates with their verdicts, to compare them with those of the other verifier. */
export class VerdictRecorder {
  readonly #requests: Request[] = [];
  readonly #valid: boolean[] = [];
  #base = "";

  get count(): number {
    return this.#valid.length;
  }
  get accepted(): number {
    return this.#valid.filter(Boolean).length;
  }

  add(text: string, file: Uint8Array | Hashed | undefined, trusted: Trusted | undefined, valid: boolean): void {
    if (text.length > LONGEST) return;
    const more = {
      ...(file === undefined ? {} : { file: file instanceof Uint8Array ? toHex(sha256(file)) : file.sha256 }),
      ...(trusted === undefined ? {} : { trusted }),
    };
    this.#requests.push({ ...this.#difference(text), ...more });
    this.#valid.push(valid);
  }

  /** The difference of a text from the last one that was sent completely. */
  #difference(text: string): Request {
    const base = this.#base;
    let from = 0;
    while (from < base.length && base[from] === text[from]) from++;
    let back = 0;
    const shorter = Math.min(base.length, text.length) - from;
    while (back < shorter && base[base.length - 1 - back] === text[text.length - 1 - back]) back++;
    const changed = text.slice(from, text.length - back);
    if (base !== "" && changed.length < text.length / 2)
      // Copied, because a slice would keep the whole text in memory.
      return { from, to: base.length - back, text: Buffer.from(changed, "utf16le").toString("utf16le") };
    this.#base = text;
    return { certificate: text, from: 0, to: text.length, text };
  }

  /** Cases with another verdict of the other verifier. */
  async disagreements(program: string): Promise<string[]> {
    const child = spawn(program, ["-batch"], { stdio: ["pipe", "pipe", "inherit"] });
    const ended = once(child, "close");
    const written = (async () => {
      for (const request of this.#requests)
        if (!child.stdin.write(`${JSON.stringify(request)}\n`)) await once(child.stdin, "drain");
      child.stdin.end();
    })();
    const found: string[] = [];
    let at = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      const { valid, reason } = JSON.parse(line) as { valid: boolean; reason?: string };
      if (valid !== this.#valid[at]) {
        const request = JSON.stringify(this.#requests[at]).slice(0, 500);
        found.push(`ours: ${String(this.#valid[at])}, other: ${valid} (${reason ?? ""}): ${request}`);
      }
      at++;
    }
    await written;
    const [code] = (await ended) as [number | null];
    if (code !== 0 || at !== this.count)
      throw new Error(`the verifier ended with ${code} after ${at} of ${this.count}`);
    return found;
  }
}
