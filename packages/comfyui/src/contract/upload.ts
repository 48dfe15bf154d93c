import { expect, test } from "vitest";
import type { Setting } from "./index.ts";
import { encodePng } from "./png.ts";

const describeStored = (name: unknown, subfolder = "") => ({ status: 200, body: { name, subfolder, type: "input" } });

export function uploadTests(setting: () => Setting): void {
  test("renames an upload on a clash, unless the bytes are equal or it may overwrite", async () => {
    const { peer, mark } = setting();
    const name = `clash-${mark}.png`;
    expect(await peer.upload(name, encodePng(8, 8, 1))).toEqual(describeStored(name));
    expect(await peer.upload(name, encodePng(8, 8, 2))).toEqual(describeStored(`clash-${mark} (1).png`));
    expect(await peer.upload(name, encodePng(8, 8, 2))).toEqual(describeStored(`clash-${mark} (1).png`));
    expect(await peer.upload(name, encodePng(8, 8, 3), { overwrite: "true" })).toEqual(describeStored(name));
  });

  test("stores uploads only in the input folder", async () => {
    const { peer, mark } = setting();
    expect(await peer.upload("a.png", encodePng(8, 8, 4), { subfolder: `job-${mark}` })).toEqual(
      describeStored("a.png", `job-${mark}`),
    );
    expect((await peer.upload("a.png", encodePng(8, 8, 4), { subfolder: "../../x" })).status).toBe(400);
    // Whether the slash is kept as %2F or the upload is refused depends on the encoder of the multipart body.
    const escaping = await peer.upload(`../escape-${mark}.png`, encodePng(8, 8, 5));
    if (escaping.status !== 400) expect(escaping).toEqual(describeStored(expect.stringMatching(/^[^/\\]+$/)));
  });

  test("serves uploaded files, and no missing or outside ones", async () => {
    const { peer, file } = setting();
    const response = await fetch(`${peer.url}/view?filename=${file}&type=input`);
    expect(response.headers.get("content-type")).toBe("image/png");
    expect(new Uint8Array(await response.arrayBuffer()).subarray(1, 4)).toEqual(new Uint8Array([80, 78, 71]));
    expect((await peer.get("/view?filename=missing.png&type=output")).status).toBe(404);
    expect((await peer.get("/view?filename=../../etc/passwd&type=output")).status).toBe(400);
    expect((await peer.get("/view?filename=a.png&type=nonsense")).status).toBe(400);
    expect((await peer.get("/view?filename=a.png&type=output&subfolder=../..")).status).toBe(403);
  });

  test("serves ranges of a file", async () => {
    const { peer, file } = setting();
    const read = async (range?: string) => {
      const url = `${peer.url}/view?filename=${file}&type=input`;
      const response = await fetch(url, range === undefined ? {} : { headers: { range } });
      const { status, headers } = response;
      return { status, contentRange: headers.get("content-range"), bytes: Buffer.from(await response.arrayBuffer()) };
    };
    const { status, bytes } = await read();
    expect(status).toBe(200);
    const size = bytes.length;
    expect(await read("bytes=1-3")).toEqual({
      status: 206,
      contentRange: `bytes 1-3/${size}`,
      bytes: Buffer.from("PNG"),
    });
    const tail = { status: 206, contentRange: `bytes ${size - 8}-${size - 1}/${size}`, bytes: bytes.subarray(-8) };
    expect(await read("bytes=-8")).toEqual(tail);
    expect(await read(`bytes=${size - 8}-`)).toEqual(tail);
    expect(await read(`bytes=0-${size * 2}`)).toEqual({
      status: 206,
      contentRange: `bytes 0-${size - 1}/${size}`,
      bytes,
    });
    for (const refused of [`bytes=${size}-`, "bytes=0-1,4-5", "lines=0-1"])
      expect(await read(refused)).toMatchObject({ status: 416, contentRange: `bytes */${size}` });
  });
}
