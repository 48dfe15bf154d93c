import { createSsmParameter } from "@pegbar/core/platform/adapter";
import { readResource } from "../resource.ts";
import { createKeyFetcher } from "./fetch-keys.ts";

const { jwksUri, keysParameter } = readResource("Identity");
if (keysParameter === undefined)
  throw new Error("the linked resource Identity names no parameter for the issuer's keys");

/** Runs every five minutes outside of the network: copies the issuer's keys for functions inside, which cannot reach it. */
export const handler = createKeyFetcher(jwksUri, createSsmParameter(keysParameter));
