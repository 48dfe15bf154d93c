/**
 * Has a tool say what is wrong in a line, without the stack that only a mistake of its own needs, and end with 1; with 2 and
 * the usage where it was called wrongly.
 */
export function printErrors(usage: string): void {
  process.setUncaughtExceptionCaptureCallback((error: unknown) => {
    if (!(error instanceof Error)) throw error;
    const code = "code" in error ? String(error.code) : "";
    const isCall = code.startsWith("ERR_PARSE_ARGS");
    const isMistake = error.constructor !== Error && !isCall;
    console.error(isMistake ? error.stack : error.message);
    if (isCall) console.error(`usage: ${usage}`);
    process.exit(isCall ? 2 : 1);
  });
}
