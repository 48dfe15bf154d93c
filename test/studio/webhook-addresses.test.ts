import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { createSelfSignedCertificate } from "../setup/certificate.ts";
import { startNameServer } from "../setup/names.ts";
import { startReceiver } from "../setup/receiver.ts";
import { chosen } from "../setup/webhooks.ts";

const key = Buffer.alloc(32);
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
async function started<T extends { stop: () => Promise<unknown> }>(starting: Promise<T>): Promise<T> {
  const one = await starting;
  stops.push(one.stop);
  return one;
}

describe("addresses", () => {
  const resolve = async (host: string) => (host === "inside.example" ? ["10.0.0.7"] : ["93.184.216.34"]);
  const outside = chosen.make({ key, resolve });
  const refused = [
    "http://pipeline.example/",
    "ftp://pipeline.example/",
    "https://user:password@pipeline.example/",
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0177.0.0.1/",
    "https://0x7f.1/",
    "https://127.1/",
    "https://0.0.0.0/",
    "https://10.1.2.3/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.64.0.1/",
    "https://198.18.0.1/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://[::]/",
    "https://[::1]/",
    "https://[::127.0.0.1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:a00:1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b:1::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[2001::7f00:1]/",
    "https://[fe80::1]/",
    "https://[fec0::1]/",
    "https://[fd00:ec2::254]/",
    "https://[ff02::1]/",
    "https://[::ffff:0:7f00:1]/",
    "https://[2001:db8::1]/",
    "https://[3fff::1]/",
    "https://[5f00::1]/",
    "https://192.0.0.8/",
    "https://192.0.2.1/",
    "https://192.88.99.1/",
    "https://203.0.113.1/",
    "https://240.0.0.1/",
    "https://127.0.0.1./",
    "https://inside.example/",
  ];
  test.each(refused)("%s is refused when a webhook is created and when it is called", async (url) => {
    expect(await outside.refusal(url)).toMatch(/[a-z]/);
    expect(await outside.post(url, {}, "{}")).toMatchObject({ status: undefined, error: expect.stringMatching(/./) });
  });

  test.each(["https://pipeline.example/x", "https://93.184.216.34:8443/", "https://[2606:4700::1111]/"])(
    "%s is allowed",
    async (url) => expect(await outside.refusal(url)).toBeUndefined(),
  );

  test("a name is refused if one of its addresses is private, or if it has none", async () => {
    for (const address of ["fe80::1%eth0", "2606:4700::1111%eth0", "nonsense"]) {
      const zoned = chosen.make({ key, resolve: async () => ["93.184.216.34", address] });
      expect(await zoned.refusal("https://pipeline.example/")).toMatch(/public internet/);
    }
  });

  test("a platform on one machine may call the machine itself, and no other private address", async () => {
    const local = chosen.make({ key, local: true });
    expect(await local.refusal("http://127.0.0.1:1/")).toBeUndefined();
    expect(await local.refusal("http://[::1]:1/")).toBeUndefined();
    expect(await local.refusal("http://10.0.0.1/")).toMatch(/public internet/);
    expect(await local.refusal("http://169.254.169.254/")).toMatch(/public internet/);
  });
});

describe("names", () => {
  test("a name with a public address first and a loopback address later is not called", async () => {
    const receiver = await started(startReceiver());
    const answers = [["93.184.216.34"], ["127.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["169.254.169.254"]];
    const names = await started(startNameServer(() => answers[0]));
    const outside = chosen.make({ key, nameServers: [names.server] });
    const url = `https://rebind.example:${receiver.port}/`;
    expect(await outside.refusal(url)).toBeUndefined();
    for (answers.shift(); answers.length > 0; answers.shift())
      expect(await outside.post(url, {}, "{}")).toMatchObject({ error: expect.stringContaining("public internet") });
    expect(names.asked).toEqual(Array<string>(4).fill("rebind.example"));
    expect(receiver.received).toEqual([]);
  });

  test("the connection uses the checked address, even if the name changes in between", async () => {
    const receiver = await started(startReceiver());
    const [asked, answers] = [{ times: 0 }, [["127.0.0.1"], ["10.0.0.7"]]];
    const resolve = async () => answers[Math.min(asked.times++, 1)] ?? [];
    const inside = chosen.make({ key, local: true, resolve });
    expect(await inside.post(`http://pipeline.example:${receiver.port}/`, {}, "{}")).toMatchObject({ status: 200 });
    expect(asked.times).toBe(1);
    expect(await inside.post(`http://pipeline.example:${receiver.port}/`, {}, "{}")).toMatchObject({
      status: undefined,
    });
    expect(receiver.received).toHaveLength(1);
  });

  test("name servers that do not answer do not delay other names", async () => {
    const names = await started(startNameServer((name) => (name.startsWith("silent") ? undefined : ["93.184.216.34"])));
    const outside = chosen.make({ key, nameServers: [names.server] });
    const silent = Array.from({ length: 20 }, (_, n) => outside.refusal(`https://silent${n}.example/`));
    const began = performance.now();
    expect(await outside.refusal("https://pipeline.example/")).toBeUndefined();
    expect(performance.now() - began).toBeLessThan(1000);
    expect(new Set(await Promise.all(silent))).toEqual(
      new Set(["This host name could not be looked up. Check its name servers, or try again"]),
    );
  }, 20_000);

  test.each([
    ["ENOTFOUND", "This host name has no address"],
    ["ESERVFAIL", "This host name could not be looked up. Check its name servers, or try again"],
  ])("%s of the name servers is explained", async (code, reason) => {
    const resolve = async () => Promise.reject(Object.assign(new Error(`queryA ${code}`), { code }));
    const outside = chosen.make({ key, resolve });
    expect(await outside.refusal("https://pipeline.example/")).toBe(reason);
    expect(await outside.post("https://pipeline.example/", {}, "{}")).toMatchObject({ error: reason });
  });
});

describe("calls", () => {
  const local = chosen.make({ key, local: true, timeoutMs: 2000 });

  test.each([301, 302, 303, 307, 308])("%i is not followed to any address", async (status) => {
    const [receiver, elsewhere] = [await started(startReceiver()), await started(startReceiver())];
    for (const location of ["http://169.254.169.254/latest/meta-data/", elsewhere.url]) {
      receiver.answer.status = status;
      receiver.answer.headers = { location };
      const posted = await local.post(receiver.url, {}, "{}");
      expect(posted).toMatchObject({ status, error: expect.stringContaining("redirects are not followed") });
    }
    expect(receiver.received).toHaveLength(2);
    expect(elsewhere.received).toEqual([]);
  });

  test("an untrusted certificate is refused, even if the environment would accept it", async () => {
    const receiver = await started(startReceiver({ tls: createSelfSignedCertificate() }));
    const before = process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
    try {
      const posted = await local.post(receiver.url, {}, "{}");
      expect(posted).toMatchObject({ status: undefined, error: "could not be reached (DEPTH_ZERO_SELF_SIGNED_CERT)" });
    } finally {
      if (before === undefined) delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
      else process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = before;
    }
    expect(receiver.received).toEqual([]);
  });

  test("an endless response is read up to a limit", async () => {
    let sent = 0;
    const server = createServer((_request, response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(65_536))) sent += 65_536;
      };
      response.on("drain", more).on("error", () => undefined);
      more();
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    stops.push(async () => {
      server.close();
      server.closeAllConnections();
    });
    const { port } = server.address() as AddressInfo;
    const posted = await local.post(`http://127.0.0.1:${port}/`, {}, "{}");
    expect(posted).toMatchObject({ status: 200, error: undefined });
    expect(posted.durationMs).toBeLessThan(1500);
    expect(sent).toBeLessThan(16 * 1024 * 1024);
  });

  test("a slow response is aborted in time, and so are endless headers", async () => {
    const trickling = createServer((_request, response) => {
      const timer = setInterval(() => response.writeProcessing(), 100);
      response.once("close", () => clearInterval(timer));
    });
    const endless = createServer((_request, response) => {
      response.socket?.end(`HTTP/1.1 200 OK\r\n${"x-more: and more\r\n".repeat(10_000)}\r\n`);
    });
    const errors: (string | undefined)[] = [];
    for (const server of [trickling, endless]) {
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      const { port } = server.address() as AddressInfo;
      errors.push((await local.post(`http://127.0.0.1:${port}/`, {}, "{}")).error);
      server.close();
      server.closeAllConnections();
    }
    expect(errors).toEqual(["no answer within 2 s", "could not be reached (HPE_HEADER_OVERFLOW)"]);
  });

  test("a proxy in the environment is not used, because it would resolve names itself", async () => {
    const receiver = await started(startReceiver());
    const proxy = await started(startReceiver());
    const script = `
      import { createHttpWebhooks } from "@pegbar/core/platform/adapter";
      const webhooks = createHttpWebhooks({ key: new Uint8Array(32), local: true });
      console.log(JSON.stringify(await webhooks.post(process.argv[1], {}, "{}")));`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script, receiver.url], {
      cwd: path.join(import.meta.dirname, "../.."),
      env: {
        PATH: process.env["PATH"] ?? "",
        NODE_USE_ENV_PROXY: "1",
        HTTP_PROXY: `http://127.0.0.1:${proxy.port}`,
        HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
      },
    });
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    await once(child, "close");
    expect(JSON.parse(said)).toMatchObject({ status: 200 });
    expect([receiver.received.length, proxy.received.length]).toEqual([1, 0]);
  }, 20_000);
});
