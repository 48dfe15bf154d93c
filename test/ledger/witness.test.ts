import { createServer } from "node:http";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { createHttpWitness } from "@pegbar/core/platform/adapter";
import { readOwnLog } from "@pegbar/core/result/ledger/own-log.ts";
import { cosign } from "@pegbar/core/result/ledger/witness.ts";
import type { Witness } from "@pegbar/core/platform/port";
import { formatCertificate, verify } from "@pegbar/verify";
import { createLedger, type TestLedger } from "../setup/ledger.ts";
import { startWitness } from "../setup/witness.ts";

let ledger: TestLedger;
let real: Awaited<ReturnType<typeof startWitness>>;
let url: string;
let witness: Witness;
beforeEach(async () => {
  ledger = await createLedger();
  real = await startWitness(ledger.logKeys);
  url = await real.start();
  witness = createHttpWitness({ url, keys: real.keys });
});
afterEach(async () => {
  await real.stop();
  await ledger.drop();
});

const ask = (...witnesses: Witness[]) => ledger.studios.runAsPlatform("sequencer", () => cosign(witnesses));
const said = () => ledger.studios.logged.filter(({ message }) => message.startsWith("a witness"));
async function certified() {
  const { id, picture } = await ledger.enqueue(ledger.lumen);
  await ledger.run();
  await ask(witness);
  const certificate = formatCertificate(await ledger.readCertificate(ledger.lumen, id));
  return { certificate, picture };
}
const judge = ({ certificate, picture }: Awaited<ReturnType<typeof certified>>, keys = real.keys, quorum = 1) =>
  verify(certificate, picture, { log: ledger.logKeys, witnesses: keys, quorum });

describe("a witness", () => {
  test("cosigns the platform's log with both keys, and certificates have the cosignatures", async () => {
    for (let round = 0; round < 3; round++) {
      const made = await certified();
      expect(judge(made)).toMatchObject({
        valid: true,
        witnesses: [{ name: real.name }, { name: real.name }],
      });
    }
    expect(said()).toEqual([]);
    const { platform, witnesses } = await ledger.studios.as(ledger.lumen, readOwnLog);
    expect(witnesses.map(({ key, size }) => ({ key, size }))).toEqual(
      real.keys.toSorted().map((key) => ({ key, size: platform?.size })),
    );
    const stranger = await startWitness(ledger.logKeys, "stranger.example");
    expect(judge(await certified(), stranger.keys)).toMatchObject({ valid: false });
    await stranger.stop();
  });

  test("that is down blocks nothing and is logged once; after a restart it continues where it stopped", async () => {
    await real.kill();
    const before = said().length;
    const { id, picture } = await ledger.enqueue(ledger.lumen);
    await ledger.run();
    await ask(witness);
    await ask(witness);
    const without = formatCertificate(await ledger.readCertificate(ledger.lumen, id));
    expect(verify(without, picture, { log: ledger.logKeys })).toMatchObject({ valid: true, witnesses: [] });
    expect(
      said()
        .slice(before)
        .map(({ level }) => level),
    ).toEqual(["warn"]);
    await real.start(Number(new URL(url).port));
    expect(judge(await certified())).toMatchObject({ valid: true });
    expect(said().at(-1)).toMatchObject({ level: "info" });
  });

  test("that is ahead does not hide a slower one: certificates have the checkpoint with the most cosignatures", async () => {
    const slow = await startWitness(ledger.logKeys, "slow.example");
    onTestFinished(slow.stop);
    const second = createHttpWitness({ url: await slow.start(), keys: slow.keys });
    const both = [...real.keys, ...slow.keys];
    const of = async ({ id, picture }: Awaited<ReturnType<typeof ledger.enqueue>>) => ({
      certificate: formatCertificate(await ledger.readCertificate(ledger.lumen, id)),
      picture,
    });
    const early = await ledger.enqueue(ledger.lumen);
    await ledger.run();
    await ask(witness, second);
    const late = await ledger.enqueue(ledger.lumen);
    for (let round = 0; round < 3; round++) {
      await ledger.run();
      await ask(witness);
      await ledger.enqueue(ledger.lumen);
    }
    expect(judge(await of(early), both, 2)).toMatchObject({ valid: true });
    // After the slow one's last checkpoint only the other one has cosigned; its latest is used.
    const alone = await of(late);
    expect(judge(alone, real.keys)).toMatchObject({ valid: true });
    expect(judge(alone, both, 2)).toMatchObject({ valid: false });
    const size = (text: string) => Number(/\/platform\n(\d+)\n/.exec(JSON.parse(text).anchor.proof)?.[1]);
    const [head] =
      await ledger.studios.database.admin()`select signed_size::int as size from log where tenant_id is null`;
    expect(size(alone.certificate)).toBe(head?.["size"]);
    // A witness with two keys is one witness: its two signatures do not count more than one signature of each witness.
    await ledger.studios.database.admin()`delete from cosignature where witness = any(${[real.keys[1], slow.keys[1]].map(String)})
      and size <= ${size((await of(early)).certificate)}`;
    expect(judge(await of(early), both, 2)).toMatchObject({ valid: true });
    // Once the slow one has caught up, both have cosigned the latest checkpoint.
    await ask(second);
    expect(judge(await of(late), both, 2)).toMatchObject({ valid: true });
  });

  test("tells its size to a platform that has lost it, and is asked again", async () => {
    await certified();
    await ledger.studios.database.admin()`delete from cosignature`;
    expect(judge(await certified())).toMatchObject({ valid: true });
  });

  test("that has seen another history raises an alarm and is not trusted", async () => {
    // The same keys sign another database's log, of which the witness has seen more than this database has.
    const other = await startWitness(ledger.logKeys, "other.example");
    const seen = createHttpWitness({ url: await other.start(), keys: other.keys });
    const elsewhere = await createLedger();
    for (let i = 0; i < 12; i++) {
      await elsewhere.enqueue(elsewhere.lumen);
      await elsewhere.run({ ...elsewhere.sealing, signer: ledger.sealing.signer });
    }
    await elsewhere.studios.runAsPlatform("sequencer", () => cosign([seen]));
    await ask(seen);
    const alarm = said().at(-1);
    expect(alarm?.level).toBe("error");
    expect(alarm?.message).toMatch(/two histories/);
    await other.stop();
    await elsewhere.drop();
  });

  test("with an invalid, endless or missing answer is rejected without affecting the others", async () => {
    const bodies: Record<string, (end: (status: number, body: string) => void) => void> = {
      nonsense: (end) => end(200, "\u2014 x y\n"),
      "another witness's line": (end) => end(200, "\u2014 other.example AAAAAAAA\n"),
      "a redirect": (end) => end(302, ""),
      "an endless answer": (end) => end(200, "x".repeat(1 << 20)),
      "a 409 without a size": (end) => end(409, "soon"),
      "a 500": (end) => end(500, ""),
      "nothing at all": () => undefined,
    };
    for (const [what, answer] of Object.entries(bodies)) {
      const server = createServer((_request, response) =>
        answer((status, body) => response.writeHead(status, { location: url }).end(body)),
      ).listen(0, "127.0.0.1");
      await once(server, "listening");
      const address = server.address();
      const port = typeof address === "object" ? address?.port : 0;
      const bad = createHttpWitness({ url: `http://127.0.0.1:${port}`, keys: real.keys }, 300);
      const { id } = await ledger.enqueue(ledger.lumen);
      await ledger.run();
      const before = said().length;
      await ask(bad);
      expect(said().length, what).toBe(before + 1);
      expect((await ledger.readCertificate(ledger.lumen, id)).keys.witnesses, what).toEqual([]);
      server.closeAllConnections();
      server.close();
    }
    expect(judge(await certified())).toMatchObject({ valid: true });
  });
});
