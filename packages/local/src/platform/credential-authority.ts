import "reflect-metadata";
import { randomBytes, webcrypto } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { replaceFile } from "@pegbar/core/platform/file.ts";
import path from "node:path";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const YEARS = 20;
/** Extended key usage for document signing (RFC 9336), which C2PA requires. */
const DOCUMENT_SIGNING = "1.3.6.1.5.5.7.3.36";

/** Files of this machine's key for content credentials and its certificates. */
export interface CredentialFiles {
  /** The private key, of mode 0600. */
  key: string;
  /** PEM: the key's certificate, then the authority's. */
  chain: string;
}

/**
 * Creates, at the first start, a certificate authority for this machine and a key for content credentials that it
 * certifies. The authority's private key is discarded after that, since it has nothing more to sign.
 */
export async function createCredentialAuthority(dir: string): Promise<CredentialFiles> {
  const [key, chain] = [path.join(dir, "credential-key.pem"), path.join(dir, "credential-chain.pem")];
  // Written last.
  if (!existsSync(chain)) await make(key, chain);
  return { key, chain: readFileSync(chain, "utf8") };
}

async function make(key: string, chain: string): Promise<void> {
  const [authorityKeys, keys] = await Promise.all([generateKeys(), generateKeys()]);
  const notBefore = new Date();
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + YEARS);
  const times = { notBefore, notAfter, signingAlgorithm: ALGORITHM };
  const authority = await X509CertificateGenerator.createSelfSigned(
    {
      ...times,
      serialNumber: generateSerial(),
      name: `CN=Pegbar on one machine ${randomBytes(4).toString("hex")}, O=Pegbar`,
      keys: authorityKeys,
      extensions: [
        new BasicConstraintsExtension(true, 0, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
        await SubjectKeyIdentifierExtension.create(authorityKeys.publicKey, false, webcrypto as Crypto),
      ],
    },
    webcrypto as Crypto,
  );
  const own = await X509CertificateGenerator.create(
    {
      ...times,
      serialNumber: generateSerial(),
      subject: "CN=Content credentials, O=Pegbar",
      issuer: authority.subject,
      publicKey: keys.publicKey,
      signingKey: authorityKeys.privateKey,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.emailProtection, DOCUMENT_SIGNING]),
        await AuthorityKeyIdentifierExtension.create(authority, false, webcrypto as Crypto),
        await SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto as Crypto),
      ],
    },
    webcrypto as Crypto,
  );
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  replaceFile(key, `-----BEGIN PRIVATE KEY-----\n${pkcs8.replaceAll(/.{64}/g, "$&\n")}\n-----END PRIVATE KEY-----\n`, {
    mode: 0o600,
  });
  replaceFile(chain, `${own.toString("pem")}\n${authority.toString("pem")}\n`, { mode: 0o644 });
}

const generateKeys = () => webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]) as Promise<CryptoKeyPair>;
/** Generates a certificate serial number: positive, at most 20 bytes (RFC 5280). */
const generateSerial = () => `01${randomBytes(15).toString("hex")}`;
