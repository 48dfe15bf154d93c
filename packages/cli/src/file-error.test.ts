import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeFileError, describeReadError } from "./file-error.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pegbar-errors-"));
});
afterAll(() => rm(folder, { recursive: true }));

const thrownBy = (call: () => Promise<unknown>): Promise<unknown> =>
  call().then(
    () => undefined,
    (error: unknown) => error,
  );

it("explains files that cannot be created, written or read as usage errors", async () => {
  const file = path.join(folder, "file");
  await writeFile(file, "");
  const cases = [
    [() => mkdir(file), `Cannot create the folder ${file}: a file with this name exists.`],
    [() => mkdir(`${file}/x`), `Cannot create the folder ${file}/x: part of the path is not a folder.`],
    [() => writeFile(folder, ""), `Cannot open ${folder}: it is a folder.`],
    [() => writeFile(`${folder}/none/x`, ""), `Cannot open ${folder}/none/x: no such file or folder.`],
  ] as const;
  for (const [call, message] of cases)
    expect(describeFileError(await thrownBy(call))).toMatchObject({ exit: "usage", message });
  expect(describeReadError(await thrownBy(() => readFile(folder)), folder)).toMatchObject({
    exit: "usage",
    message: `Cannot read ${folder}: it is a folder.`,
  });
});

it("returns other errors unchanged", () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", path: "x" });
  for (const error of [full, new TypeError("x"), "text"]) expect(describeFileError(error)).toBe(error);
});
