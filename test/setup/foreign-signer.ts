import "reflect-metadata";
import { webcrypto } from "node:crypto";
import {
  AuthorityInfoAccessExtension,
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";
import { Builder, CallbackSigner } from "@contentauth/c2pa-node";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const crypto = webcrypto as Crypto;

/** Creates a signer of content credentials with an unknown authority. */
export async function createForeignSigner(ocsp = "http://127.0.0.1:1/") {
  const createKeys = () => crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const [authorityKeys, keys] = await Promise.all([createKeys(), createKeys()]);
  const times = {
    notBefore: new Date(Date.now() - 86_400_000),
    notAfter: new Date(Date.now() + 86_400_000),
    signingAlgorithm: ALGORITHM,
  };
  const authority = await X509CertificateGenerator.createSelfSigned({
    ...times,
    name: "CN=Another authority, O=Camera Works",
    keys: authorityKeys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
      await SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const own = await X509CertificateGenerator.create({
    ...times,
    subject: "CN=Camera 7, O=Camera Works",
    issuer: authority.subject,
    publicKey: keys.publicKey,
    signingKey: authorityKeys.privateKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension(["1.3.6.1.5.5.7.3.36"]),
      await AuthorityKeyIdentifierExtension.create(authority),
      new AuthorityInfoAccessExtension({ ocsp: [ocsp] }),
    ],
  });
  const chain = `${own.toString("pem")}\n${authority.toString("pem")}\n`;
  const signer = () =>
    CallbackSigner.newSigner(
      { alg: "es256", certs: [Buffer.from(chain)], reserveSize: 16_384, directCoseHandling: false },
      async (bytes) => Buffer.from(await crypto.subtle.sign(ALGORITHM, keys.privateKey, new Uint8Array(bytes))),
    );
  return {
    authority: authority.toString("pem"),
    /** Signs a picture like a camera. With `remote` it contains only the URL of its credentials. */
    async sign(picture: Buffer, mimeType: string, { remote }: { remote?: string } = {}): Promise<Buffer> {
      const builder = Builder.withJson({
        claim_generator_info: [{ name: "Camera firmware", version: "7.1" }],
        title: "DSC_0001",
        assertions: [
          {
            label: "c2pa.actions",
            data: {
              actions: [
                {
                  action: "c2pa.created",
                  digitalSourceType: "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
                },
              ],
            },
          },
        ],
      });
      if (remote !== undefined) {
        builder.setNoEmbed(true);
        builder.setRemoteUrl(remote);
      }
      const output: { buffer: Buffer | null } = { buffer: null };
      await builder.signAsync(signer(), { buffer: picture, mimeType }, output);
      if (!output.buffer) throw new Error("nothing was signed");
      return output.buffer;
    },
  };
}
