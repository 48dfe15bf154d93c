import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { coalesce } from "./coalesce.ts";

const fulfilled = <T>(value: T): PromiseSettledResult<T> => ({ status: "fulfilled", value });

/** Doubles numbers. Each group waits until the test releases it. */
function doubling(maxItems: number) {
  const groups: number[][] = [];
  const release: (() => void)[] = [];
  const double = coalesce(async (items: readonly number[]) => {
    groups.push([...items]);
    await new Promise<void>((resolve) => release.push(resolve));
    if (items.includes(0)) throw new Error("broken");
    return items.map((item) =>
      item < 0 ? { status: "rejected" as const, reason: new Error(`negative: ${item}`) } : fulfilled(item * 2),
    );
  }, maxItems);
  return { groups, release, double };
}

test("starts a single item immediately, and groups those that arrive meanwhile", async () => {
  const { groups, release, double } = doubling(10);
  const scope = {};
  const first = double(scope, "a", 1);
  expect(groups).toEqual([[1]]);
  const others = [double(scope, "a", 2), double(scope, "a", 3)];
  release[0]?.();
  expect(await first).toBe(2);
  await nextTurn();
  expect(groups).toEqual([[1], [2, 3]]);
  release[1]?.();
  expect(await Promise.all(others)).toEqual([4, 6]);
});

test("limits the size of a group, and keeps the order", async () => {
  const { groups, release, double } = doubling(2);
  const scope = {};
  const all = [1, 2, 3, 4].map((one) => double(scope, "a", one));
  for (let i = 0; i < 3; i++) {
    await nextTurn();
    release[i]?.();
  }
  expect(await Promise.all(all)).toEqual([2, 4, 6, 8]);
  expect(groups).toEqual([[1], [2, 3], [4]]);
});

test("runs keys and scopes independently", () => {
  const { groups, double } = doubling(10);
  const [one, other] = [{}, {}];
  void double(one, "a", 1);
  void double(one, "b", 2);
  void double(other, "a", 3);
  expect(groups).toEqual([[1], [2], [3]]);
});

test("rejects a single item, or all items of a failed group, and runs the next group", async () => {
  const { release, double } = doubling(10);
  const scope = {};
  const first = double(scope, "a", 1);
  const second = Promise.allSettled([double(scope, "a", -2), double(scope, "a", 3)]);
  release[0]?.();
  await first;
  await nextTurn();
  const third = Promise.allSettled([double(scope, "a", 0), double(scope, "a", 4)]);
  release[1]?.();
  expect(await second).toMatchObject([{ reason: { message: "negative: -2" } }, { value: 6 }]);
  await nextTurn();
  release[2]?.();
  expect(await third).toMatchObject([{ reason: { message: "broken" } }, { reason: { message: "broken" } }]);
  const last = double(scope, "a", 5);
  release[3]?.();
  expect(await last).toBe(10);
});
