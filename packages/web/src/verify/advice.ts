/** What to do when the verifier refuses, by its reason. */
const advice: readonly (readonly [RegExp, string])[] = [
  [/first form/, "Ask the studio for the certificate again: today's platform writes the form that is read here."],
  [
    /format is not|is not JSON|is not an object/,
    "This is no certificate of Pegbar. It lies beside the picture and is named NAME.pegbar.json.",
  ],
  [
    /too long/,
    "A certificate has at most 64 MB. Ask the studio for the certificate of the one result instead of the whole shot's.",
  ],
  [
    /file's SHA-256/,
    "Check that picture and certificate have the same name. A program that saves a picture again, or a messenger that sends it smaller, makes another file of it: ask for the original, and choose the file itself instead of copying the picture.",
  ],
  [/name no output file/, "This certificate is about no file. Remove the file to read the certificate alone."],
  [
    /canonical form|read exactly/,
    "An editor or a mail program has rewritten the certificate. Ask for it again, as a file.",
  ],
  [
    /another log than/,
    "The keys above are of another log, or the certificate is a forgery. Compare the keys with what the studio's platform publishes.",
  ],
  [
    /trusted witnesses/,
    "Ask the studio for a newer certificate, which more witnesses may have cosigned; or see whether these are the right witnesses' keys.",
  ],
  [
    /generation|results|shot/,
    "The list of the shot has a gap. Ask the studio for the shot's certificate again, and do not take this one for complete.",
  ],
];

export const adviceFor = (reason: string): string =>
  advice.find(([pattern]) => pattern.test(reason))?.[1] ??
  "Something was changed after it was signed. Do not rely on this copy: ask the studio for picture and certificate again.";
