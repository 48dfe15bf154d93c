import { appendFile, rename, stat } from "node:fs/promises";
import { ExportResultCode, type ExportResult } from "@opentelemetry/core";
import { JsonTraceSerializer } from "@opentelemetry/otlp-transformer";
import type { SpanExporter } from "@opentelemetry/sdk-trace";

/** Spans are kept for at least this long. */
const KEPT_MS = 3_600_000;

/** Name of the file with the spans before those of `file`. */
export const getOlderFile = (file: string): string => `${file}.1`;

/**
 * Appends spans to a file as lines of OTLP's JSON, which the collector's `otlpjsonfile` receiver reads. After an hour the
 * file becomes {@link getOlderFile} and a new one begins, so that both have the last hour at least.
 */
export function createFileExporter(file: string): SpanExporter {
  let startedAt: number | undefined;
  let writing = Promise.resolve();
  const append = async (line: string) => {
    startedAt ??= await stat(file).then(
      ({ birthtimeMs, mtimeMs }) => Math.min(birthtimeMs, mtimeMs),
      // It does not exist yet.
      () => Date.now(),
    );
    if (Date.now() - startedAt > KEPT_MS) {
      await rename(file, getOlderFile(file));
      startedAt = Date.now();
    }
    await appendFile(file, `${line}\n`);
  };
  const write = async (before: Promise<void>, line: string, done: (result: ExportResult) => void) => {
    await before;
    try {
      await append(line);
    } catch (error) {
      return done({ code: ExportResultCode.FAILED, error: error as Error });
    }
    done({ code: ExportResultCode.SUCCESS });
  };
  return {
    export(spans, done: (result: ExportResult) => void) {
      const bytes = JsonTraceSerializer.serializeRequest(spans);
      if (!bytes) return done({ code: ExportResultCode.SUCCESS });
      writing = write(writing, Buffer.from(bytes).toString(), done);
    },
    forceFlush: () => writing,
    shutdown: () => writing,
  };
}
