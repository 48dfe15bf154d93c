import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { findSilentCatches } from "../../scripts/silent-catch/find.ts";

const ROOT = path.join(import.meta.dirname, "../..");

const silent = [
  "try { a(); } catch {}",
  "try { a(); } catch { return undefined; }",
  "try { a(); } catch (error) { done(); }",
  "try { a(); } catch (error) { return { error: true, x: y.error }; }",
  "try { a(); } catch { queueMicrotask(() => { throw new Error('late'); }); }",
  "try { a(); } catch { // oxlint-disable-next-line no-empty\n}",
  "await a().catch(() => undefined);",
  "await a().catch(() => {});",
  "await a().catch(function (error) { return []; });",
  "await a().catch(noop);",
  "const none = () => undefined; await a().catch(none);",
  "await a().then(b, () => undefined);",
  "// The reason for something else.\n\nawait a().catch(() => undefined);",
  "await a()\n  .then(b) // Why b is next.\n  .then(c)\n  .catch(() => undefined);",
];

const fine = [
  "try { a(); } catch { throw new Error('b'); }",
  "try { a(); } catch (error) { log('warn', 'b'); }",
  "try { a(); } catch { console.error('b'); }",
  "try { a(); } catch (error) { if (error.code !== 'ENOENT') throw error; }",
  "try { a(); } catch ({ code }) { return code; }",
  "try { a(); } catch {\n  // Only the cache suffers.\n}",
  "try { a(); } catch /* the file is optional */ { return 1; }",
  "await a().catch((error) => failures.push(error));",
  "await a().catch(() => log('warn', 'b'));",
  "await a().catch(() => { throw new Error('b'); });",
  "await a().catch(() => undefined); // The next one follows soon.",
  "// The signal ends it early.\nawait a().catch(() => undefined);",
  "await a()\n  // The signal ends it early.\n  .catch(() => undefined);",
  "await a().then(b, (error) => fail(error));",
  "await a().then(b, /* the caller awaits it too */ () => undefined);",
  "await a().catch(report);",
  "const shape = string().catch('');",
];

test.each(silent)("finds %j", (source) => {
  expect(findSilentCatches("a.ts", wrap(source))).toHaveLength(1);
});

test.each(fine)("accepts %j", (source) => {
  expect(findSilentCatches("a.ts", wrap(source))).toEqual([]);
});

test("names line and column, also in TSX", () => {
  const source = "const a = (x: string) => <p>{x}</p>;\ntry { a(''); }\n  catch {}\n";
  expect(findSilentCatches("a.tsx", source)).toEqual([
    { line: 3, column: 3, message: "This catch block ignores the error." },
  ]);
});

test("reports a file that it cannot parse", () => {
  expect(() => findSilentCatches("a.ts", "try {")).toThrow(/^a.ts cannot be parsed/);
});

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

test("a planted silent catch fails the check, a justified one passes", async () => {
  const root = mkdtempSync(path.join(tmpdir(), "pegbar-silent-"));
  folders.push(root);
  mkdirSync(path.join(root, "packages/worker/src"), { recursive: true });
  const file = path.join(root, "packages/worker/src/planted.ts");
  writeFileSync(file, "await fetch('x').catch(() => undefined);\n");
  const failed = await run(root);
  expect(failed.code).toBe(1);
  expect(failed.stderr).toContain("packages/worker/src/planted.ts:1:18: The callback of .catch() ignores the error.");
  writeFileSync(file, "// Sent again a second later.\nawait fetch('x').catch(() => undefined);\n");
  expect(await run(root)).toMatchObject({ code: 0, stdout: "1 files read, 0 silent catches found\n" });
});

test("npm run check runs it", () => {
  expect(readFileSync(path.join(ROOT, "scripts/check.ts"), "utf8")).toContain('"scripts/silent-catch.ts"');
});

const wrap = (source: string): string => `async function test() {\n\n${source}\n}\n`;

const run = (root: string): Promise<{ code: number | null; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    const args = ["scripts/silent-catch.ts", "--root", root];
    const child = execFile(process.execPath, args, { cwd: ROOT }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
