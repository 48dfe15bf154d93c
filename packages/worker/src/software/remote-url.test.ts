import { expect, test } from "vitest";
import { parseRemoteUrl } from "./remote-url.ts";

test.each([
  ["https://github.com/studio/pack.git", "https://github.com/studio/pack"],
  ["https://github.com/studio/pack/", "https://github.com/studio/pack"],
  ["https://noa:ghp_secret@git.example:8443/studio/pack?token=secret#secret", "https://git.example:8443/studio/pack"],
  ["git@github.com:studio/pack.git", "ssh://github.com/studio/pack"],
  ["ssh://noa@git.example/studio/pack.git", "ssh://git.example/studio/pack"],
  ["git://git.example/pack", "git://git.example/pack"],
  ["/home/noa/pack", undefined],
  ["../pack.git", undefined],
  ["file:///home/noa/pack", undefined],
  ["C:\\Users\\noa\\pack", undefined],
  ["C:/Users/noa/pack", undefined],
  ["ext::sh -c whoami", undefined],
  ["", undefined],
])("the remote %s is shown as %s", (remote, shown) => {
  expect(parseRemoteUrl(remote)).toBe(shown);
});
