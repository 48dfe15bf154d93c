import { afterEach, describe, expect, test, vi } from "vitest";
import type { Script } from "../test/comfyui.ts";
import { ended, stand as makeStand } from "../test/stand.ts";
import type { MachineFacts } from "./software/machine-facts.ts";

const clean: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const one of clean.splice(0).toReversed()) await one();
});
const stand = (script?: Partial<Script>, config?: Parameters<typeof makeStand>[2]) => makeStand(clean, script, config);
const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 10 });

describe("registration of a worker", () => {
  test("registers when ComfyUI is ready, reports when it works, and deregisters", async () => {
    const it = await stand({ runMs: 300 });
    it.platform.job();
    await ended(it);
    await until(() => expect(it.platform.workers.at(-1)).toBe("ready"));
    expect(it.platform.workers[0]).toBe("register ready");
    expect(it.platform.workers).toContain("working");
    await clean.pop()?.();
    expect(it.platform.workers.slice(-1)).toEqual(["leave"]);
  });

  test("says what ComfyUI runs on at the registration and with each claim, also after a restart with other software", async () => {
    const machine: MachineFacts = {
      driver: "570.86.15",
      packages: { torch: "2.8.0" },
      failure: "nvidia-smi is missing",
    };
    const system = { python_version: "3.12.3 (main)", pytorch_version: "2.8.0+cu128", argv: ["main.py", "--fp16-vae"] };
    const it = await stand({ system }, { machine });
    it.platform.job();
    await ended(it);
    const software = {
      python: "3.12.3",
      pytorch: "2.8.0+cu128",
      cuda: "12.8",
      driver: "570.86.15",
      flags: ["--fp16-vae"],
      packages: { torch: "2.8.0" },
    };
    expect(it.platform.registrations.map((request) => request.software)).toEqual([software]);
    expect(it.platform.claims[0]?.runtime.software).toEqual(software);
    expect(it.logged).toContainEqual({ level: "warn", message: "the machine's software is not known" });
    machine.driver = "580.1.2";
    it.exit();
    await until(() => expect(it.restarts).toHaveLength(1));
    await until(() => expect(it.platform.registrations).toHaveLength(2));
    it.platform.job();
    await ended(it, 2);
    expect(it.platform.registrations[1]?.software).toEqual({ ...software, driver: "580.1.2" });
    expect(it.platform.claims.at(-1)?.runtime.software).toEqual({ ...software, driver: "580.1.2" });
  });

  test("works without what its machine knows, if that cannot be read", async () => {
    const it = await stand({}, { machine: new Error("no supervisor") });
    it.platform.job();
    await ended(it);
    expect(it.platform.claims[0]?.runtime.software).toEqual({});
  });

  test("one without the expected nodes gets no jobs until it has them", async () => {
    const it = await stand();
    it.platform.behaviour.unfit = "it lacks KSampler";
    it.platform.job();
    await until(() => expect(it.registration.state).toBe("unfit"));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(it.comfyui.graphs).toEqual([]);
    expect(it.logged).toContainEqual({ level: "error", message: "cannot take jobs" });
    it.platform.behaviour.unfit = undefined;
    await ended(it);
    expect(it.platform.ends).toMatchObject([{ end: "complete" }]);
  });
});
