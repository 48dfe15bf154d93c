import { execFileSync } from "node:child_process";
import path from "node:path";
import * as z from "zod";

const FOLDER = path.join(import.meta.dirname, "../other");

const Span = z.object({
  name: z.string(),
  kind: z.string(),
  traceId: z.string(),
  spanId: z.string(),
  parentId: z.string(),
  startNanos: z.number(),
  endNanos: z.number(),
  status: z.string(),
  attributes: z.record(z.string(), z.unknown()),
  links: z.array(z.string()),
});
export type ReadSpan = z.infer<typeof Span>;

/**
 * Builds the reader with the OpenTelemetry collector's own library, or returns why it cannot be built here. Throws for a
 * compile error.
 */
export function buildSpanReader(into: string): { read(lines: string): ReadSpan[] } | { reason: string } {
  try {
    execFileSync("go", ["mod", "download"], { cwd: FOLDER, stdio: "pipe", timeout: 120_000 });
  } catch (error) {
    const { code, stderr, message } = error as NodeJS.ErrnoException & { stderr?: Buffer };
    const why = code === "ENOENT" ? "Go is not installed" : stderr?.toString().trim() || message;
    return { reason: `Traces are not read with the collector's library: ${why}.` };
  }
  const program = path.join(into, "read-spans");
  execFileSync("go", ["build", "-o", program, "."], { cwd: FOLDER, stdio: "pipe" });
  return {
    read: (lines) =>
      execFileSync(program, { input: lines, encoding: "utf8", maxBuffer: 2 ** 28 })
        .split("\n")
        .filter(Boolean)
        .map((line) => Span.parse(JSON.parse(line))),
  };
}
