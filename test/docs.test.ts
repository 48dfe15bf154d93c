import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accounts } from "@pegbar/local/identity/accounts.ts";
import { startPlatform, type Platform } from "@pegbar/local/platform/index.ts";
import { blocksOf, pages, ROOT, type Block } from "./setup/docs.ts";

/** Blocks that are not run here, by how they begin, and why. Any other block is run; one that is gone must leave this list. */
const NOT_RUN: { page: string; begins: string; why: string }[] = [
  { page: "README.md", begins: "npm ci && npm run demo", why: "CI runs both before anything else" },
  { page: "README.md", begins: "npm start\n", why: "they stay until they are stopped; test/platform.test.ts starts it so" },
  { page: "docs/tutorial.md", begins: "npm ci\nnpm start", why: "installs, and stays until it is stopped" },
  { page: "packages/models/README.md", begins: "pegbar-models import", why: "needs a bucket; packages/models tests it" },
];

let platform: Platform;
let scratch: string;
beforeAll(async () => {
  scratch = mkdtempSync(path.join(tmpdir(), "pegbar-docs-"));
  // PostgreSQL runs as another account when the tests run as root.
  chmodSync(scratch, 0o755);
  platform = await startPlatform({ dir: path.join(scratch, "platform"), basePort: 0, volatile: true, paceMs: 300 });
});
afterAll(async () => {
  await platform.stop();
  rmSync(scratch, { recursive: true, force: true });
});

const commands = (page: string): Block[] => blocksOf(page).filter(({ language }) => language === "sh");
const reasonFor = (page: string, { text }: Block) =>
  NOT_RUN.find((one) => one.page === page && text.startsWith(one.begins))?.why;
const withCommands = pages().filter((page) => commands(page).some((block) => !reasonFor(page, block)));

test("what is not run is still there", () => {
  const gone = NOT_RUN.filter(({ page, begins }) => !commands(page).some(({ text }) => text.startsWith(begins)));
  expect(gone).toEqual([]);
});

test("commands stand in blocks that are looked at", () => {
  for (const page of pages()) {
    for (const { where, language, text } of blocksOf(page)) {
      // Of other shells, lines for their start-up files.
      if (language !== "sh" && language !== "zsh" && language !== "fish") expect(text, where).not.toMatch(/^(\$ )?(npm|pegbar|curl|node) /m);
    }
  }
});

describe("the commands of a page do what it says", () => {
  test.each(withCommands)("%s", { timeout: 60_000 }, async (page) => {
    const session = newSession(page);
    const program = blocksOf(page).flatMap((block) => {
      if (block.language === "ts" && block.saveAs !== undefined) {
        writeFileSync(path.join(session.folder, block.saveAs), here(block.text));
        return [];
      }
      return block.language === "sh" && !reasonFor(page, block) ? [`echo "== ${block.where}"`, signIn(block.text)] : [];
    });
    const { exit, said } = await session.run(program.join("\n"));
    expect(exit, said).toBe(0);
  });
});

/** The same with this platform's addresses in the place of the usual ones. */
const here = (text: string): string =>
  text
    .replaceAll("http://127.0.0.1:4310", platform.addresses.api)
    .replaceAll("http://127.0.0.1:4312", platform.addresses.issuer);

/** Whose button the browser is to press stands in a comment, for readers too. */
function signIn(text: string): string {
  return here(text).replaceAll(/^.*# press (.+)$/gm, (line, name: string) => {
    const email = accounts.find((one) => one.name === name)?.email;
    if (email === undefined) throw new Error(`the sign-in page has no button ${name}`);
    return `export SIGN_IN_AS=${email}\n${line}`;
  });
}

/** A terminal in a fresh clone, of somebody who has never signed in. */
function newSession(page: string) {
  const folder = path.join(scratch, page.replaceAll("/", "-"));
  const home = `${folder}-home`;
  const bin = path.join(home, "bin");
  mkdirSync(folder);
  mkdirSync(bin, { recursive: true });
  for (const name of ["examples", "node_modules", "packages"]) symlinkSync(path.join(ROOT, name), path.join(folder, name));
  writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
  const press = path.join(import.meta.dirname, "setup/press.ts");
  writeFileSync(path.join(bin, "xdg-open"), `#!/bin/sh\nexec "${process.execPath}" "${press}" "$1"\n`, { mode: 0o755 });
  return {
    folder,
    /** Ends at the first command that fails; a request that the API refuses fails too. */
    run: async (text: string) => {
      const script = `set -euo pipefail\ncurl() { command curl --fail-with-body --show-error --silent "$@"; }\n${text}\n`;
      const child = spawn("bash", ["-c", script], {
        cwd: folder,
        env: {
          PATH: `${bin}:${process.env["PATH"] ?? ""}`,
          HOME: home,
          XDG_CONFIG_HOME: path.join(home, "config"),
          DISPLAY: ":none",
          NODE_NO_WARNINGS: "1",
        },
        stdio: ["ignore", "pipe", "pipe"],
      });
      let said = "";
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding("utf8").on("data", (chunk: string) => (said += chunk));
      const exit = await new Promise<number | null>((resolve) => child.once("close", resolve));
      return { exit, said };
    },
  };
}
