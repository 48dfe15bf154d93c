import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** A fenced block of a page. */
export interface Block {
  /** `docs/api.md:12`. */
  where: string;
  language: string;
  text: string;
  /** File name for a program, as given on the page. */
  saveAs: string | undefined;
}

export const ROOT = path.join(import.meta.dirname, "../..");

/** Every page that a reader may take commands from. */
export function pages(): string[] {
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

/** The fenced blocks of a page, in order. */
export function blocksOf(page: string): Block[] {
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

const textOf = (page: string): string =>
  readFileSync(path.join(ROOT, page), "utf8").replaceAll(/^```[\s\S]*?^```$/gm, "");

/** Links of a page to files here, and to headings in them. */
export function linksOf(page: string): { file: string; heading: string | undefined }[] {
  return [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !target.includes("://"))
    .map((target) => {
      const [file = "", heading] = target.split("#");
      return { file: file === "" ? page : path.join(path.dirname(page), file), heading };
    });
}

/** The headings of a page as links name them. */
export const headingsOf = (page: string): string[] =>
  [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-"),
  );
