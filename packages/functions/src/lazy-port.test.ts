import { expect, test } from "vitest";
import { createLazyPort } from "./lazy-port.ts";

class Counter {
  #count = 0;
  add(by: number): Promise<number> {
    this.#count += by;
    return Promise.resolve(this.#count);
  }
  fail(): Promise<never> {
    return Promise.reject(new Error("refused"));
  }
}

test("loads the adapter at the first call, once, and calls its methods", async () => {
  let loads = 0;
  const port = createLazyPort<Pick<Counter, "add" | "fail">>(async () => {
    loads++;
    return new Counter();
  });
  expect(loads).toBe(0);
  // A port may be the result of a promise.
  expect(await Promise.resolve(port)).toBe(port);
  expect(await Promise.all([port.add(2), port.add(3)])).toEqual([2, 5]);
  await expect(port.fail()).rejects.toThrow("refused");
  expect(loads).toBe(1);
  expect(port.add).toBe(port.add);
});

test("reports an adapter that cannot be loaded, and loads it again at the next call", async () => {
  let loads = 0;
  const port = createLazyPort<Pick<Counter, "add">>(async () => {
    if (loads++ === 0) throw new Error("no such module");
    return new Counter();
  });
  await expect(port.add(1)).rejects.toThrow("no such module");
  expect(await port.add(1)).toBe(1);
});
