import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { isRecord } from "../graph.ts";
import { buildPictureGraph, buildSlowGraph } from "./graphs.ts";
import type { Setting } from "./index.ts";
import { Ear } from "./peer.ts";

const listIds = (list: unknown): unknown[] =>
  Array.isArray(list) ? list.map((item: unknown) => (Array.isArray(item) ? item[1] : item)) : [];

export function testQueue(setting: () => Setting): void {
  test("lists a running and a pending prompt, and deletes and interrupts by id", async () => {
    const { peer, file, mark, tolerances } = setting();
    const client = randomUUID();
    const ear = await Ear.open(peer.url, client);
    const slow = await peer.submit(buildSlowGraph(`${mark}/slow`, 0x102030), { client_id: client });
    const waiting = await peer.submit(buildPictureGraph(file, `${mark}/waiting`, 8.5), { client_id: client });
    await ear.until((f) => f.type === "executing" && f.data["prompt_id"] === slow.promptId);

    const { body } = await peer.get("/queue");
    expect(isRecord(body) && [listIds(body["queue_running"]), listIds(body["queue_pending"])]).toEqual([
      [slow.promptId],
      [waiting.promptId],
    ]);
    expect(await peer.get(`/history/${slow.promptId}`)).toEqual({ status: 200, body: {} });
    expect((await peer.get("/prompt")).body).toEqual({ exec_info: { queue_remaining: 2 } });
    if (!tolerances.noJobsApi) {
      expect((await peer.get(`/api/jobs/${slow.promptId}`)).body).toMatchObject({ status: "in_progress" });
      expect((await peer.get(`/api/jobs/${waiting.promptId}`)).body).toMatchObject({ status: "pending" });
      expect((await peer.get("/api/jobs/not-an-id")).status).toBe(404);
    }

    expect((await peer.post("/queue", { delete: [waiting.promptId] })).status).toBe(200);
    expect((await peer.get("/prompt")).body).toEqual({ exec_info: { queue_remaining: 1 } });

    expect((await peer.post("/interrupt", { prompt_id: randomUUID() })).status).toBe(200);
    expect((await peer.post("/interrupt", { prompt_id: slow.promptId })).status).toBe(200);
    await ear.ended(slow.promptId);
    const interrupted = ear.frames.find((f) => f.type === "execution_interrupted");
    expect(interrupted?.data).toMatchObject({
      prompt_id: slow.promptId,
      node_id: expect.any(String),
      node_type: expect.any(String),
      executed: expect.any(Array),
    });
    expect(await peer.history(slow.promptId)).toMatchObject({
      outputs: {},
      status: { status_str: "error", completed: false },
    });
    if (!tolerances.noJobsApi)
      expect((await peer.get(`/api/jobs/${slow.promptId}`)).body).toMatchObject({ status: "cancelled" });
    expect(await peer.history(waiting.promptId)).toBeUndefined();
    await ear.close();
  });

  test("an interrupt with another id does not stop the running prompt", async () => {
    const { peer, mark } = setting();
    const client = randomUUID();
    const ear = await Ear.open(peer.url, client);
    const { promptId } = await peer.submit(buildSlowGraph(`${mark}/alone`, 0x203040, 2), { client_id: client });
    await ear.until((f) => f.type === "executing" && f.data["prompt_id"] === promptId);
    await peer.post("/interrupt", { prompt_id: randomUUID() });
    await ear.ended(promptId);
    expect(ear.story(promptId)).toContain("execution_success");
    await ear.close();
  });

  test("runs a duplicate prompt id twice, and history keeps the later one", async () => {
    const { peer, file, mark } = setting();
    const id = randomUUID();
    const client = randomUUID();
    const ear = await Ear.open(peer.url, client);
    const first = await peer.submit(buildSlowGraph(`${mark}/twice`, 0x304050, 2), { prompt_id: id, client_id: client });
    const second = await peer.submit(buildPictureGraph(file, `${mark}/later`, 9.5), {
      prompt_id: id,
      client_id: client,
    });
    expect([first.status, second.status]).toEqual([200, 200]);
    await ear.until(
      () => ear.frames.filter((f) => f.type === "execution_success" && f.data["prompt_id"] === id).length === 2,
    );
    await ear.until(() => ear.frames.filter((f) => f.type === "executing" && f.data["node"] === null).length === 2);
    expect(await peer.history(id)).toMatchObject({ outputs: { "4": { images: [{ filename: "later_00001_.png" }] } } });
    await ear.close();
  });

  test("a second socket of the same client replaces the first, and receives nothing after that closes", async () => {
    const { peer, mark, tolerances } = setting();
    const client = randomUUID();
    const first = await Ear.open(peer.url, client);
    const { promptId } = await peer.submit(buildSlowGraph(`${mark}/reconnect`, 0x405060, 10), { client_id: client });
    await first.until((f) => f.type === "executing");
    const second = await Ear.open(peer.url, client);
    expect(second.frames[0]?.data).toMatchObject({ sid: client });
    await second.until((f) => f.type === "executing");
    await first.close();
    await sleep(100);
    const heard = second.frames.length;
    await peer.finished(promptId);
    await sleep(200);
    expect(second.isOpen).toBe(true);
    if (!tolerances.reconnectWorks) expect(second.frames.length).toBe(heard);
    await second.close();
  });
}
