import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { SignatureV4 } from "@smithy/signature-v4";
import { credentials, REGION } from "./access.ts";

const signer = new SignatureV4({
  credentials,
  region: REGION,
  service: "s3",
  // S3 signs the path as sent, and sets the body's hash in a header itself.
  uriEscapePath: false,
  applyChecksum: false,
  sha256: class {
    readonly #hash;
    constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
      this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", toBytes(secret));
    }
    update(chunk: string | ArrayBuffer | ArrayBufferView) {
      this.#hash.update(toBytes(chunk));
    }
    reset() {}
    digest = async () => new Uint8Array(this.#hash.digest());
  },
});

const toBytes = (data: string | ArrayBuffer | ArrayBufferView): Buffer =>
  typeof data === "string"
    ? Buffer.from(data)
    : ArrayBuffer.isView(data)
      ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
      : Buffer.from(data);

export interface StoreRequest {
  method: string;
  /** Path and query, unchanged. */
  url: string;
  headers: IncomingHttpHeaders;
}
/** S3's error code and message; undefined if the signature is valid. */
export type Refusal = { code: string; status: number; message: string } | undefined;

const UNSIGNED: Refusal = {
  code: "AccessDenied",
  status: 403,
  message: "The request is not signed. Sign it with Signature Version 4.",
};
const WRONG: Refusal = {
  code: "SignatureDoesNotMatch",
  status: 403,
  message: "The signature does not match the request: its URL, method or a signed header was changed.",
};

/** Verifies Signature Version 4 of a request to S3, in its query (presigned) or its Authorization header. */
export async function findRefusal(asked: StoreRequest, now = new Date()): Promise<Refusal> {
  const url = new URL(asked.url, "http://store");
  if (url.searchParams.has("X-Amz-Signature")) return checkPresigned(asked, url, now);
  const given = /^AWS4-HMAC-SHA256 Credential=(\S+), SignedHeaders=(\S+), Signature=([0-9a-f]{64})$/.exec(
    asked.headers.authorization ?? "",
  );
  const [, , names, signature] = given ?? [];
  const signingDate = parseAmzDate(joinValues(asked.headers["x-amz-date"]));
  if (names === undefined || signature === undefined || !signingDate) return UNSIGNED;
  const signed = await signer.sign(buildSignedRequest(asked, url, names), { signingDate, ...signOnly(names) });
  return isEqual(/Signature=([0-9a-f]+)/.exec(signed.headers["authorization"] ?? "")?.[1], signature)
    ? undefined
    : WRONG;
}

async function checkPresigned(asked: StoreRequest, url: URL, now: Date): Promise<Refusal> {
  const take = (name: string): string | undefined => {
    const value = url.searchParams.get(name) ?? undefined;
    url.searchParams.delete(name);
    return value;
  };
  const signature = take("X-Amz-Signature");
  const names = take("X-Amz-SignedHeaders");
  const signingDate = parseAmzDate(take("X-Amz-Date"));
  const expiresIn = Number(take("X-Amz-Expires"));
  const payload = take("X-Amz-Content-Sha256");
  if (signature === undefined || names === undefined || !signingDate || !(expiresIn > 0)) return UNSIGNED;
  if (signingDate.getTime() + expiresIn * 1000 < now.getTime())
    return { code: "AccessDenied", status: 403, message: "Request has expired." };
  const request = buildSignedRequest(asked, url, names);
  // The signer reads the body's hash from this header, then moves it into the query under the same name.
  if (payload !== undefined) request.headers["X-Amz-Content-Sha256"] = payload;
  const { query } = await signer.presign(request, {
    signingDate,
    expiresIn,
    unhoistableHeaders: new Set(names.split(";")),
    ...signOnly(names),
  });
  return isEqual(query?.["X-Amz-Signature"], signature) ? undefined : WRONG;
}

/** Builds the signed part of the request. */
function buildSignedRequest({ method, headers }: StoreRequest, url: URL, names: string) {
  const signed: Record<string, string> = {};
  for (const name of names.split(";")) {
    const value = joinValues(headers[name]);
    if (value !== undefined) signed[name] = value;
  }
  const query: Record<string, string | string[]> = {};
  for (const name of new Set(url.searchParams.keys())) {
    const [value = "", ...more] = url.searchParams.getAll(name);
    query[name] = more.length > 0 ? [value, ...more] : value;
  }
  return { method, protocol: "http:", hostname: url.hostname, path: url.pathname, query, headers: signed };
}

/** Signs exactly these headers, including those that signers leave out by default. */
const signOnly = (names: string) => ({ signableHeaders: new Set(names.split(";")) });

const joinValues = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(",") : value;

/** Parses `20261125T131500Z`. */
function parseAmzDate(text: string | undefined): Date | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text ?? "");
  if (!parts) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function isEqual(computed: unknown, given: string): boolean {
  const [a, b] = [Buffer.from(String(computed)), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
