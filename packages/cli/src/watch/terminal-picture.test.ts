import { expect, it } from "vitest";
import { detectPictureProtocol, encodeTerminalPicture } from "./terminal-picture.ts";

it("detects terminals by their environment, and shows no pictures in tmux or a pipe", () => {
  expect(detectPictureProtocol({ TERM_PROGRAM: "iTerm.app" }, true)).toBe("iterm");
  expect(detectPictureProtocol({ TERM_PROGRAM: "WezTerm" }, true)).toBe("iterm");
  expect(detectPictureProtocol({ TERM: "xterm-kitty" }, true)).toBe("kitty");
  expect(detectPictureProtocol({ TERM: "xterm-256color" }, true)).toBeUndefined();
  expect(detectPictureProtocol({ TERM_PROGRAM: "iTerm.app", TMUX: "x" }, true)).toBeUndefined();
  expect(detectPictureProtocol({ TERM_PROGRAM: "iTerm.app" }, false)).toBeUndefined();
});

it("encodes PNGs for kitty in chunks of 4096, and no unsupported format", () => {
  const png = new Uint8Array(5000).fill(7);
  png.set([0x89, 0x50]);
  const written = encodeTerminalPicture("kitty", png) ?? "";
  const pieces = written
    .trimEnd()
    .split("\u001b_G")
    .slice(1)
    .map((piece) => piece.replace("\u001b\\", "").split(";"));
  expect(pieces.map(([keys]) => keys)).toEqual(["f=100,a=T,r=12,m=1", "m=0"]);
  expect(Buffer.from(pieces.map(([, text]) => text).join(""), "base64").equals(png)).toBe(true);
  expect(encodeTerminalPicture("kitty", Uint8Array.of(0xff, 0xd8))).toBeUndefined();
  expect(encodeTerminalPicture("iterm", Uint8Array.of(0xff, 0xd8))).toContain("]1337;File=inline=1;size=2;");
});
