import { parseNames, type Mapping } from "./mapping.ts";

/** How the receiver signs in to Kitsu: as a bot with a token, or as a person. */
export type KitsuAccount = { token: string } | { email: string; password: string };

/** Settings of the receiver, from its environment. */
export interface Settings {
  port: number;
  host: string;
  /** Folder of events that are not exported yet. */
  queue: string;
  pegbar: { url: string; token: string; secret: string };
  /** `url` is that of Kitsu's API, which Kitsu's own web server has at `/api`. */
  kitsu: { url: string; account: KitsuAccount };
  mapping: Mapping;
}

type Environment = Record<string, string | undefined>;

/** Reads the settings. @throws Error that names all variables that are missing or wrong */
export function readSettings(env: Environment): Settings {
  const problems: string[] = [];
  const need = (name: string, what: string): string => {
    const value = env[name]?.trim();
    if (!value) problems.push(`${name} is not set: ${what}.`);
    return value ?? "";
  };
  const needUrl = (name: string, what: string): string => {
    const value = need(name, what);
    if (value !== "" && !URL.canParse(value)) problems.push(`${name} is not a URL: ${value}.`);
    return value.replace(/\/+$/, "");
  };
  const names = (name: string): Record<string, string> => {
    const { found, wrong } = parseNames(env[name] ?? "");
    for (const one of wrong) problems.push(`${name} has "${one}". Write NAME=NAME IN KITSU, separated by commas.`);
    return found;
  };
  const port = Number(env["PORT"] ?? 8787);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    problems.push(`PORT must be a number up to 65535, not ${env["PORT"]}.`);
  const token = env["KITSU_TOKEN"]?.trim();
  const settings: Settings = {
    port,
    host: env["HOST"] ?? "127.0.0.1",
    queue: env["QUEUE_FOLDER"] ?? "queue",
    pegbar: {
      url: needUrl("PEGBAR_URL", "the URL of the Pegbar API"),
      token: need("PEGBAR_TOKEN", "a token of the studio, from `pegbar tokens create`"),
      secret: need("PEGBAR_WEBHOOK_SECRET", "what `pegbar webhooks create` printed"),
    },
    kitsu: {
      url: needUrl("KITSU_URL", "the URL of Kitsu's API, such as https://kitsu.studio.example/api"),
      account: token
        ? { token }
        : {
            email: need("KITSU_EMAIL", "an account of Kitsu, or set KITSU_TOKEN to a bot's token"),
            password: need("KITSU_PASSWORD", "its password"),
          },
    },
    mapping: {
      projects: names("KITSU_PROJECTS"),
      taskTypes: { "*": "Compositing", ...names("KITSU_TASK_TYPES") },
      statuses: { approved: env["KITSU_APPROVED_STATUS"] ?? "done", retake: env["KITSU_RETAKE_STATUS"] ?? "retake" },
    },
  };
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return settings;
}
