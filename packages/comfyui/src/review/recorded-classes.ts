import { readdirSync, readFileSync } from "node:fs";

/** Classes of one version of ComfyUI, as a server had them: name → source file, without its ending. */
export interface RecordedClasses {
  readonly version: string;
  readonly classes: ReadonlyMap<string, string>;
}

const FOLDER = new URL("recorded/", import.meta.url);

/** Reads lines of `module: Class, Class`; an indented line continues the one before. */
const parse = (text: string): Map<string, string> =>
  new Map(
    text
      .trim()
      .split(/\n(?! )/)
      .flatMap((line) => {
        const [, module = "", names = ""] = /^(\w+):\s+(.*)$/s.exec(line) ?? [];
        return names.split(/,\s+/).map((name): [string, string] => [name, module]);
      }),
  );

/** The classes that `npm run classes:record` has written, by version. For tests and documentation. */
export const readRecordedClasses = (): RecordedClasses[] =>
  readdirSync(FOLDER)
    .toSorted((one, other) => one.localeCompare(other, "en", { numeric: true }))
    .map((file) => ({
      version: file.replace(/\.txt$/, ""),
      classes: parse(readFileSync(new URL(file, FOLDER), "utf8")),
    }));
