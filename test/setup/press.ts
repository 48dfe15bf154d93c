import { click } from "@pegbar/local/client/sign-in.ts";

/** Acts as a browser: opens the URL and submits the person's form. */
await click(new URL(process.argv[2] ?? ""), process.env["SIGN_IN_AS"] ?? "");
