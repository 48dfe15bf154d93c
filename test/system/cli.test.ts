import { spawnSync } from "node:child_process";
import { createHash, generateKeyPairSync } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { finish } from "@pegbar/core/result/erasure/finish.ts";
import { Webhook as Verifier } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pump } from "@pegbar/core/studio/webhook/pump.ts";
import { click } from "@pegbar/local/client/sign-in.ts";
import { CLI_CLIENT } from "@pegbar/local/identity/clients.ts";
import { startIdentity } from "@pegbar/local/identity/index.ts";
import { freePort } from "@pegbar/local/platform/addresses.ts";
import { AUDIENCE } from "@pegbar/local/platform/resources.ts";
import { node, workflow } from "../../packages/comfyui/src/editor/fixture/builder.ts";
import { buildMp4, buildPng } from "../../packages/sdk/test/workflow-files.ts";
import { startApi, type TestApi } from "../setup/api.ts";
import { createPegbarCommand, type Ran } from "../setup/cli.ts";
import { certify } from "../setup/certify.ts";
import { createSafetensors } from "../setup/safetensors.ts";
import { startProxy } from "../setup/proxy.ts";
import { startReceiver } from "../setup/receiver.ts";
import { createActions } from "../setup/work.ts";

const SHOT = ["-s", "HARBOR/sq010/sh010"];
let api: TestApi;
let folder: string;
let pegbar: ReturnType<typeof createPegbarCommand>;

beforeAll(async () => {
  api = await startApi();
  await api.studios.member("lumen", "artist");
  folder = await mkdtemp(path.join(tmpdir(), "pegbar-cli-"));
  const token = await api.issuer.sign("artist@lumen.example");
  pegbar = createPegbarCommand({ PEGBAR_URL: api.url, PEGBAR_TOKEN: token }, folder);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await api.stop();
});

const json = ({ stdout }: Ran) => JSON.parse(stdout) as Record<string, unknown>;
const submitted = async (...more: string[]) =>
  (await pegbar.run("submit", "paint-text", ...SHOT, ...more)).stdout.trim();
const claimed = async () => {
  const lease = await createActions(api.studios).claim();
  if (!lease) throw new Error("nothing to do");
  return lease;
};
const jobCount = async () => (await api.footprint()).rows["job"];
const picture = async (name: string, background: string) => {
  const bytes = await sharp({ create: { width: 64, height: 48, channels: 3, background } })
    .png()
    .toBuffer();
  await writeFile(path.join(folder, name), bytes);
};

describe("usage", () => {
  it("lists commands, and exits 2 with a suggestion for unknown ones", async () => {
    const help = await pegbar.run("--help");
    expect(help.exit).toBe(0);
    expect(help.stdout).toContain("verification failed");
    expect(await pegbar.run("submt")).toMatchObject({ exit: 2, stdout: "", stderr: expect.stringContaining("submit") });
    expect((await pegbar.run("jobs", "--stat", "x")).stderr).toMatch(/Did you mean --state[^]*See: pegbar jobs --help/);
    const wrong = await pegbar.run("submit", "paint-text", ...SHOT, "-p", "promt=x");
    expect(wrong).toMatchObject({ exit: 2, stderr: expect.stringContaining('Did you mean "prompt"?') });
    expect(await pegbar.run("submit", "paint-text", ...SHOT, "-p", "seed=x")).toMatchObject({ exit: 2 });
    expect(await pegbar.run("submit", "paint-layout", ...SHOT)).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("-i layout=FILE"),
    });
  });

  it("prints only JSON on stdout, and errors as JSON on stderr", async () => {
    const shows = await pegbar.run("shows", "--json");
    expect(JSON.parse(shows.stdout)).toMatchObject([{ code: "HARBOR" }]);
    expect(shows.stderr).toBe("");
    const wrong = await pegbar.run("jobs", "--limit", "x", "--json");
    expect(wrong).toMatchObject({ exit: 2, stdout: "" });
    expect(JSON.parse(wrong.stderr)).toMatchObject({
      exit: 2,
      code: "usage",
      message: expect.stringContaining("--limit"),
    });
    const none = await pegbar.run("watch", "job_none", "--json");
    expect(none).toMatchObject({ exit: 5, stdout: "" });
    expect(JSON.parse(none.stderr)).toMatchObject({ exit: 5, code: "not_found", status: 404 });
  });

  it("exits 3 without a sign-in, and prints no colours", async () => {
    const nobody = createPegbarCommand({ PEGBAR_URL: api.url, NO_COLOR: "1", FORCE_COLOR: "1" }, folder);
    const { exit, stderr } = await nobody.run("whoami");
    expect(exit).toBe(3);
    expect(stderr).toContain("pegbar login");
    expect(stderr).not.toContain("\u001b");
  });

  it("exits 2 and names the option or argument that the API refuses, never a JSON pointer", async () => {
    for (const [typed, ...args] of [
      ['--month "foo"', "usage", "--month", "foo"],
      ['--job "nope"', "assets", "--job", "nope"],
      ["--idempotency-key", "submit", "paint-text", ...SHOT, "--idempotency-key", ""],
      ["--verb", "tokens", "create", "farm", "--verb", "nope"],
      ["<name>", "tokens", "create", ""],
    ]) {
      const refused = await pegbar.run(...args);
      expect(refused, args.join(" ")).toMatchObject({ exit: 2, stdout: "" });
      expect(refused.stderr).toContain(`Error: Invalid ${typed}: `);
      expect(refused.stderr).not.toMatch(/ \/\w+|openapi/);
    }
    const told = await pegbar.run("usage", "--month", "foo", "--json");
    expect(JSON.parse(told.stderr)).toMatchObject({
      exit: 2,
      code: "invalid_request",
      status: 400,
      requestId: expect.stringMatching(/^req_/),
      errors: [{ pointer: "/query/month" }],
    });
  });

  it("explains that a studio does not exist, or that the user is not a member of it", async () => {
    for (const slug of ["zzz", "orrery"]) {
      const refused = await pegbar.run("jobs", "--tenant", slug);
      expect(refused).toMatchObject({ exit: 4, stdout: "" });
      expect(refused.stderr).toContain(
        `No studio "${slug}", or you are not a member of it. The name comes from --tenant.\nYou are a member of: lumen.`,
      );
    }
    const token = await api.issuer.sign("artist@lumen.example");
    const env = createPegbarCommand({ PEGBAR_URL: api.url, PEGBAR_TOKEN: token, PEGBAR_TENANT: "zzz" }, folder);
    expect((await env.run("whoami")).stderr).toContain("comes from PEGBAR_TENANT");
    expect(await env.run("whoami", "--tenant", "lumen")).toMatchObject({ exit: 0 });
    // An error with another reason is printed unchanged.
    expect((await pegbar.run("webhooks", "--tenant", "lumen")).stderr).not.toContain("studio");
  });

  it("lists the existing profiles for an unknown one, also for logout", async () => {
    const home = await mkdtemp(path.join(folder, "profiles-"));
    await mkdir(path.join(home, "config/pegbar"), { recursive: true });
    const profiles = { current: "a", profiles: { a: { url: api.url, tokens: { access: "x" } } } };
    await writeFile(path.join(home, "config/pegbar/profiles.json"), JSON.stringify(profiles));
    const known = createPegbarCommand({}, home);
    for (const command of ["logout", "whoami"])
      expect(await known.run(command, "--profile", "b")).toMatchObject({
        exit: 3,
        stderr: expect.stringContaining('No profile "b". Profiles: a.'),
      });
    expect((await known.run("jobs", "--url", "http://127.0.0.1:5999")).stderr).toContain(
      `The profile "a" is for ${api.url}.`,
    );
    expect(await known.run("jobs", "--url", "http://me:secret@127.0.0.1:5999")).toMatchObject({
      exit: 2,
      stderr: expect.not.stringContaining("secret"),
    });
    expect(await known.run("logout")).toMatchObject({
      exit: 0,
      stderr: expect.stringContaining('Deleted the profile "a"'),
    });
    expect(await known.run("logout")).toMatchObject({
      exit: 3,
      stderr: expect.stringContaining("No profiles. Sign in with: pegbar login"),
    });
  });

  it("retries a request only after network errors and transient responses, and reports each retry", async () => {
    const token = await api.issuer.sign("artist@lumen.example");
    const closed = createPegbarCommand(
      { PEGBAR_URL: `http://127.0.0.1:${await freePort()}`, PEGBAR_TOKEN: token },
      folder,
    );
    const { exit, stderr } = await closed.run("whoami");
    expect(exit).toBe(1);
    expect(stderr.match(/ECONNREFUSED.*Retrying in \d+\.\d s \(\d of 4\)\.$/gm)).toHaveLength(4);
    let requests = 0;
    const busy = await startProxy({
      to: api.url,
      intercept: (_request, answer) => {
        if (requests++ > 0) return false;
        answer.writeHead(503).end();
        return true;
      },
    });
    const through = createPegbarCommand({ PEGBAR_URL: busy.url, PEGBAR_TOKEN: token }, folder);
    expect(await through.run("whoami")).toMatchObject({
      exit: 0,
      stderr: expect.stringMatching(/^http\S+ answered 503\. Retrying in \d\.\d s \(1 of 4\)\.$/m),
    });
    await busy.stop();
    expect(await closed.run("ledger", "key")).toMatchObject({
      exit: 1,
      stderr: expect.stringMatching(/^Error: No answer from .*ECONNREFUSED/),
    });
  });

  it("prints completions that shells can read", async () => {
    const { stdout } = await pegbar.run("completion", "bash");
    const file = path.join(folder, "completion.bash");
    await writeFile(file, `${stdout}\nCOMP_WORDS=(pegbar tokens cr); COMP_CWORD=2; _pegbar; echo "\${COMPREPLY[@]}"\n`);
    expect(spawnSync("bash", [file], { encoding: "utf8" }).stdout.trim()).toBe("create");
    await writeFile(
      file,
      `${stdout}\nCOMP_WORDS=(pegbar jobs --state ""); COMP_CWORD=3; _pegbar; echo "\${COMPREPLY[@]}"\n`,
    );
    expect(spawnSync("bash", [file], { encoding: "utf8" }).stdout).toMatch(/succeeded.*delivered/);
  });
});

describe("sign-in", () => {
  it("uses code and PKCE with a loopback port, stores tokens readable by their owner only, and refreshes them", async () => {
    const port = await freePort();
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const key = { ...privateKey.export({ format: "jwk" }), kid: "k", alg: "ES256", use: "sig" };
    const identity = await startIdentity({ port, key, cookieKey: "c".repeat(32) });
    const url = await api.elsewhere({
      issuer: {
        issuer: identity.issuer,
        audience: AUDIENCE,
        jwksUri: `${identity.issuer}/jwks`,
        client: { id: CLI_CLIENT, resource: AUDIENCE },
      },
    });
    // A member who has not signed in yet: the first sign-in binds a member to its issuer.
    const email = "supervisor@orrery.example";
    const signedOut = createPegbarCommand({}, folder);
    const login = signedOut.start("login", "--no-browser", "--url", url, "--profile", "mine");
    await expect.poll(() => login.said.stderr, { timeout: 10_000 }).toMatch(/\/auth\?\S+/);
    await click(new URL(/http\S+\/auth\?\S+/.exec(login.said.stderr)?.[0] ?? ""), email);
    expect(await login.ended).toMatchObject({ exit: 0, stderr: expect.stringContaining(email) });

    const file = path.join(folder, "config/pegbar/profiles.json");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(json(await signedOut.run("whoami", "--json"))).toMatchObject({
      profile: "mine",
      tenant: { slug: "orrery" },
    });

    const kept = JSON.parse(await readFile(file, "utf8")) as { profiles: { mine: { tokens: { expiresAt: string } } } };
    kept.profiles.mine.tokens.expiresAt = new Date(0).toISOString();
    await writeFile(file, JSON.stringify(kept));
    expect(await signedOut.run("whoami")).toMatchObject({ exit: 0 });
    const renewed = JSON.parse(await readFile(file, "utf8")) as typeof kept;
    expect(Date.parse(renewed.profiles.mine.tokens.expiresAt)).toBeGreaterThan(Date.now());

    expect(await signedOut.run("logout")).toMatchObject({ exit: 0 });
    expect(await signedOut.run("whoami")).toMatchObject({ exit: 3 });
    await identity.stop();
  });
});

describe("jobs", () => {
  it("submits a workflow with typed parameters and a file, waits, and downloads", async () => {
    await picture("layout.png", "#205060");
    const request = ["submit", "paint-layout", ...SHOT, "-p", "prompt=dusk", "-p", "seed=7", "-i", "layout=layout.png"];
    const running = pegbar.start(...request, "--wait", "--json");
    await expect.poll(() => running.said.stderr, { timeout: 15_000 }).toContain("job_");
    const lease = await claimed();
    await createActions(api.studios).complete(lease, 10);
    const ran = await running.ended;
    expect(ran.exit).toBe(0);
    expect(json(ran)).toMatchObject({ state: "succeeded", parameters: { prompt: "dusk", seed: 7 } });

    const got = await pegbar.run("download", String(json(ran)["id"]), "-o", "out", "--no-certificate", "--json");
    const [file] = JSON.parse(got.stdout) as { file: string; sha256: string }[];
    const bytes = await readFile(path.join(folder, file?.file ?? ""));
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(file?.sha256);
    expect((await pegbar.run("assets", "--shot", "HARBOR/sq010")).stdout).toContain("paint");
    expect((await pegbar.run("assets")).stdout).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d (UTC|[+-]\d\d:\d\d)$/m);
    await writeFile(path.join(folder, "a-file"), "");
    // Folders that cannot be created.
    for (const into of ["a-file/x", "a-file", ...(process.platform === "linux" ? ["/sys/pegbar/x"] : [])]) {
      expect(await pegbar.run("download", String(json(ran)["id"]), "-o", into)).toMatchObject({
        exit: 2,
        stdout: "",
        stderr: expect.stringMatching(/^Error: Cannot create the folder .*\.\nChoose another path/),
      });
      const before = await jobCount();
      expect(await pegbar.run("submit", "paint-text", ...SHOT, "--download", into)).toMatchObject({ exit: 2 });
      expect(await jobCount()).toBe(before);
    }
    await mkdir(path.join(folder, `out/${path.basename(file?.file ?? "")}.part`));
    await rm(path.join(folder, file?.file ?? ""));
    expect(await pegbar.run("download", String(json(ran)["id"]), "-o", "out")).toMatchObject({
      exit: 2,
      stderr: expect.stringMatching(/^Error: Cannot open out\/\S+\.part: it is a folder\./),
    });
    expect((await pegbar.run("jobs", "--state", "succeeded")).stdout).toContain(String(json(ran)["id"]));
  });

  it("saves the workflow of a result, and opens ComfyUI", async () => {
    await picture("plan.png", "#205061");
    const request = ["submit", "paint-layout", ...SHOT, "-p", "prompt=dawn", "-p", "seed=8", "-i", "layout=plan.png"];
    const job = String(json(await pegbar.run(...request, "--json"))["id"]);
    const lease = await claimed();
    expect(lease.jobId).toBe(job);
    await createActions(api.studios).complete(lease, 10);
    const [asset] = JSON.parse((await pegbar.run("assets", "--job", job, "--json")).stdout) as {
      id: string;
      filename: string;
    }[];
    const id = asset?.id ?? "";

    const ran = await pegbar.run("workflow", "open", id);
    expect(ran).toMatchObject({ exit: 0, stdout: `${asset?.filename}.workflow.json\n` });
    expect(ran.stderr).toContain("Drag the file into ComfyUI.");
    const saved = JSON.parse(await readFile(path.join(folder, ran.stdout.trim()), "utf8")) as typeof lease.graph;
    expect(Object.values(saved).map((node) => node.inputs["image"])).toContain("plan.png");
    expect(saved["6"]).toMatchObject({ class_type: "CLIPTextEncode", inputs: { text: "dawn" } });

    // The file can be submitted as it is.
    const again = await pegbar.run("submit", ran.stdout.trim(), ...SHOT, "--json");
    expect(again).toMatchObject({ exit: 0 });
    await pegbar.run("cancel", String(json(again)["id"]));

    const browser = path.join(folder, "xdg-open");
    await writeFile(browser, `#!/bin/sh\necho "$1" > ${path.join(folder, "opened")}\n`, { mode: 0o755 });
    const env = { PEGBAR_URL: api.url, PEGBAR_TOKEN: await api.issuer.sign("artist@lumen.example") };
    const search = `${folder}:${process.env["PATH"]}`;
    const withBrowser = createPegbarCommand({ ...env, PATH: search, DISPLAY: ":0" }, folder);
    const opening = await withBrowser.run("workflow", "open", id, "-o", "a.json", "--comfyui", "http://127.0.0.1:8188");
    expect(opening.stderr).toContain("Opened http://127.0.0.1:8188/ in your browser.");
    await expect
      .poll(() => readFile(path.join(folder, "opened"), "utf8").catch(() => ""))
      .toBe("http://127.0.0.1:8188/\n");
    expect(JSON.parse(await readFile(path.join(folder, "a.json"), "utf8"))).toEqual(saved);
    const configured = createPegbarCommand({ ...env, COMFYUI_URL: "https://comfy.example/" }, folder);
    expect((await configured.run("workflow", "open", id, "-o", "a.json")).stderr).toContain(
      "Open https://comfy.example/,",
    );

    expect(await pegbar.run("workflow", "open", id, "--comfyui", "file:///etc/passwd")).toMatchObject({
      exit: 2,
      stderr: expect.stringMatching(/^Error: Not an address of ComfyUI: file/),
    });
    expect(await pegbar.run("workflow", "open", id, "-o", "absent/a.json")).toMatchObject({
      exit: 2,
      stderr: expect.stringMatching(/^Error: Cannot open absent\/a\.json: no such file or folder\./),
    });
    expect(await pegbar.run("workflow", "open", "ast_00000000000000000000000000")).toMatchObject({ exit: 5 });
  });

  it("submits an exported graph with its files", async () => {
    await picture("plate.png", "#806020");
    const graph = {
      "1": { class_type: "LoadImage", inputs: { image: "plate.png" } },
      "2": { class_type: "ImageInvert", inputs: { image: ["1", 0] } },
      "3": { class_type: "SaveImage", inputs: { images: ["2", 0], filename_prefix: "a" } },
    };
    await writeFile(path.join(folder, "graph.json"), JSON.stringify(graph));
    const ran = await pegbar.run("submit", "graph.json", ...SHOT, "-p", "3.filename_prefix=b", "--json");
    expect(ran).toMatchObject({ exit: 0, stderr: expect.stringContaining("plate.png: uploaded") });
    const lease = await claimed();
    expect(lease.graph["3"]).toMatchObject({ inputs: { filename_prefix: "b" } });
    await createActions(api.studios).complete(lease, 10);

    await writeFile(
      path.join(folder, "graph.json"),
      JSON.stringify({ ...graph, "1": { class_type: "LoadImage", inputs: { image: "no.png" } } }),
    );
    expect(await pegbar.run("submit", "graph.json", ...SHOT)).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("-i 1=FILE"),
    });
    await writeFile(path.join(folder, "graph.json"), JSON.stringify(graph));
    expect(await pegbar.run("submit", "graph.json", ...SHOT, "-i", "2=plate.png")).toMatchObject({
      exit: 2,
      stderr: expect.stringMatching(/No node 2 of the graph loads a file\.\nNodes that do: 1\./),
    });
  });

  it("submits and prints workflows of the editor, and those in pictures and videos", async () => {
    await picture("plate.png", "#806021");
    const invert = (file: string, prefix: string) =>
      workflow(
        [
          node(1, "LoadImage", [file, "image"]),
          node(2, "ImageInvert", [], { title: "Negative" }),
          node(3, "SaveImage", [prefix]),
        ],
        ["1.0 > 2.image IMAGE", "2.0 > 3.images IMAGE"],
      );
    const ran = {
      "1": { class_type: "LoadImage", inputs: { image: "plate.png" } },
      "3": { class_type: "SaveImage", inputs: { images: ["1", 0], filename_prefix: "ran" } },
    };
    await writeFile(path.join(folder, "ui.json"), JSON.stringify(invert("plate.png", "saved")));
    const submitted = await pegbar.run("submit", "ui.json", ...SHOT, "-p", "3.filename_prefix=typed", "--json");
    expect(submitted).toMatchObject({ exit: 0, stderr: expect.stringContaining("plate.png: uploaded") });
    const lease = await claimed();
    expect(lease.graph).toMatchObject({
      "2": { class_type: "ImageInvert", inputs: { image: ["1", 0] }, _meta: { title: "Negative" } },
      "3": { class_type: "SaveImage", inputs: { images: ["2", 0], filename_prefix: "typed" } },
    });
    await createActions(api.studios).complete(lease, 10);

    const texts = { prompt: JSON.stringify(ran), workflow: JSON.stringify(invert("plate.png", "saved")) };
    await writeFile(path.join(folder, "result.png"), buildPng(texts));
    await writeFile(path.join(folder, "result.mp4"), buildMp4(texts));
    for (const file of ["result.png", "result.mp4"]) {
      expect(json(await pegbar.run("convert", file, "--json")), file).toEqual(ran);
      const converted = await pegbar.run("convert", file, "--prefer-workflow");
      expect(JSON.parse(converted.stdout), file).toMatchObject({ "3": { inputs: { filename_prefix: "saved" } } });
    }
    expect(await pegbar.run("submit", "result.png", ...SHOT, "--estimate")).toMatchObject({ exit: 0 });
  });

  it("says why a file has no graph that can run", async () => {
    const files: [string, string | Buffer, number, RegExp][] = [
      ["plain.png", buildPng({ Comment: "x" }), 2, /plain\.png contains no workflow\.\nChoose a workflow/],
      [
        "cut.png",
        buildPng({ prompt: "x".repeat(99) }).subarray(0, 60),
        2,
        /Cannot read cut\.png: The file ends too early\./,
      ],
      ["other.json", "{}", 2, /other\.json is not a ComfyUI graph\.\n/],
      ["broken.json", "{", 2, /broken\.json is not JSON: /],
      ["text.png", "hello", 2, /text\.png is not a file of a known type\./],
      [
        "missing.json",
        JSON.stringify(workflow([node(7, "FaceDetailer", [], { title: "Faces", properties: { cnr_id: "impact" } })])),
        4,
        /missing\.json cannot run:\n.*Node 7 \(Faces\): This image has no node class "FaceDetailer", which comes from "impact"\./,
      ],
    ];
    for (const [name, content, exit, stderr] of files) {
      await writeFile(path.join(folder, name), content);
      for (const command of [
        ["submit", name, ...SHOT],
        ["convert", name],
      ])
        expect(await pegbar.run(...command), name).toMatchObject({ exit, stderr: expect.stringMatching(stderr) });
    }
    for (const command of [
      ["submit", "absent.png", ...SHOT],
      ["convert", "absent.png"],
      ["convert", "absent"],
    ])
      expect(await pegbar.run(...command)).toMatchObject({
        exit: 2,
        stderr: expect.stringMatching(/Cannot read absent(\.png)?: no such file or folder\./),
      });
  });

  it("uploads nothing if the shot does not exist or a file is missing", async () => {
    await picture("unsent.png", "#987654");
    const inputs = async () => (await api.footprint()).rows["input"];
    const before = await inputs();
    const request = (shot: string, file = "unsent.png") =>
      pegbar.run("submit", "paint-layout", "-s", shot, "-p", "prompt=dusk", "-i", `layout=${file}`);
    expect(await request("HARBOR/sq010/sh01")).toMatchObject({
      exit: 5,
      stderr: expect.stringContaining('Did you mean "HARBOR/sq010/sh010"?'),
    });
    expect(await request("sht_00000000000000000000000000")).toMatchObject({ exit: 5 });
    expect(await request("HARBOR/sq010")).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("SHOW/SEQUENCE/SHOT"),
    });
    expect(await request("HARBOR/sq010/sh010", "none.png")).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("Cannot read none.png: no such file or folder."),
    });
    expect(await inputs()).toBe(before);
    const done = await request("HARBOR/sq010/sh010");
    expect(done).toMatchObject({ exit: 0, stderr: expect.stringContaining("unsent.png: uploaded") });
    expect(await inputs()).toBe((before ?? 0) + 1);
    expect(await pegbar.run("cancel", done.stdout.trim())).toMatchObject({ exit: 0 });
  });

  it("gives jobs labels, shows them, and finds jobs by them", async () => {
    const id = await submitted("--label", "take=4", "--label", "note=a = b");
    const other = await submitted("--label", "take=5");
    const show = await pegbar.run("jobs", "show", id);
    expect(show).toMatchObject({ exit: 0, stderr: "" });
    expect(show.stdout).toMatch(/^labels {4}note=a = b, take=4$/m);
    expect(show.stdout).toMatch(/^wait {6}0 jobs ahead, until a worker is started: none is running$/m);
    expect(json(await pegbar.run("jobs", "show", id, "--json"))).toMatchObject({ id, labels: { take: "4" } });
    expect(await pegbar.run("jobs", "show", "job_none")).toMatchObject({ exit: 5 });
    const found = (await pegbar.run("jobs", "--label", "take=4")).stdout;
    expect(found).toMatch(new RegExp(`^${id} .* note=a = b, take=4`, "m"));
    expect(found).not.toContain(other);
    expect(await pegbar.run("jobs", "--label", "take")).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("Write it as NAME=VALUE."),
    });
    const refused = await pegbar.run("submit", "paint-text", ...SHOT, "--label", "bad key=x");
    expect(refused).toMatchObject({ exit: 2, stderr: expect.stringContaining("Invalid --label") });
    expect(await pegbar.run("cancel", id, other)).toMatchObject({ exit: 0 });
    // Without labels, the list has no column for them.
    expect((await pegbar.run("jobs", "--state", "succeeded")).stdout).not.toContain("labels");
  });

  it("refuses to cancel ended jobs, and cancels the others", async () => {
    const ended = await submitted();
    await createActions(api.studios).complete(await claimed(), 10);
    const waiting = await submitted();
    const { exit, stdout, stderr } = await pegbar.run("cancel", ended, waiting);
    expect([exit, stdout]).toEqual([4, `${waiting}  cancelled\n`]);
    expect(stderr).toContain(`Error: ${ended} already succeeded.`);
    // The job is cancelled as requested, so repeating the command succeeds.
    expect(await pegbar.run("cancel", waiting)).toMatchObject({ exit: 0, stdout: `${waiting}  cancelled\n` });
  });

  it("exits 7 for a failed job, 8 for a cancelled one, 6 for a full quota, 130 when interrupted", async () => {
    const failing = await submitted();
    await createActions(api.studios).fail(await claimed(), 10);
    expect(await pegbar.run("watch", failing)).toMatchObject({
      exit: 7,
      stderr: expect.stringContaining("shapes differ"),
    });
    expect(await pegbar.run("retry", failing)).toMatchObject({ exit: 0, stdout: expect.stringContaining("queued") });
    expect(await pegbar.run("cancel", failing)).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining("cancelled"),
    });
    expect(await pegbar.run("watch", failing)).toMatchObject({ exit: 8 });

    const waiting = await submitted();
    const watching = pegbar.start("watch", waiting);
    await expect.poll(() => watching.said.stderr, { timeout: 10_000 }).toContain("Queued");
    watching.child.kill("SIGINT");
    expect(await watching.ended).toMatchObject({ exit: 130 });
    await pegbar.run("cancel", waiting);

    const [row] = await api.admin`select id from tenant where slug = 'lumen'`;
    const tenantId = String(row?.["id"]);
    await createActions(api.studios).limit(tenantId, tenantId, { waitingJobs: 0 });
    const full = await pegbar.run("submit", "paint-text", ...SHOT);
    await createActions(api.studios).limit(tenantId, tenantId, { waitingJobs: null });
    expect(full).toMatchObject({ exit: 6, stderr: expect.stringContaining("waitingJobs of the tenant: limit 0") });
  });

  it("shows the studio's shows, workflows, members, quotas and usage", async () => {
    for (const name of ["workflows", "models", "members", "quota", "usage", "tokens"])
      expect(await pegbar.run(name), name).toMatchObject({ exit: 0 });
    expect((await pegbar.run("workflows", "paint-layout")).stdout).toContain("-i layout=");
    expect((await pegbar.run("submit", "paint-text", ...SHOT, "--estimate", "--json")).stdout).toContain('"basis"');
    expect(await pegbar.run("usage", "--by", "shoe")).toMatchObject({ exit: 2 });
    expect(json(await pegbar.run("ledger", "key", "--json"))).toHaveProperty("logKeys");
    expect((await pegbar.run("ledger", "key", "--log", "platform")).stdout).toMatch(/^pegbar\.test\/log\/platform\+/);
    expect(await pegbar.run("ledger", "trace", "foo")).toMatchObject({ exit: 2 });
    expect(await pegbar.run("ledger", "key", "--log", "a b")).toMatchObject({ exit: 2 });
  });

  it("creates a token whose secret signs in, and revokes it", async () => {
    const { stdout } = await pegbar.run(
      "tokens",
      "create",
      "farm",
      "--show",
      "HARBOR",
      "--expires-in",
      "5",
      "--verb",
      "job.read",
    );
    const farm = createPegbarCommand({ PEGBAR_URL: api.url, PEGBAR_TOKEN: stdout.trim() }, folder);
    expect(await farm.run("jobs", "-n", "1")).toMatchObject({ exit: 0 });
    expect(await farm.run("submit", "paint-text", ...SHOT)).toMatchObject({ exit: 4 });
    const [token] = JSON.parse((await pegbar.run("tokens", "list", "--json")).stdout) as { id: string }[];
    expect(await pegbar.run("tokens", "revoke", token?.id ?? "")).toMatchObject({ exit: 0 });
    expect((await pegbar.run("tokens")).stdout).toContain("revoked");
  });
});

describe("an admin", () => {
  let admin: ReturnType<typeof createPegbarCommand>;
  beforeAll(async () => {
    await api.studios.member("lumen", "admin");
    const token = await api.issuer.sign("admin@lumen.example");
    admin = createPegbarCommand({ PEGBAR_URL: api.url, PEGBAR_TOKEN: token }, folder);
  });

  it("uploads a model, clears it for a show, and revokes it", async () => {
    await writeFile(path.join(folder, "ink.safetensors"), createSafetensors());
    const add = ["models", "add", "ink.safetensors", "--kind", "lora", "--family", "sd15", "--licence", "own"];
    const added = await admin.run(...add, "--json");
    expect(added).toMatchObject({ exit: 0, stderr: expect.stringContaining("uploaded") });
    expect(json(added)).toMatchObject({ status: "active", name: "ink", fileName: "ink.safetensors" });
    const id = String(json(added)["id"]);
    const again = await admin.run(...add);
    expect(again).toMatchObject({ exit: 0, stdout: `${id}\n`, stderr: expect.stringContaining("already uploaded") });
    expect(again.stderr).toContain(`pegbar models clear ${id}`);
    expect((await admin.run("models", "clear", id, "HARBOR")).stdout).toBe(`${id}  HARBOR\n`);
    expect((await pegbar.run("models")).stdout).toContain("ink.safetensors");
    expect((await admin.run("models", "revoke", id)).stdout).toBe(`${id}  revoked, 0 jobs held\n`);
  });

  it("gets the reason for a refused model", async () => {
    await writeFile(path.join(folder, "weights.safetensors"), "no tensors in here");
    const about = ["--kind", "lora", "--family", "sd15", "--licence", "own"];
    const refused = await admin.run("models", "add", "weights.safetensors", ...about);
    expect(refused).toMatchObject({ exit: 4, stderr: expect.stringContaining("safetensors") });
    expect(await admin.run("models", "add", "none.safetensors", ...about)).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("Cannot read none.safetensors: no such file"),
    });
    expect(await admin.run("models", "add", "ink.safetensors", "--kind", "brush")).toMatchObject({ exit: 2 });
    expect(await admin.run("models", "clear", "mdl_none", "NOWHERE")).toMatchObject({ exit: 5 });
    expect(await pegbar.run("models", "add", "weights.safetensors", ...about)).toMatchObject({ exit: 4 });
  });

  describe("publishes workflows", () => {
    const INVERT = {
      "1": { class_type: "LoadImage", inputs: { image: "layout.png" } },
      "2": { class_type: "ImageInvert", inputs: { image: ["1", 0] } },
      "3": { class_type: "SaveImage", inputs: { images: ["2", 0], filename_prefix: "inverted" } },
    };
    const save = (name: string, graph: unknown) => writeFile(path.join(folder, name), JSON.stringify(graph));

    it("with the proposed form, then with an edited one, which later versions keep", async () => {
      await save("Invert it (2).json", {
        ...INVERT,
        "4": { class_type: "PreviewImage", inputs: { images: ["2", 0] } },
      });
      const first = await admin.run("workflow", "publish", "Invert it (2).json", "--name", "Invert it");
      expect(first).toMatchObject({ exit: 0, stdout: "invert-it-2 version 1\n" });
      expect(first.stderr).toMatch(/Node 4 \(PreviewImage\).*only previews[^]*SaveImage[^]*Published Invert it\./);
      const again = await admin.run("workflow", "publish", "Invert it (2).json");
      expect(again).toMatchObject({ exit: 0, stdout: "invert-it-2 version 1\n" });
      expect(again.stderr).toContain("Nothing has changed");

      const written = await admin.run("workflow", "form", "Invert it (2).json", "-o", "invert.form.json");
      expect(written).toMatchObject({ exit: 0, stdout: "invert.form.json\n" });
      const file = path.join(folder, "invert.form.json");
      const form = JSON.parse(await readFile(file, "utf8")) as { inputs: { name: string; label: string }[] };
      expect(form).toMatchObject({ fields: [], inputs: [{ kind: "image", node: "1", input: "image" }] });
      for (const input of form.inputs) Object.assign(input, { name: "plate", label: "Plate" });
      await writeFile(file, JSON.stringify(form));
      const slug = ["--slug", "invert-it-2"];
      const edited = await admin.run(
        "workflow",
        "publish",
        "Invert it (2).json",
        ...slug,
        "--form",
        "invert.form.json",
      );
      expect(edited).toMatchObject({ exit: 0, stdout: "invert-it-2 version 2\n" });

      await save("publish-next.json", {
        ...INVERT,
        "2": { class_type: "ImageInvert", inputs: { image: ["1", 0] }, _meta: { title: "Negative" } },
      });
      const next = await admin.run("workflow", "publish", "publish-next.json", ...slug, "--json");
      expect(json(next)).toMatchObject({
        version: 3,
        name: "Invert it",
        class: "light",
        form: { inputs: [{ name: "plate" }] },
      });
      expect((await pegbar.run("workflows", "invert-it-2")).stdout).toContain("-i plate=");
    });

    it("and says what to do if something does not fit", async () => {
      const { "1": _, ...without } = INVERT;
      await save("publish-blank.json", {
        ...without,
        "9": { class_type: "EmptyImage", inputs: { width: 64, height: 64, batch_size: 1, color: 0 } },
        "2": { class_type: "ImageInvert", inputs: { image: ["9", 0] } },
      });
      const misfit = await admin.run("workflow", "publish", "publish-blank.json", "--slug", "invert-it-2");
      expect(misfit).toMatchObject({ exit: 4, stdout: "" });
      expect(misfit.stderr).toMatch(
        /form of the last version does not fit publish-blank\.json[^]*- [^]*--proposed-form/,
      );
      const proposed = await admin.run(
        "workflow",
        "publish",
        "publish-blank.json",
        "--slug",
        "invert-it-2",
        "--proposed-form",
      );
      expect(proposed).toMatchObject({ exit: 0, stdout: "invert-it-2 version 4\n" });

      await save("publish-none.json", { "1": { class_type: "LoadImage", inputs: { image: "layout.png" } } });
      for (const verb of ["form", "publish"])
        expect(await admin.run("workflow", verb, "publish-none.json"), verb).toMatchObject({
          exit: 4,
          stdout: "",
          stderr: expect.stringMatching(/Save ?Image/),
        });
      await writeFile(path.join(folder, "publish-broken.json"), "{");
      for (const [wrong, said] of [
        [["--slug", "No Slug"], /--slug "No Slug"/],
        [["--form", "publish-broken.json"], /publish-broken\.json is not JSON/],
        [["--form", "publish-missing.json"], /Cannot read publish-missing\.json: no such file/],
        [["--form", "publish-blank.json"], /form/],
        [["--class", "huge"], /light, heavy, xl/],
        [["--time-limit", "0"], /1 to 86400/],
      ] as const) {
        const refused = await admin.run("workflow", "publish", "publish-blank.json", ...wrong);
        expect(refused, wrong.join(" ")).toMatchObject({ exit: 2, stdout: "", stderr: expect.stringMatching(said) });
      }
      await save("…!.json", INVERT);
      expect(await admin.run("workflow", "publish", "…!.json")).toMatchObject({
        exit: 2,
        stderr: expect.stringContaining("--slug"),
      });
      expect((await admin.run("workflow", "form", "publish-blank.json", "-o", "publish-broken.json")).stderr).toContain(
        "exists",
      );
      expect(await pegbar.run("workflow", "publish", "publish-blank.json")).toMatchObject({ exit: 4 });
    });

    it("from a draft, whose form is edited and checked before", async () => {
      await save("draft source.json", {
        ...INVERT,
        "4": { class_type: "ImageScaleBy", inputs: { image: ["2", 0], upscale_method: "area", scale_by: 0.5 } },
        "3": { class_type: "SaveImage", inputs: { images: ["4", 0], filename_prefix: "small" } },
      });
      const imported = await admin.run("workflow", "import", "draft source.json", "--name", "Shrink");
      expect(imported).toMatchObject({ exit: 0, stdout: "draft-source.draft.json\n" });
      expect(imported.stderr).toMatch(/could be fields: .*4\.scale_by[^]*a new workflow, Shrink\./);
      const draft = "draft-source.draft.json";
      expect((await admin.run("workflow", "import", "draft source.json")).stderr).toContain("exists");
      expect(await admin.run("workflow", "import", "draft source.json", "--last-form", "-o", "x.json")).toMatchObject({
        exit: 2,
        stderr: expect.stringContaining("There is no workflow draft-source"),
      });

      const edit = (...edits: string[]) => admin.run("workflow", "form", draft, ...edits);
      const added = await edit("--add", "4.scale_by", "--add", "4.upscale_method", "--json");
      expect(json(added)).toMatchObject({
        form: { fields: [{ name: "scale_by_4" }, { name: "upscale_method_4" }] },
      });
      const sets = ["label=Size", "maximum=1", "name=size"].flatMap((one) => ["--set", `scale_by_4.${one}`]);
      const changed = await edit(...sets, "--move", "upscale_method_4=1");
      expect(changed).toMatchObject({ exit: 0, stderr: expect.stringContaining(`Saved ${draft}.`) });
      const stored = await readFile(path.join(folder, draft), "utf8");
      expect(JSON.parse(stored)).toMatchObject({
        pegbar: "workflow-draft",
        slug: "draft-source",
        form: { fields: [{ name: "upscale_method_4" }, { name: "size", label: "Size", maximum: 1, default: 0.5 }] },
      });

      for (const [edits, said] of [
        [["--set", "size.default=3"], /unchanged:[^]*size\.default: Size: the default does not fit/],
        [["--set", "size.maximum=1000"], /size\.maximum: Size allows 0[.\d]* to 1000; ComfyUI takes/],
        [["--set", "size.name=upscale_method_4"], /upscale_method_4\.name: The name upscale_method_4 is there twice/],
      ] as const)
        expect(await edit(...edits), edits[1]).toMatchObject({
          exit: 4,
          stdout: "",
          stderr: expect.stringMatching(said),
        });
      expect(await edit("--remove", "cfg")).toMatchObject({ exit: 2, stderr: expect.stringContaining("has no cfg") });
      expect(await readFile(path.join(folder, draft), "utf8")).toBe(stored);
      expect(await admin.run("workflow", "form", "draft source.json", "--remove", "size")).toMatchObject({
        exit: 2,
        stderr: expect.stringContaining("pegbar workflow import"),
      });

      const published = await admin.run("workflow", "publish", draft);
      expect(published).toMatchObject({ exit: 0, stdout: "draft-source version 1\n" });
      expect((await pegbar.run("workflows", "draft-source")).stdout).toMatch(/size/);
      const again = await admin.run("workflow", "import", "draft source.json", "--last-form", "-o", "next.draft.json");
      expect(again.stderr).toContain("It will be version 2 of Shrink.");
      expect(JSON.parse(await readFile(path.join(folder, "next.draft.json"), "utf8"))).toMatchObject({
        name: "Shrink",
        form: { fields: [{ name: "upscale_method_4" }, { name: "size" }] },
      });
    });

    it("retires and restores them", async () => {
      const listed = async () => (await pegbar.run("workflows")).stdout.includes("invert-it-2");
      expect(await admin.run("workflow", "retire", "invert-it-2")).toMatchObject({
        exit: 0,
        stdout: "invert-it-2 retired\n",
      });
      expect(await listed()).toBe(false);
      expect(await admin.run("workflow", "restore", "invert-it-2", "none")).toMatchObject({
        exit: 5,
        stdout: "invert-it-2 restored\n",
      });
      expect(await listed()).toBe(true);
    });
  });

  it("creates a token of the studio", async () => {
    const made = await admin.run("tokens", "create", "farm", "--service", "artist", "--show", "HARBOR", "--json");
    expect(json(made)).toMatchObject({ name: "farm", service: true, role: "artist" });
    const without = await admin.run("tokens", "create", "farm", "--service", "artist");
    expect(without).toMatchObject({ exit: 2, stderr: expect.stringContaining("Name the shows: --show.") });
    expect(await admin.run("tokens", "create", "farm", "--service", "king")).toMatchObject({ exit: 2 });
  });
});

describe("erasures", () => {
  const SUBJECT = "supervisor@lumen.example";
  let admin: ReturnType<typeof createPegbarCommand>;
  let adminId: string;
  beforeAll(async () => {
    ({ memberId: adminId } = (await api.studios.member("lumen", "admin")) as { memberId: string });
    await api.studios.member("lumen", "supervisor");
    const token = await api.issuer.sign("admin@lumen.example");
    admin = createPegbarCommand({ PEGBAR_URL: api.url, PEGBAR_TOKEN: token }, folder);
  });
  const erase = (subject: string, ...more: string[]) => admin.run("erase", subject, ...more);

  it("previews an erasure without a reason, and erases nothing", async () => {
    const reasoned = ["--reason", "asked for"];
    for (const more of [[], ["--dry-run"], reasoned])
      expect(await erase(SUBJECT, "--kinds", "prompts,input", ...more)).toMatchObject({
        exit: 0,
        stdout: expect.stringMatching(/^subject +member mem_/),
        stderr: expect.stringContaining("nothing was erased"),
      });
    expect(await admin.run("erasures")).toMatchObject({ exit: 0, stderr: expect.stringContaining("No erasures") });
  });

  it.each([
    [2, "--yes needs --reason", [SUBJECT, "--kinds", "prompts", "--yes"]],
    [2, "cannot be used with option '--yes'", [SUBJECT, "--kinds", "prompts", "--dry-run", "--yes", "--reason", "x"]],
    [2, "Invalid --reason: it must not be empty", [SUBJECT, "--kinds", "prompts", "--reason", ""]],
    [2, "Choose what to erase with --kinds", [SUBJECT]],
    [2, 'Invalid --kinds: "prompt"', [SUBJECT, "--kinds", "prompt"]],
    [2, "--kinds is for members", ["inp_1", "--kinds", "input"]],
    [5, 'Did you mean "supervisor@lumen.example"?', ["supervisr@lumen.example", "--kinds", "prompts"]],
    [5, 'No member "nobody@nowhere.example"', ["nobody@nowhere.example", "--kinds", "prompts"]],
  ])("exits %i: %s", async (exit, message, [subject = "", ...more]) => {
    expect(await erase(subject, ...more)).toMatchObject({ exit, stdout: "", stderr: expect.stringContaining(message) });
  });

  it("erases, waits until the files are deleted, and lists it; only for admins, and not their own identity", async () => {
    const reasoned = ["--reason", "asked for", "--yes"];
    expect(await pegbar.run("erase", adminId, "--kinds", "prompts", ...reasoned)).toMatchObject({ exit: 4 });
    expect(await erase(adminId, "--kinds", "identity", ...reasoned)).toMatchObject({
      exit: 4,
      stderr: expect.stringContaining("another admin"),
    });
    const done = await erase(SUBJECT, "--kinds", "prompts,input", ...reasoned, "--no-wait", "--json");
    expect(json(done)).toMatchObject({ kinds: ["input", "prompts"], reason: "asked for", doneAt: null });
    const janitor = setInterval(() => void api.studios.runAsPlatform("dispatch", finish).catch(() => undefined), 200);
    try {
      const waited = await erase(SUBJECT, "--kinds", "prompts", ...reasoned, "--json");
      expect(json(waited)).toMatchObject({ kinds: ["prompts"], doneAt: expect.any(String) });
    } finally {
      clearInterval(janitor);
    }
    expect((await admin.run("erasures")).stdout).toContain("asked for");
  });
});

describe("webhooks", () => {
  it("creates, shows, changes, tests and deletes one, and refuses wrong arguments", async () => {
    await api.studios.member("lumen", "admin");
    const token = await api.issuer.sign("admin@lumen.example");
    const admin = createPegbarCommand({ PEGBAR_URL: api.url, PEGBAR_TOKEN: token }, folder);
    const hooks = (...args: string[]) => admin.run("webhooks", ...args);
    const receiver = await startReceiver();
    const sendDue = () =>
      api.studios.runAsPlatform("webhook", () =>
        pump({ atOnce: 8, tickMs: 20, untilIdle: true, signal: AbortSignal.timeout(10_000) }),
      );

    expect(await hooks()).toMatchObject({ exit: 0, stderr: expect.stringContaining("No webhooks") });
    expect(await pegbar.run("webhooks")).toMatchObject({ exit: 4 });
    const made = await hooks("create", receiver.url, "--event", "job.failed", "--event", "notice", "--json");
    const { id, secret, events } = json(made) as { id: string; secret: string; events: string[] };
    expect(events).toEqual(["job.failed", "notice"]);
    expect(await hooks("create", receiver.url, "--event", "job.fail")).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("job.failed"),
    });
    expect(await hooks("create", "http://169.254.169.254/")).toMatchObject({
      exit: 4,
      stderr: expect.stringContaining("public internet"),
    });

    expect((await hooks("list")).stdout).toContain(receiver.url);
    expect(await hooks("show", id)).toMatchObject({ exit: 0, stdout: expect.not.stringContaining(secret) });
    expect(await hooks("show", "whk_none")).toMatchObject({ exit: 5 });
    expect(await hooks("update", id)).toMatchObject({ exit: 2 });
    expect(await hooks("update", id, "--enable", "--disable")).toMatchObject({ exit: 2 });
    expect(await hooks("update", id, "--address", "http://10.0.0.1/")).toMatchObject({ exit: 4 });
    expect((await hooks("update", id, "--description", "Farm", "--disable")).stdout).toContain("disabled by an admin");
    expect(await hooks("test", id)).toMatchObject({ exit: 4, stderr: expect.stringContaining("disabled") });
    expect(json(await hooks("update", id, "--enable", "--json"))).toMatchObject({ state: "active", reason: null });

    const rotated = await hooks("rotate", id, "--overlap", "1");
    expect(rotated).toMatchObject({ exit: 0, stdout: expect.stringMatching(/^whsec_\S+\n$/) });
    expect(await hooks("rotate", id, "--overlap", "169")).toMatchObject({ exit: 2 });
    expect(await hooks("rotate", "whk_none")).toMatchObject({ exit: 5 });

    receiver.answer.status = 410;
    const sent = json(await hooks("test", id, "--json")) as { id: string };
    await sendDue();
    expect((await hooks("deliveries", id, "--state", "failed")).stdout).toContain("answered 410");
    expect(await hooks("deliveries", id, "--state", "lost")).toMatchObject({ exit: 2 });
    expect(await hooks("deliveries", "whk_none")).toMatchObject({ exit: 5 });
    receiver.answer.status = 200;
    await hooks("update", id, "--enable");
    expect(await hooks("replay", id)).toMatchObject({ exit: 2, stderr: expect.stringContaining("--failed") });
    expect(await hooks("replay", id, "evt_none")).toMatchObject({ exit: 5 });
    expect(await hooks("replay", id, "--failed")).toMatchObject({ exit: 0, stdout: expect.stringContaining(sent.id) });
    await sendDue();
    const { body, headers } = receiver.received.at(-1) ?? { body: "", headers: {} };
    for (const each of [secret, rotated.stdout.trim()])
      expect(new Verifier(each).verify(body, headers as Record<string, string>)).toMatchObject({
        type: "webhook.test",
      });
    expect(JSON.parse((await hooks("deliveries", id, "-n", "1", "--json")).stdout)).toMatchObject([
      { id: sent.id, state: "delivered", attempts: [{ status: 410 }, { status: 200 }] },
    ]);
    expect(await hooks("replay", id, sent.id)).toMatchObject({ exit: 0 });

    expect(await hooks("remove", id)).toMatchObject({ exit: 0, stdout: expect.stringContaining("removed") });
    expect(await hooks("remove", id)).toMatchObject({ exit: 5 });
    await receiver.stop();
  }, 120_000);
});

describe("verify", () => {
  it("needs no network: exits 0 for what the trusted log contains, 9 for anything else", async () => {
    await picture("proof.png", "#111111");
    const bytes = await readFile(path.join(folder, "proof.png"));
    const { certificate, keys, witness } = certify({
      type: "asset.generated",
      assetId: "ast_1",
      output: { sha256: createHash("sha256").update(bytes).digest("hex") },
      user: { name: "Noa" },
    });
    await writeFile(path.join(folder, "proof.png.pegbar.json"), certificate);

    const offline = createPegbarCommand({ PEGBAR_URL: "http://127.0.0.1:1" }, folder);
    expect(await offline.run("verify", "proof.png", "--key", keys)).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining("Noa"),
    });
    expect((await offline.run("verify", "proof.png")).stderr).toContain("--key");
    expect(await offline.run("verify", "proof.png", "--key", certify({}).keys)).toMatchObject({ exit: 9 });
    const seen = ["verify", "proof.png", "--key", keys, "--witness", witness];
    const stranger = certify({}).witness;
    expect(await offline.run(...seen)).toMatchObject({ exit: 0, stdout: expect.stringContaining("witness.example") });
    expect(await offline.run("verify", "proof.png", "--key", keys, "--witness", stranger)).toMatchObject({ exit: 9 });
    expect(await offline.run(...seen, "--witness", witness, "--quorum", "2")).toMatchObject({ exit: 9 });
    expect(await offline.run("verify", "proof.png", "--witness", witness)).toMatchObject({ exit: 2 });
    expect(await offline.run("verify", "proof.png", "--key", keys, "--quorum", "1")).toMatchObject({ exit: 2 });
    await writeFile(path.join(folder, "proof.png"), Buffer.concat([bytes, Buffer.from("x")]));
    expect(await offline.run("verify", "proof.png", "--key", keys)).toMatchObject({
      exit: 9,
      stderr: expect.stringContaining("was changed"),
    });
    await writeFile(path.join(folder, "alone.pegbar.json"), certificate);
    expect(await offline.run("verify", "alone.pegbar.json", "--key", keys)).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining("one result"),
    });
    expect(await offline.run("verify", "alone.pegbar.json", "--key", "nothing of it")).toMatchObject({ exit: 2 });
    expect(await offline.run("verify", "none.png")).toMatchObject({ exit: 2 });
    expect(await pegbar.run("ledger", "export", "--shot", "NOWHERE")).toMatchObject({ exit: 5 });
  });

  it("checks whether a QLDB block is consistent, and whether it is the trusted one", async () => {
    const vector = new URL("../../packages/qldb/vectors/block.json", import.meta.url);
    const { summary, revision } = JSON.parse(await readFile(vector, "utf8")) as { summary: string; revision: string };
    await writeFile(path.join(folder, "block.ion"), summary);
    await writeFile(path.join(folder, "revision.ion"), revision);
    const offline = createPegbarCommand({ PEGBAR_URL: "http://127.0.0.1:1" }, folder);
    const check = (...args: string[]) => offline.run("ledger", "verify-qldb", "block.ion", ...args);
    const hash = "lu425dAWsmvzxuNHTbn4ID4mLo0bWKkjLP2Uel4wrPQ=";
    expect(json(await check("revision.ion", "--last", hash, "--json"))).toMatchObject({
      blocks: 1,
      revisions: { data: 1 },
      runs: [{ first: 3, last: 3, lastHash: hash }],
    });
    expect(await check()).toMatchObject({ exit: 0, stdout: expect.stringContaining(hash) });
    expect(await check("--last", hash.replace("lu42", "lu43"))).toMatchObject({ exit: 9 });
    expect(await check("none.ion")).toMatchObject({ exit: 2, stderr: expect.stringContaining("none.ion") });
    await writeFile(path.join(folder, "revision.ion"), revision.replace("Lewis", "Levis"));
    expect(await check("revision.ion")).toMatchObject({ exit: 9, stderr: expect.stringContaining("contents") });
  });
});
