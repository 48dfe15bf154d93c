import type { components } from "@pegbar/sdk";
import { strings } from "../../../strings/erasure.ts";
import type { Erasure } from "./queries.ts";

type Member = components["schemas"]["Member"];

/** Domain of the email that an erased member gets instead. It never exists. */
const ERASED_DOMAIN = "@erased.invalid";
export const isErased = ({ email }: Member): boolean => email.endsWith(ERASED_DOMAIN);

/** What an erasure was about, as far as it can still be named: a file has no name afterwards. */
export function nameSubject({ type, id }: Erasure["subject"], members: readonly Member[] | undefined): string {
  if (type === "input") return `${strings.inputFile} ${id}`;
  const found = members?.find((one) => one.id === id);
  if (!found) return id;
  return isErased(found) ? strings.erasedName(id) : found.name;
}
