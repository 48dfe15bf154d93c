import { crc32 } from "node:zlib";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { decode } from "./picture.ts";

const formats = ["png", "jpeg", "webp"] as const;
const made = (format: (typeof formats)[number]) =>
  sharp({ create: { width: 64, height: 48, channels: 3, background: "teal" } })
    .toFormat(format)
    .toBuffer();

/** The smallest ZIP archive: only its end record, with a comment. */
function zipEnd(comment: Buffer): Buffer {
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", "latin1");
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([end, comment]);
}
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
const refused = { code: "input_damaged" };

describe.each(formats)("a %s", (format) => {
  test("is accepted if it ends where its bytes end", async () => {
    expect(await decode(await made(format))).toMatchObject({ width: 64, height: 48 });
  });

  test.each([
    ["an archive", zipEnd(Buffer.alloc(0))],
    ["a page", Buffer.from("<html><script>alert(1)</script>")],
    ["a script", Buffer.from("#!/bin/sh\nid\n")],
    ["zeros", Buffer.alloc(8)],
  ])("is refused with %s after its end", async (_what, behind) => {
    await expect(decode(Buffer.concat([await made(format), behind]))).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining("bytes follow"),
    });
  });
});

describe("files with two formats", () => {
  test("refuses a PNG whose last chunk is the end record of an archive", async () => {
    const png = await made("png");
    const iend = png.subarray(-12);
    // The archive's comment is the checksum of the chunk, and IEND.
    const hidden = zipEnd(Buffer.alloc(0));
    hidden.writeUInt16LE(4 + iend.length, 20);
    const file = Buffer.concat([png.subarray(0, -12), chunk("prVt", hidden), iend]);
    await expect(decode(file)).rejects.toMatchObject({ ...refused, message: expect.stringContaining("ZIP") });
  });

  test("refuses a JPEG with a PDF header in a comment", async () => {
    const jpeg = await made("jpeg");
    const text = Buffer.from("%PDF-1.7\n");
    const head = Buffer.from([0xff, 0xfe, 0, text.length + 2]);
    const file = Buffer.concat([jpeg.subarray(0, 2), head, text, jpeg.subarray(2)]);
    await expect(decode(file)).rejects.toMatchObject({ ...refused, message: expect.stringContaining("PDF") });
  });

  test("accepts a picture that contains the four bytes of an end record by chance", async () => {
    const png = await made("png");
    const file = Buffer.concat([png.subarray(0, -12), chunk("prVt", zipEnd(Buffer.alloc(3))), png.subarray(-12)]);
    expect(await decode(file)).toMatchObject({ width: 64 });
  });
});

describe("JPEGs of cameras", () => {
  test("accepts a second JPEG after the first", async () => {
    const jpeg = await made("jpeg");
    expect(await decode(Buffer.concat([jpeg, jpeg, jpeg]))).toMatchObject({ width: 64 });
  });

  test("accepts progressive ones with restart markers and EXIF", async () => {
    const picture = sharp({
      create: {
        width: 300,
        height: 200,
        channels: 3,
        background: "teal",
        noise: { type: "gaussian", mean: 128, sigma: 60 },
      },
    });
    expect(await decode(await picture.clone().jpeg({ progressive: true }).toBuffer())).toMatchObject({ width: 300 });
    expect(
      await decode(await picture.clone().withMetadata({ orientation: 6 }).jpeg({ mozjpeg: true }).toBuffer()),
    ).toMatchObject({ width: 200 });
  });
});

test("accepts a picture that contains its workflow as text", async () => {
  const png = await made("png");
  const text = chunk("tEXt", Buffer.from('workflow\0{"nodes":["<script>","PK"]}'));
  expect(await decode(Buffer.concat([png.subarray(0, -12), text, png.subarray(-12)]))).toMatchObject({ width: 64 });
});
