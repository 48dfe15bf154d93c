import { expect, test, vi } from "vitest";
import { createStore } from "./store.ts";

test("listeners are called after a change until they unsubscribe, and not for the same value", () => {
  const store = createStore(1);
  const listener = vi.fn(() => store.get());
  const unsubscribe = store.subscribe(listener);
  store.set(1);
  expect(listener).not.toHaveBeenCalled();
  store.set(2);
  expect(listener).toHaveReturnedWith(2);
  unsubscribe();
  store.set(3);
  expect(listener).toHaveBeenCalledTimes(1);
});
