import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** A fenced block of a page. */
export interface Block {
  /** Page and line, such as `docs/api.md:12`. */
  where: string;
  language: string;
  text: string;
  /** File name of a program, as given on the page. */
  saveAs: string | undefined;
}

export const ROOT = path.join(import.meta.dirname, "../..");

/** Lists all pages with commands for readers. */
export function listPages(): string[] {
  const below = (folder: string) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".md"))
      .map((name) => path.join(folder, name));
  const packages = readdirSync(path.join(ROOT, "packages")).flatMap((name) =>
    readdirSync(path.join(ROOT, "packages", name))
      .filter((file) => file.endsWith(".md"))
      .map((file) => path.join("packages", name, file)),
  );
  return ["README.md", "CONTRIBUTING.md", ...below("docs"), ...packages].sort();
}

/** Lists the fenced blocks of a page, in order. */
export function listBlocks(page: string): Block[] {
  const text = readFileSync(path.join(ROOT, page), "utf8");
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map((match) => {
    const before = text.slice(0, match.index);
    const paragraph = before.trimEnd().split("\n\n").at(-1) ?? "";
    return {
      where: `${page}:${before.split("\n").length}`,
      language: match[1] ?? "",
      text: match[2] ?? "",
      saveAs: /Save this as `([\w.-]+)`/.exec(paragraph)?.[1],
    };
  });
}

const readText = (page: string): string =>
  readFileSync(path.join(ROOT, page), "utf8").replaceAll(/^```[\s\S]*?^```$/gm, "");

/** Lists links of a page to files of this repository and their headings. */
export function listLinks(page: string): { file: string; heading: string | undefined }[] {
  return [...readText(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !target.includes("://"))
    .map((target) => {
      const [file = "", heading] = target.split("#");
      return { file: file === "" ? page : path.join(path.dirname(page), file), heading };
    });
}

/** Lists the anchors of a page's headings. */
export const listHeadings = (page: string): string[] =>
  [...readText(page).matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-"),
  );
