/**
 * Installs the error handling of a tool: an error prints its message without a stack, except for errors of the tool
 * itself, and exits with 1; a wrong call also prints the usage and exits with 2.
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
