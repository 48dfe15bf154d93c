import { readFileSync } from "node:fs";
import path from "node:path";
import { format } from "oxfmt";

const OPTIONS = path.join(import.meta.dirname, "../.oxfmtrc.json");

/** Formats a generated text as `npm run format` would. @param file its name, which decides the language */
export async function formatAs(file: string, text: string): Promise<string> {
  const { code, errors } = await format(
    file,
    text,
    JSON.parse(readFileSync(OPTIONS, "utf8")) as Record<string, unknown>,
  );
  if (errors.length > 0) throw new Error(`${file}: ${errors.map(({ message }) => message).join("; ")}`);
  return code;
}
