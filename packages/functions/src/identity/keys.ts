import { ssmParameter } from "@pegbar/core/platform/adapter";
import { resource } from "../resource.ts";
import { keyFetcher } from "./fetch-keys.ts";

const { jwksUri, keysParameter } = resource("Identity");
if (keysParameter === undefined)
  throw new Error("the linked resource Identity names no parameter for the issuer's keys");

/** Every five minutes, outside of the network: brings the issuer's keys to those within, who cannot reach it. */
export const handler = keyFetcher(jwksUri, ssmParameter(keysParameter));
