import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe } from "vitest";
import { Peer } from "./peer.ts";

export { Ear, Peer } from "./peer.ts";
export { encodePng } from "./png.ts";
export * from "./recording.ts";
import { encodePng } from "./png.ts";
import { testQueue } from "./queue.ts";
import { testReviews } from "./reviews.ts";
import { runTests } from "./run.ts";
import { uploadTests } from "./upload.ts";
import { testValidation } from "./validation.ts";

/** Differences from the recorded 0.18.1 that Pegbar tolerates in a server. */
export interface Tolerances {
  /** On newer servers, a second socket of a client may continue after the first has closed. */
  readonly reconnectWorks?: boolean;
  /** Servers after 0.18 refuse a prompt id that is not a lower-case UUID, with `invalid_prompt_id`. */
  readonly strictPromptId?: boolean;
  /** Servers before the jobs API have no `/api/jobs/{id}`. */
  readonly noJobsApi?: boolean;
}

/** What the groups of tests share. */
export interface Setting {
  readonly peer: Peer;
  readonly tolerances: Tolerances;
  /** An uploaded image. */
  readonly file: string;
  /** Unique to this run, so that files and caches of earlier runs do not match. */
  readonly mark: string;
}

/**
 * Contract tests for ComfyUI servers: the behaviour that Pegbar relies on, including its bugs. The graphs use images
 * only, so that it runs on any ComfyUI from 0.18 without a model.
 *
 * @example testComfyUIContract("preview renderer", () => startPreview({ dir }));
 */
export function testComfyUIContract(
  name: string,
  start: () => Promise<{ url: string; stop(): Promise<void> }>,
  tolerances: Tolerances = {},
): void {
  describe(`ComfyUI contract: ${name}`, () => {
    const mark = randomUUID().slice(0, 8);
    let setting: Setting | undefined;
    let stop = () => Promise.resolve();
    const getSetting = () => {
      if (!setting) throw new Error("the server did not start");
      return setting;
    };
    beforeAll(async () => {
      const server = await start();
      stop = () => server.stop();
      const peer = new Peer(server.url);
      const file = `contract-${mark}.png`;
      await peer.upload(file, encodePng(160, 120, mark.charCodeAt(0)));
      setting = { peer, tolerances, file, mark };
    });
    afterAll(() => stop());

    uploadTests(getSetting);
    runTests(getSetting);
    testValidation(getSetting);
    testQueue(getSetting);
    testReviews(getSetting);
  });
}
