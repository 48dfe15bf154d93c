import { keyText, makeCertificate, makeSigner } from "./make-certificate.ts";
import { hash } from "./records.ts";
import {
  asset,
  ed25519,
  forged,
  forger,
  mldsa44,
  plainWitness,
  quantum,
  quantumWitness,
  shot,
  signed,
  small,
} from "./signed-cases.ts";

/** Keys that a reader trusts. */
export interface TrustedKeys {
  log: string[];
  witnesses?: string[];
  quorum?: number;
}

/** A certificate and its verdict. */
export interface Case {
  name: string;
  /** Name of the certificate. */
  certificate: string;
  /** The first text, which occurs once, is replaced by the second, in this order. */
  replace?: [string, string][];
  trusted?: TrustedKeys;
  /** SHA-256 of the file. */
  file?: string;
  valid: boolean;
}

export interface CertificateVectors {
  certificates: Record<string, string>;
  cases: Case[];
}

const FILE = hash("file of ast_1");
const BOTH: TrustedKeys = { log: [keyText(ed25519), keyText(mldsa44)] };
const ONE: TrustedKeys = { log: [keyText(ed25519)] };

/** Certificates with verdicts, deterministic. */
export function certificateVectors(): CertificateVectors {
  const certificates: Record<string, string> = {
    asset: makeCertificate(asset),
    shot: makeCertificate(shot),
    small: makeCertificate(small),
  };
  const cases: Case[] = [];
  const add = (certificate: string, name: string, valid: boolean, more: Partial<Case> = {}) =>
    cases.push({ name, certificate, valid, ...more });

  // Unchanged certificates.
  const witnesses = [keyText(plainWitness), keyText(quantumWitness)];
  add("asset", "an asset's certificate and its file", true, { trusted: BOTH, file: FILE });
  add("asset", "the copy with content credentials", true, { trusted: BOTH, file: hash("signed file of ast_1") });
  add("asset", "the certificate alone", true, { trusted: BOTH });
  add("asset", "without keys: the certificate is consistent", true, { file: FILE });
  add("asset", "one trusted key", true, { trusted: ONE, file: FILE });
  add("asset", "both witnesses", true, { trusted: { ...BOTH, witnesses, quorum: 2 }, file: FILE });
  add("asset", "a line feed at the end", true, { trusted: BOTH, replace: [['"]}}', '"]}}\n']] });
  add("asset", "another file", false, { trusted: BOTH, file: hash("another file") });
  add("asset", "an input's hash is not the file's", false, { trusted: BOTH, file: hash("input 1") });
  add("asset", "three witnesses of two", false, { trusted: { ...BOTH, witnesses, quorum: 3 } });
  add("asset", "a witness that the certificate does not name", false, {
    trusted: { ...BOTH, witnesses: [keyText(makeSigner("witness.example/other", "ed25519-cosignature"))], quorum: 1 },
  });
  add("asset", "a trusted key of another log", false, { trusted: { log: [keyText(forged)] } });
  add("asset", "a trusted key of which the name is another", false, {
    trusted: { log: [keyText({ ...ed25519, name: "other.example/log" })] },
  });
  add("asset", "a trusted key with another id", false, { trusted: { log: [keyText(ed25519).replace(/\+./, "+x")] } });
  add("asset", "no trusted key", false, { trusted: { log: [] } });
  add("shot", "a shot's certificate", true, { trusted: ONE });
  for (const id of ["ast_1", "ast_2", "ast_3"])
    add("shot", `the file of ${id}`, true, { trusted: ONE, file: hash(`file of ${id}`) });
  add("shot", "a file of another shot", false, { trusted: ONE, file: hash("file of ast_0") });

  // One changed text.
  const changes: [string, string, [string, string][]][] = [
    ["asset", "the first form", [["pegbar-certificate/2", "pegbar-certificate/1"]]],
    ["asset", "an unknown form", [["pegbar-certificate/2", "pegbar-certificate/3"]]],
    ["asset", "an unknown member of the certificate", [['"entries":', '"comment":"x","entries":']]],
    ["small", "an unknown member of an entry", [['"disclosed":[],', '"comment":1,"disclosed":[],']]],
    ["small", "an unknown member of the anchor", [['"anchor":{', '"anchor":{"comment":1,']]],
    ["small", "an unknown member of the keys", [['"keys":{', '"keys":{"extra":[],']]],
    ["small", "a member left out", [[',"witnesses":[]', ""]]],
    ["small", "disclosed left out", [['"disclosed":[],', ""]]],
    ["small", "keys that are no array", [['"witnesses":[]', '"witnesses":{}']]],
    ["asset", "a member twice", [['"about":"asset"', '"about":"asset","about":"asset"']]],
    ["asset", "a space", [['"about":"asset"', '"about": "asset"']]],
    ["asset", "two line feeds at the end", [['"]}}', '"]}}\n\n']]],
    ["asset", "text after the end", [['"]}}', '"]}}x']]],
    ["asset", "a byte order mark", [['{"about"', '\ufeff{"about"']]],
    ["asset", "another kind", [['"about":"asset"', '"about":"shot"']]],
    ["shot", "an asset's certificate made of a shot's", [['"about":"shot"', '"about":"asset"']]],
    ["asset", "another value", [["Noa Lindqvist", "Noa Lindquist"]]],
    ["asset", "another pointer", [['"field":"/user"', '"field":"/user/"']]],
    ["asset", "a pointer to what is no commitment", [['"field":"/user"', '"field":"/output"']]],
    ["asset", "an unknown member of a disclosed value", [['{"field":"/user"', '{"comment":1,"field":"/user"']]],
    ["asset", "another index", [["index 1\\n", "index 2\\n"]]],
    ["asset", "an index with a zero before it", [["index 1\\n", "index 01\\n"]]],
    ["small", "a proof of another version", [["tlog-proof@v1\\nindex 0", "tlog-proof@v2\\nindex 0"]]],
    ["small", "a hash too many", [["index 0\\n", "index 0\\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\\n"]]],
    ["small", "extra data of a proof", [["index 0\\n", "index 0\\nextra AAAA\\n"]]],
    ["small", "a carriage return", [["index 0\\n", "index 0\\r\\n"]]],
    ["small", "no log key", [[`"log":["${keyText(ed25519)}"]`, '"log":[]']]],
    ["small", "a log key twice", [[`"${keyText(ed25519)}"`, `"${keyText(ed25519)}","${keyText(ed25519)}"`]]],
    ["small", "another log key", [[keyText(ed25519), keyText(forged)]]],
    [
      "small",
      "a log key under another name",
      [[keyText(ed25519), keyText({ ...ed25519, name: "vectors.pegbar.example" })]],
    ],
    [
      "small",
      "a second log key that did not sign",
      [[`"${keyText(ed25519)}"`, `"${keyText(ed25519)}","${keyText(forged)}"`]],
    ],
    ["small", "a log key of a witness's algorithm", [[keyText(ed25519), keyText(forger)]]],
    ["small", "a log key with another id", [[keyText(ed25519), keyText(ed25519).replace(/\+./, "+x")]]],
    ["small", "a witness that did not sign", [['"witnesses":[]', `"witnesses":["${keyText(plainWitness)}"]`]]],
    ["small", "a log key among the witnesses", [['"witnesses":[]', `"witnesses":["${keyText(ed25519)}"]`]]],
  ];
  for (const [certificate, name, replace] of changes) {
    const trusted = certificate === "asset" ? BOTH : ONE;
    // A key named after a parent of the log's name has the same logs; only the reader's key shows that it is another
    // key.
    add(certificate, name, false, { trusted, replace });
  }
  add("small", "a log key under a shorter name, without keys of the reader", true, {
    replace: [[keyText(ed25519), keyText({ ...ed25519, name: "vectors.pegbar.example" })]],
  });

  // All signatures are valid.
  for (const [name, parts, valid] of signed) {
    certificates[name] = makeCertificate(parts);
    add(name, name, valid, { trusted: ONE });
  }
  for (const [name, lines, valid] of quantum) {
    certificates[name] = makeCertificate({ ...small, log: [mldsa44], lines });
    add(name, name, valid, { trusted: { log: [keyText(mldsa44)] } });
  }
  for (const one of cases) assertReplaceable(certificates, one);
  return { certificates, cases };
}

function assertReplaceable(certificates: Record<string, string>, { name, certificate, replace = [] }: Case): void {
  let text = certificates[certificate];
  if (text === undefined) throw new Error(`${name}: there is no certificate ${certificate}`);
  for (const [from, to] of replace) {
    if (text.split(from).length !== 2)
      throw new Error(`${name}: ${from} is there ${text.split(from).length - 1} times`);
    text = text.replace(from, () => to);
  }
}
