/** What to do after a failed verification, by the verifier's reason. */
const advice: readonly (readonly [RegExp, string])[] = [
  [/format of an early version/, "The certificate has an old format. Ask the studio to download it again."],
  [
    /format is not|is not JSON|is not an object/,
    "This isn’t a Pegbar certificate. The certificate comes with the picture and is named NAME.pegbar.json.",
  ],
  [
    /too long/,
    "Certificates over 64 MB can’t be verified here. Ask the studio for the certificate of this result instead of the whole shot.",
  ],
  [
    /file's SHA-256/,
    "Check that picture and certificate have the same name. Saving a picture again, or sending it through a messenger that compresses it, changes the file. Ask for the original, and choose the file instead of copying the picture.",
  ],
  [/name no output file/, "This certificate doesn’t cover a file. Remove the file to verify the certificate alone."],
  [/canonical form|read exactly/, "An editor or mail program changed the certificate. Ask for it again as a file."],
  [
    /another log than/,
    "The trusted keys belong to another log, or the certificate is forged. Compare the keys with those that the studio’s platform publishes.",
  ],
  [
    /trusted witnesses/,
    "Check the witnesses’ keys, or ask the studio for a newer certificate, which more witnesses may have cosigned.",
  ],
  [
    /generation|results|shot/,
    "The shot’s list of results has a gap, so this certificate isn’t complete. Ask the studio for the shot’s certificate again.",
  ],
];

export const getAdvice = (reason: string): string =>
  advice.find(([pattern]) => pattern.test(reason))?.[1] ??
  "The content changed after signing. Don’t rely on this copy: ask the studio for the picture and certificate again.";
