import { readFileSync } from "node:fs";
import net from "node:net";
import dgram from "node:dgram";
import dns from "node:dns";

// Every attempt to open a connection or resolve a host name fails.
const refuse = (): never => {
  throw new Error("Verification must not use the network.");
};
net.Socket.prototype.connect = refuse;
net.Server.prototype.listen = refuse;
dgram.createSocket = refuse;
Object.assign(dns, { lookup: refuse, resolve: refuse });
globalThis.fetch = refuse;

const { verify } = await import("@pegbar/verify");
const [certificate, picture] = process.argv.slice(2);
if (certificate === undefined || picture === undefined) throw new Error("usage: verify-offline CERTIFICATE PICTURE");

const verdict = verify(readFileSync(certificate, "utf8"), readFileSync(picture));
if (!verdict.valid) {
  console.log(verdict.reason);
  process.exit(1);
}
const record = verdict.file?.record as {
  user: { name: string };
  show: string;
  sequence: string;
  shot: string;
  asset: { version: number };
  assertedAt: string;
  models: { fileName: string; sha256: string }[];
  generation: { prompts: string[]; seeds: string[] };
};
console.log(
  [
    `made by ${record.user.name} at ${record.assertedAt}`,
    `for ${record.show}/${record.sequence}/${record.shot}, version ${record.asset.version}`,
    `prompt "${record.generation.prompts.join(" / ")}", seed ${record.generation.seeds.join(", ")}`,
    `model ${record.models.map(({ fileName, sha256 }) => `${fileName} (${sha256.slice(0, 12)}…)`).join(", ")}`,
    `leaf in a log of ${verdict.treeSize}, signed by ${verdict.signedBy.join(" and ")}`,
  ].join("\n"),
);
