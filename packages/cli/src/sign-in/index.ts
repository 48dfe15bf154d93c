export { signInByBrowser, signInByPaste } from "./code.ts";
export { signInByDevice } from "./device.ts";
export { readSignInSettings } from "./issuer.ts";
