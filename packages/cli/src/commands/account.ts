import { text } from "node:stream/consumers";
import { createInterface } from "node:readline/promises";
import type { Command } from "commander";
import { pegbar, PegbarError } from "@pegbar/sdk";
import { runCommand } from "../cli.ts";
import { CliError } from "../exit.ts";
import { formatProfileNames, getProfilesFile, readProfiles, writeProfile, type Tokens } from "../profiles.ts";
import { describeTenantError } from "../tenant-error.ts";
import { withExamples } from "./examples.ts";

interface LoginOptions {
  device?: boolean;
  paste?: boolean;
  withToken?: boolean;
  browser: boolean;
}

/** login, logout, whoami. */
export function addAccountCommands(program: Command): void {
  const login = program
    .command("login")
    .description("sign in, and save the sign-in as a profile")
    .option("--device", "show a code to enter in a browser on any machine")
    .option("--paste", "sign in on another machine, and paste the address of the last page")
    .option("--with-token", "read an API token (pgb_…) from standard input")
    .option("--no-browser", "print the address without opening a browser")
    .action((options: LoginOptions, command: Command) =>
      runCommand(command, async ({ out, signal, profileName, tenant, url }) => {
        if ([options.device, options.paste, options.withToken].filter(Boolean).length > 1)
          throw new CliError("usage", "Choose one of --device, --paste and --with-token.");
        const api = url();
        const printLine = (line: string) => out.note(line);
        const signIn = async (): Promise<Tokens> => {
          if (options.withToken) return { access: await readToken() };
          // Imported only when needed, since no other command signs in.
          const { readSignInSettings, signInByBrowser, signInByDevice, signInByPaste } =
            await import("../sign-in/index.ts");
          const settings = await readSignInSettings(api);
          if (options.device) return signInByDevice(settings, printLine, signal);
          if (options.paste) return signInByPaste(settings, (question) => ask(question, signal));
          return signInByBrowser(settings, { signal, say: printLine, browser: options.browser });
        };
        const tokens = await signIn();
        const connect = (slug: string | undefined) =>
          pegbar({ baseUrl: api, token: tokens.access, ...(slug === undefined ? {} : { tenant: slug }) });
        const keep = (studio: string | undefined) =>
          writeProfile(
            profileName,
            { url: api, tokens, ...(studio === undefined ? {} : { tenant: studio }) },
            profileName,
          );
        const me = await connect(tenant?.slug)
          .get("/v1/me")
          .catch(async (error: unknown) => {
            // Signed in, but only invited: the sign-in is kept, so that the invitation can be accepted with it.
            if (error instanceof PegbarError && error.code === "invitation_pending") await keep(undefined);
            throw (error instanceof PegbarError && (await describeTenantError(error, tenant, connect))) || error;
          });
        const studio = tenant?.slug ?? me.tenant?.slug;
        await keep(studio);
        const who = me.member ?? me.operator;
        out.result({ profile: profileName, url: api, ...me }, () =>
          out.note(
            `Signed in as ${who?.name} <${who?.email}>${me.tenant ? ` at ${me.tenant.name}` : ""}. Saved as the profile "${profileName}" in ${getProfilesFile()}.`,
          ),
        );
      }),
    );
  withExamples(
    login,
    "pegbar login --url https://api.example.com",
    "pegbar login --url https://api.example.com --profile farm --with-token < token.txt",
  );

  const logout = program
    .command("logout")
    .description("delete a profile with its sign-in")
    .action((_options: unknown, command: Command) =>
      runCommand(command, async ({ out, profile, profileName }) => {
        if (!profile)
          throw new CliError(
            "signedOut",
            `No profile ${JSON.stringify(profileName)}. ${formatProfileNames(await readProfiles())}`,
          );
        await writeProfile(profileName, undefined);
        out.result({ profile: profileName, forgotten: true }, () => out.note(`Deleted the profile "${profileName}".`));
      }),
    );
  withExamples(logout, "pegbar logout", "pegbar logout --profile farm");

  const whoami = program
    .command("whoami")
    .description("show your name, role and studio")
    .action((_options: unknown, command: Command) =>
      runCommand(command, async ({ out, client, url, profileName }) => {
        const me = await client().get("/v1/me");
        const who = me.member ?? me.operator;
        out.result({ profile: profileName, url: url(), ...me }, () =>
          out.facts([
            ["name", who?.name],
            ["email", who?.email],
            ["role", me.member?.role ?? "operator"],
            ["studio", me.tenant && `${me.tenant.name} (${me.tenant.slug})`],
            ["API", url()],
            ["profile", profileName],
          ]),
        );
      }),
    );
  withExamples(whoami, "pegbar whoami", "pegbar whoami --profile farm --json");
}

async function readToken(): Promise<string> {
  const token = (await text(process.stdin)).trim();
  if (token !== "") return token;
  throw new CliError("usage", "No token on standard input.", "Pipe it: pegbar login --with-token < token.txt");
}

async function ask(question: string, signal: AbortSignal): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question, { signal });
  } finally {
    lines.close();
  }
}
