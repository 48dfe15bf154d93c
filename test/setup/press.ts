import { click } from "@pegbar/local/client/sign-in.ts";

/** In the browser's place: opens the address and presses the button of who the page says. */
await click(new URL(process.argv[2] ?? ""), process.env["SIGN_IN_AS"] ?? "");
