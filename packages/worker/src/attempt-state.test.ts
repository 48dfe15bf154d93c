import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { AttemptLifecycle, attemptStates, transitions, type AttemptState } from "./attempt-state.ts";

/** Creates a lifecycle that has passed these states after `fetching`. */
function after(...states: AttemptState[]): AttemptLifecycle {
  const lifecycle = new AttemptLifecycle();
  for (const state of states) lifecycle.enter(state);
  return lifecycle;
}
const isSettled = (promise: Promise<void>) =>
  Promise.race([promise.then(() => true), new Promise<boolean>((resolve) => setImmediate(() => resolve(false)))]);

describe("the lifecycle of an attempt", () => {
  const paths: Record<AttemptState, AttemptState[]> = {
    fetching: [],
    waiting: ["waiting"],
    prompted: ["waiting", "prompted"],
    delivering: ["waiting", "prompted", "delivering"],
    reporting: ["reporting"],
    ended: ["reporting", "ended"],
  };
  for (const from of attemptStates)
    for (const to of attemptStates)
      test(`${from} to ${to}: ${transitions[from].includes(to) ? "allowed" : "an error"}`, () => {
        const lifecycle = after(...paths[from]);
        expect(lifecycle.state).toBe(from);
        if (transitions[from].includes(to)) {
          lifecycle.enter(to);
          expect(lifecycle.state).toBe(to);
          return;
        }
        expect(() => lifecycle.enter(to)).toThrow(`cannot go from ${from} to ${to}`);
        expect(lifecycle.state).toBe(from);
      });

  test("waiting for a state resolves at that state or a later one, also when called afterwards", async () => {
    const lifecycle = new AttemptLifecycle();
    const [prompted, delivering] = [lifecycle.waitUntil("prompted"), lifecycle.waitUntil("delivering")];
    lifecycle.enter("waiting");
    expect(await isSettled(prompted)).toBe(false);
    lifecycle.enter("prompted");
    expect([await isSettled(prompted), await isSettled(delivering)]).toEqual([true, false]);
    lifecycle.enter("waiting");
    expect(await isSettled(prompted)).toBe(true);
    // It failed: nothing will be delivered, so the wait must not last forever.
    lifecycle.enter("reporting");
    expect([await isSettled(delivering), await isSettled(lifecycle.waitUntil("delivering"))]).toEqual([true, true]);
  });
});

test("the documentation shows the same transitions", () => {
  const page = readFileSync(path.join(import.meta.dirname, "../../../docs/operations/worker.md"), "utf8");
  const diagram = /```mermaid\nstateDiagram-v2\n(?:(?!```)[^])*?fetching(?:(?!```)[^])*```/.exec(page)?.[0] ?? "";
  const drawn = [...diagram.matchAll(/^ {2}(\w+) --> (\w+)/gm)].map(([, from, to]) => `${from} ${to}`);
  const wanted = Object.entries(transitions).flatMap(([from, targets]) => targets.map((to) => `${from} ${to}`));
  expect(drawn.toSorted()).toEqual(wanted.toSorted());
});
