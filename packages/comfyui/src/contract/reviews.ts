import { expect, test } from "vitest";
import { listInputSpecs } from "../dynamic-inputs.ts";
import { parseObjectInfo } from "../object-info.ts";
import { getCoreReviews } from "../review/core-reviews.ts";
import { findSnapshotProblems } from "../review/find-snapshot-problems.ts";
import { getCustomNodeName } from "../review/find-review.ts";
import type { Setting } from "./index.ts";

export function testReviews(setting: () => Setting): void {
  const readOwnClasses = async () => {
    const { body } = await setting().peer.get("/object_info");
    const specs = [...parseObjectInfo(body)];
    const own = new Set(specs.flatMap(([name, spec]) => (getCustomNodeName(spec) === undefined ? [name] : [])));
    return Object.fromEntries(Object.entries(body as object).filter(([name]) => own.has(name)));
  };

  test("every class of ComfyUI's own has a review that knows its text inputs", async () => {
    const objectInfo = await readOwnClasses();
    expect(findSnapshotProblems({ comfyuiVersion: "", customNodes: [], objectInfo })).toEqual([]);
    expect(Object.keys(objectInfo).length).toBeGreaterThan(10);
  });

  test("every limit is of an input that its class declares", async () => {
    const objectInfo = parseObjectInfo(await readOwnClasses());
    const limited = [...objectInfo.values()].flatMap((spec) => {
      const names = new Set(listInputSpecs(spec, {}).map(({ name }) => name));
      return Object.keys(getCoreReviews().get(spec.classType)?.limits ?? {}).map((input) => ({
        input: `${spec.classType}.${input}`,
        isDeclared: names.has(input),
      }));
    });
    expect(limited.length).toBeGreaterThan(0);
    expect(limited.filter(({ isDeclared }) => !isDeclared)).toEqual([]);
  });
}
