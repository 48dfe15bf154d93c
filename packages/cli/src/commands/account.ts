import { text } from "node:stream/consumers";
import { createInterface } from "node:readline/promises";
import type { Command } from "commander";
import { pegbar, PegbarError } from "@pegbar/sdk";
import { run } from "../cli.ts";
import { CliError } from "../exit.ts";
import { profilesFile, writeProfile, type Tokens } from "../profiles.ts";
import { byBrowser, byPaste } from "../sign-in/code.ts";
import { byDevice } from "../sign-in/device.ts";
import { askApi } from "../sign-in/issuer.ts";

interface LoginOptions {
  device?: boolean;
  paste?: boolean;
  withToken?: boolean;
  browser: boolean;
}

/** Who one is: login, logout, whoami. */
export function account(program: Command): void {
  program
    .command("login")
    .description("sign in and keep the sign-in as a profile")
    .option("--device", "show a code to enter in a browser on any machine")
    .option("--paste", "paste the address where a browser elsewhere ended")
    .option("--with-token", "read an API token (pgb_…) from standard input instead")
    .option("--no-browser", "print the address and open nothing")
    .action((options: LoginOptions, command: Command) =>
      run(command, async ({ out, signal, profileName, tenant, url }) => {
        if ([options.device, options.paste, options.withToken].filter(Boolean).length > 1)
          throw new CliError("usage", "Choose one of --device, --paste and --with-token.");
        const api = url().replace(/\/+$/, "");
        const say = (line: string) => out.note(line);
        const signIn = async (): Promise<Tokens> => {
          if (options.withToken) return { access: (await text(process.stdin)).trim() };
          const where = await askApi(api);
          if (options.device) return byDevice(where, say, signal);
          if (options.paste) return byPaste(where, (question) => ask(question, signal));
          return byBrowser(where, { signal, say, browser: options.browser });
        };
        const tokens = await signIn();
        const known = { baseUrl: api, token: tokens.access };
        const keep = (studio: string | undefined) =>
          writeProfile(
            profileName,
            { url: api, tokens, ...(studio === undefined ? {} : { tenant: studio }) },
            profileName,
          );
        const me = await pegbar(tenant === undefined ? known : { ...known, tenant })
          .get("/v1/me")
          .catch(async (error: unknown) => {
            // Signed in, but only invited: the sign-in is kept, so that the invitation can be accepted with it.
            if (error instanceof PegbarError && error.code === "invitation_pending") await keep(undefined);
            throw error;
          });
        const studio = tenant ?? me.tenant?.slug;
        await keep(studio);
        const who = me.member ?? me.operator;
        out.result({ profile: profileName, url: api, ...me }, () =>
          out.note(
            `Signed in as ${who?.name} <${who?.email}>${me.tenant ? ` at ${me.tenant.name}` : ""}. Kept as "${profileName}" in ${profilesFile()}`,
          ),
        );
      }),
    );

  program
    .command("logout")
    .description("forget the sign-in of a profile")
    .action((_options: unknown, command: Command) =>
      run(command, async ({ out, profile, profileName }) => {
        if (profile) await writeProfile(profileName, undefined);
        out.result({ profile: profileName, forgotten: profile !== undefined }, () =>
          out.note(
            profile ? `The profile "${profileName}" is forgotten.` : `Nobody was signed in as "${profileName}".`,
          ),
        );
      }),
    );

  program
    .command("whoami")
    .description("who you are, in which studio, and what you may do")
    .action((_options: unknown, command: Command) =>
      run(command, async ({ out, client, url, profileName }) => {
        const me = await client().get("/v1/me");
        const who = me.member ?? me.operator;
        out.result({ profile: profileName, url: url(), ...me }, () =>
          out.facts([
            ["name", who?.name],
            ["e-mail", who?.email],
            ["role", me.member?.role ?? "operator"],
            ["studio", me.tenant && `${me.tenant.name} (${me.tenant.slug})`],
            ["API", url()],
            ["profile", profileName],
          ]),
        );
      }),
    );
}

async function ask(question: string, signal: AbortSignal): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question, { signal });
  } finally {
    lines.close();
  }
}
