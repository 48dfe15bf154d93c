import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

const [SEQUENCE, SET, INTEGER, BITS, OID, TEXT, TIME] = [0x30, 0x31, 0x02, 0x03, 0x06, 0x0c, 0x17] as const;

function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const size = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

/** Creates a self-signed certificate for localhost. @returns key and certificate as PEM */
export function createSelfSignedCertificate(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = der(SEQUENCE, der(OID, Buffer.from("2a8648ce3d040302", "hex")));
  const commonName = [der(OID, Buffer.from("550403", "hex")), der(TEXT, Buffer.from("localhost"))];
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, ...commonName)));
  const time = (text: string) => der(TIME, Buffer.from(text));
  const facts = der(
    SEQUENCE,
    der(INTEGER, Buffer.from([1]), randomBytes(8)),
    algorithm,
    name,
    der(SEQUENCE, time("200101000000Z"), time("490101000000Z")),
    name,
    publicKey.export({ format: "der", type: "spki" }),
  );
  const signature = der(BITS, Buffer.from([0]), sign("sha256", facts, privateKey));
  const lines = der(SEQUENCE, facts, algorithm, signature).toString("base64").replaceAll(/.{64}/g, "$&\n");
  return {
    key: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}
