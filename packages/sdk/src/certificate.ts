import type { components } from "./schema.ts";

type Certificate = components["schemas"]["Certificate"];

/** Suffix of certificates' file names, after the name of the file or shot that they prove. */
export const CERTIFICATE_SUFFIX = ".pegbar.json";

/** Reads from a shot's certificate its file name and number of results. */
export function shotCertificate(certificate: Certificate): { name: string; results: number } {
  const records = certificate.entries.map(({ record }) => JSON.parse(record) as Record<string, unknown>);
  const list = records.findLast(({ type }) => type === "shot.listed");
  if (!list) throw new TypeError("the certificate is not of a shot");
  const { show, sequence, shot, count } = list;
  return { name: [show, sequence, shot].join("_") + CERTIFICATE_SUFFIX, results: Number(count) };
}
