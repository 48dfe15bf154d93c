import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signIn as clientToken } from "@pegbar/local/client/index.ts";
import { accounts } from "@pegbar/local/identity/accounts.ts";
import type { Platform } from "@pegbar/local/platform/index.ts";
import { bundleCommand } from "../../packages/cli/scripts/bundle.ts";
import { listBlocks, listHeadings, listLinks, listPages, ROOT, type Block } from "../setup/docs.ts";
import { startTestPlatform } from "../setup/platform.ts";
import { createSafetensors } from "../setup/safetensors.ts";

/**
 * Code blocks that this test does not run, by their beginning, with the reason. All other blocks are run. A block that
 * no longer exists must be removed here.
 */
const NOT_RUN: { page: string; begins: string; why: string }[] = [
  { page: "README.md", begins: "npm ci && npm run demo", why: "CI runs both before anything else" },
  {
    page: "README.md",
    begins: "npm start\n",
    why: "they stay until they are stopped; test/system/platform.test.ts starts it so",
  },
  { page: "CONTRIBUTING.md", begins: "npm test -- test/job/jobs.test.ts", why: "they are tests themselves" },
  { page: "docs/tutorial.md", begins: "npm ci\nnpm start", why: "installs, and stays until it is stopped" },
  {
    page: "docs/cli.md",
    begins: "pegbar invitations ",
    why: "needs an invitation; test/system/cli-invitations.test.ts runs it",
  },
  {
    page: "docs/benchmarks.md",
    begins: "npm run bench",
    why: "takes an hour; test/system/benchmarks.test.ts runs each, small",
  },
  {
    page: "docs/how-to/plugins/install.md",
    begins: "npm run plugins:build",
    why: "packages/plugins/test/build.test.ts runs it",
  },
  {
    page: "docs/how-to/plugins/maya.md",
    begins: "mayapy -m pegbar_maya",
    why: "needs a Maya; plugins/maya/tests/test_batch.py runs the command over a stand-in",
  },
  ...["pegbar tokens create kitsu", "cd examples/kitsu", "pegbar webhooks create https://hooks"].map((begins) => ({
    page: "docs/how-to/kitsu.md",
    begins,
    why: "needs a Kitsu; examples/kitsu/try does the same with one",
  })),
  {
    page: "packages/models/README.md",
    begins: "pegbar-models import",
    why: "needs a bucket; packages/models tests it",
  },
];

/** Expected output of a page's commands, in addition to success. */
const SAID: Record<string, RegExp> = {
  "docs/tutorial.md": /refused, with exit code 9/,
  "docs/api.md": /valid: true/,
  "docs/chain-of-title.md": /Signature Verified Successfully/,
  "docs/how-to/ci.md": /^not_found$/m,
  "docs/how-to/events.md": /^event: succeeded$/m,
  "docs/how-to/pages.md": /^\d+ jobs$/m,
  "docs/how-to/plugins/deploy.md": /^pegbar-blender-[\d.]+\.zip: OK$/m,
  "docs/how-to/plugins/versions.md": /"minimumVersion"/,
  "docs/how-to/qldb.md": /lu425dAW[^]*^recorded once\nproven\nchanged: not proven$/m,
  "docs/how-to/upload.md": /^inp_\w+ true examples/m,
  "docs/how-to/verify.md": /^valid$/m,
  "docs/webhooks.md": /^webhook\.test \{[^]*^job\.succeeded \{[^]* delivered /m,
};

/** Pages whose code blocks form one program: preconditions of the page, and blocks that are only type-checked. */
const PARTS: { page: string; given: string; notRun: { begins: string; why: string }[] }[] = [
  {
    page: "packages/sdk/README.md",
    given: `
      import { readFileSync } from "node:fs";
      const accessToken = () => process.env["PEGBAR_TOKEN"] ?? "";
      const file = new Blob([readFileSync("examples/layout.png")]);
      const signal = new AbortController().signal;
      const show = (...shown: string[]) => console.log(...shown);
      const body = { shot: "HARBOR/sq010/sh010", workflow: "paint-text", parameters: { seed: -1 }, inputs: {},
        lane: "interactive" as const, priority: 0 };`,
    notRun: [{ begins: "for await (const { type, data } of client.activity", why: "has no end but the signal's" }],
  },
];

let platform: Platform;
let scratch: string;
beforeAll(async () => {
  scratch = mkdtempSync(path.join(tmpdir(), "pegbar-docs-"));
  await linkPackages();
  platform = await startTestPlatform("docs", { paceMs: 300 });
});
afterAll(async () => {
  await platform.stop();
  rmSync(scratch, { recursive: true, force: true });
});

const commands = (page: string): Block[] => listBlocks(page).filter(({ language }) => language === "sh");
const programs = (page: string): Block[] => listBlocks(page).filter(({ language }) => language === "ts");
const reasonFor = (page: string, { text }: Block) =>
  NOT_RUN.find((one) => one.page === page && text.startsWith(one.begins))?.why;
const withCommands = listPages().filter((page) => commands(page).some((block) => !reasonFor(page, block)));

test("the blocks that are not run still exist", () => {
  const gone = NOT_RUN.filter(({ page, begins }) => !commands(page).some(({ text }) => text.startsWith(begins)));
  expect(gone).toEqual([]);
});

test("every program is run, or is part of one that is", () => {
  const parted = PARTS.map(({ page }) => page);
  for (const page of listPages().filter((one) => !parted.includes(one)))
    for (const { where, saveAs } of programs(page)) {
      expect(saveAs, `${where}: "Save this as \`NAME.ts\`"`).toBeDefined();
      expect(
        commands(page).some(({ text }) => text.includes(`node ${saveAs}`)),
        where,
      ).toBe(true);
    }
  for (const { page, notRun } of PARTS)
    for (const { begins } of notRun)
      expect(
        programs(page).some(({ text }) => text.startsWith(begins)),
        begins,
      ).toBe(true);
});

test("programs match the SDK's types", { timeout: 60_000 }, async () => {
  const session = newSession("types");
  for (const page of listPages())
    for (const { text, saveAs } of programs(page))
      if (saveAs !== undefined) writeFileSync(path.join(session.folder, `${flat(page)}-${saveAs}`), text);
  for (const one of PARTS) writeFileSync(path.join(session.folder, `${flat(one.page)}.ts`), whole(one));
  const options = { noUnusedLocals: false, allowUnreachableCode: true };
  writeFileSync(
    path.join(session.folder, "tsconfig.json"),
    JSON.stringify({ extends: path.join(ROOT, "tsconfig.json"), compilerOptions: options, include: ["*.ts"] }),
  );
  const { exit, said } = await session.run(`"${process.execPath}" node_modules/typescript/bin/tsc -p .`);
  expect(exit, said).toBe(0);
});

test.each(PARTS)("the parts of $page do what they say", { timeout: 60_000 }, async (one) => {
  const session = newSession(`${one.page}-parts`);
  writeFileSync(path.join(session.folder, "parts.ts"), here(whole(one)));
  const token = await clientToken(platform.addresses.issuer, "artist@lumen.example");
  const { exit, said } = await session.run(`PEGBAR_TOKEN=${token} "${process.execPath}" parts.ts`);
  expect(exit, said).toBe(0);
  expect(said).toMatch(/results\/sq010_sh010_paint\.v\d+\.png/);
  expect(said).toContain("parameter_invalid");
});

test("the platform serves the API reference that the pages refer to", async () => {
  const page = await fetch(`${platform.addresses.api}/docs`);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining("/docs/scalar.js")]);
  expect((await fetch(`${platform.addresses.api}/docs/scalar.js`)).status).toBe(200);
});

test("links lead to existing pages, and the index links every page", () => {
  for (const page of listPages())
    for (const { file, heading } of listLinks(page)) {
      expect(existsSync(path.join(ROOT, file)), `${page} → ${file}`).toBe(true);
      if (heading !== undefined) expect(listHeadings(file), `${page} → ${file}`).toContain(heading);
    }
  const listed = new Set(listLinks("docs/README.md").map(({ file }) => file));
  // Runbooks are listed in a page of their own, as a test of the alerts requires.
  const own = listPages().filter((page) => /^docs\/(?!decisions\/|operations\/runbooks\/(?!README))/.test(page));
  expect(own.filter((page) => page !== "docs/README.md" && !listed.has(page))).toEqual([]);
});

test("commands are in code blocks that are tested", () => {
  for (const page of listPages()) {
    const fences = readFileSync(path.join(ROOT, page), "utf8").match(/^ *```/gm) ?? [];
    expect(fences, `${page}: fences at the left, with a language`).toHaveLength(2 * listBlocks(page).length);
    for (const { where, language, text } of listBlocks(page)) {
      // Not run: lines for start-up files of other shells.
      if (language !== "sh" && language !== "zsh" && language !== "fish")
        expect(text, where).not.toMatch(/^(\$ )?(npm|pegbar|curl|node) /m);
    }
  }
});

describe("the commands of a page do what it says", () => {
  test.each(withCommands)("%s", { timeout: 120_000 }, async (page) => {
    const session = newSession(page);
    const program = listBlocks(page).flatMap((block) => {
      if (block.language === "ts" && block.saveAs !== undefined) {
        writeFileSync(path.join(session.folder, block.saveAs), here(block.text));
        return [];
      }
      return block.language === "sh" && !reasonFor(page, block) ? [`echo "== ${block.where}"`, signIn(block.text)] : [];
    });
    const { exit, said } = await session.run(program.join("\n"));
    expect(exit, said).toBe(0);
    expect(said).toMatch(SAID[page] ?? /== /);
  });
});

const flat = (page: string): string => page.replaceAll(/\W/g, "-");

/** A program of a page's code blocks. Each block sees the names of earlier ones, and may redefine them. */
function whole({ page, given, notRun }: (typeof PARTS)[number]): string {
  const parts = programs(page).map(({ text }) =>
    notRun.some(({ begins }) => text.startsWith(begins)) ? `if (process.env["NEVER"]) {\n${text}}\n` : text,
  );
  const [first = "", ...rest] = [given, ...parts].map((text) => text.replaceAll(IMPORT, ""));
  const imports = [given, ...parts].flatMap((text) => text.match(IMPORT) ?? []);
  return [...imports, first, ...rest.map((text) => `{\n${text}`), "}".repeat(rest.length)].join("\n");
}
const IMPORT = /^ *import .+;$/gm;

/** Replaces the default addresses by those of this platform. */
const here = (text: string): string =>
  text
    .replaceAll(/http:\/\/127\.0\.0\.1:4310|https:\/\/api\.pegbar\.example/g, platform.addresses.api)
    .replaceAll("http://127.0.0.1:4312", platform.addresses.issuer);

/** A comment names the account whose button the browser clicks, for readers too. */
function signIn(text: string): string {
  return here(text).replaceAll(/^.*# press (.+)$/gm, (line, name: string) => {
    const email = accounts.find((one) => one.name === name)?.email;
    if (email === undefined) throw new Error(`the sign-in page has no button ${name}`);
    return `export SIGN_IN_AS=${email}\n${line}`;
  });
}

/** The installed packages, with the command as it is shipped: pages start it a hundred times. */
async function linkPackages(): Promise<void> {
  const [from, to] = [path.join(ROOT, "node_modules"), path.join(scratch, "node_modules")];
  mkdirSync(path.join(to, ".bin"), { recursive: true });
  for (const name of readdirSync(from)) if (name !== ".bin") symlinkSync(path.join(from, name), path.join(to, name));
  for (const name of readdirSync(path.join(from, ".bin")))
    if (name !== "pegbar") symlinkSync(path.join(from, ".bin", name), path.join(to, ".bin", name));
  symlinkSync(await bundleCommand(path.join(scratch, "pegbar")), path.join(to, ".bin/pegbar"));
}

/** A terminal in a new clone, of a user who has never signed in. */
function newSession(page: string) {
  const folder = path.join(scratch, flat(page));
  const home = `${folder}-home`;
  const bin = path.join(home, "bin");
  mkdirSync(folder);
  mkdirSync(bin, { recursive: true });
  for (const name of ["examples", "packages"]) symlinkSync(path.join(ROOT, name), path.join(folder, name));
  symlinkSync(path.join(scratch, "node_modules"), path.join(folder, "node_modules"));
  writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
  // Files that readers have.
  writeFileSync(path.join(folder, "ink.safetensors"), createSafetensors());
  const press = path.join(import.meta.dirname, "../setup/press.ts");
  writeFileSync(path.join(bin, "xdg-open"), `#!/bin/sh\nexec "${process.execPath}" "${press}" "$1"\n`, { mode: 0o755 });
  return {
    folder,
    /** Ends at the first command that fails, which includes requests that the API refuses. */
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
          // A page starts a dozen small programs.
          NODE_COMPILE_CACHE: path.join(scratch, "compiled"),
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
