import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { verify } from "../src/index.ts";
import { certificateVectors, type CertificateVectors } from "./certificate-vectors.ts";

const { certificates, cases } = JSON.parse(
  readFileSync(new URL("../vectors/certificates.json", import.meta.url), "utf8"),
) as CertificateVectors;

test("the file equals the output of the script", () => {
  expect(certificateVectors()).toEqual({ certificates, cases });
});

test.each(cases)("$certificate: $name", ({ certificate, replace = [], trusted, file, valid }) => {
  const text = replace.reduce((given, [from, to]) => given.replace(from, () => to), certificates[certificate] ?? "");
  const verdict = verify(text, file === undefined ? undefined : { sha256: file }, trusted);
  expect(verdict.valid, JSON.stringify(verdict)).toBe(valid);
});
