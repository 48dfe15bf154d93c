import { databases } from "./database";
import { lambda, schedule } from "./function";
import { declared, isKept, stage } from "./here";
import { anchorBucket, anchors, objectRights } from "./storage";
import { ledgerKey, tenantKey } from "./secret";

/** Keys of the logs, in KMS, with a deletion window of a month. */
const signing = (name: string, keySpec: string) =>
  new aws.kms.Key(
    name,
    {
      description: `Pegbar: ${name}`,
      keyUsage: "SIGN_VERIFY",
      customerMasterKeySpec: keySpec,
      deletionWindowInDays: 30,
    },
    { protect: isKept },
  );
const ed25519 = signing("LogKeyEd25519", "ECC_NIST_EDWARDS25519");
const mldsa44 = signing("LogKeyMlDsa44", "ML_DSA_44");

/** Name of the logs, which is part of every checkpoint. */
const logName = `pegbar.${stage.name}/log`;
/** The public key that KMS exports. */
const exported = (key: aws.kms.Key) => aws.kms.getPublicKeyOutput({ keyId: key.keyId }).publicKey;
export const logKey = new sst.Linkable("LogKey", {
  properties: {
    name: logName,
    kms: { ed25519: ed25519.arn, mldsa44: mldsa44.arn },
    publicKeys: { ed25519: exported(ed25519), mldsa44: exported(mldsa44) },
  },
});

/**
 * Signs content credentials, under certificates that the bootstrap creates. Without certificates, nothing is signed.
 */
export const credentialKey = signing("CredentialSigningKey", "ECC_NIST_P256");
export const credentialLinks =
  declared.credentialsChain === ""
    ? []
    : [
        new sst.Linkable("CredentialKey", {
          properties: { chain: declared.credentialsChain, kms: credentialKey.arn },
        }),
      ];
export const witnesses = new sst.Linkable("Witnesses", { properties: { witnesses: [] } });

/** The only writer of the logs. Runs continuously, so that a certificate is available a second after its job. */
export const sequencer = lambda("Sequencer", {
  entry: "sequencer/lambda",
  memory: 1024,
  seconds: 90,
  inside: true,
  reserved: 2,
  link: [databases.sequencer, tenantKey, ledgerKey, logKey, anchorBucket, witnesses],
  permissions: [
    { actions: ["kms:Sign", "kms:GetPublicKey"], resources: [ed25519.arn, mldsa44.arn] },
    { actions: ["s3:PutObject", "s3:GetObject", "s3:GetObjectVersion"], resources: [$interpolate`${anchors.arn}/*`] },
    { actions: ["s3:ListBucket", "s3:ListBucketVersions"], resources: [anchors.arn] },
    // Anchors are encrypted with this key, like objects.
    objectRights.key(),
  ],
});
schedule("SequencerSchedule", sequencer);
