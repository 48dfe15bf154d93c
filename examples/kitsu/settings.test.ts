import { expect, test } from "vitest";
import { readSettings } from "./settings.ts";

const env = {
  PEGBAR_URL: "https://api.pegbar.example/",
  PEGBAR_TOKEN: "pgb_x",
  PEGBAR_WEBHOOK_SECRET: "whsec_x",
  KITSU_URL: "https://kitsu.example/api/",
  KITSU_TOKEN: "a.b.c",
};

test("defaults fit a new Kitsu", () => {
  const { mapping, kitsu, pegbar, port } = readSettings(env);
  expect(mapping).toEqual({
    projects: {},
    taskTypes: { "*": "Compositing" },
    statuses: { approved: "done", retake: "retake" },
  });
  expect([kitsu, pegbar.url, port]).toEqual([
    { url: "https://kitsu.example/api", account: { token: "a.b.c" } },
    "https://api.pegbar.example",
    8787,
  ]);
});

test("the environment changes them", () => {
  const { mapping, kitsu, port } = readSettings({
    ...env,
    PORT: "9000",
    KITSU_TOKEN: "",
    KITSU_EMAIL: "pegbar@studio.example",
    KITSU_PASSWORD: "secret",
    KITSU_PROJECTS: "HARBOR=The Harbor Lights",
    KITSU_TASK_TYPES: "lines=Layout,*=FX",
    KITSU_APPROVED_STATUS: "ok",
  });
  expect(mapping).toEqual({
    projects: { HARBOR: "The Harbor Lights" },
    taskTypes: { "*": "FX", lines: "Layout" },
    statuses: { approved: "ok", retake: "retake" },
  });
  expect([kitsu.account, port]).toEqual([{ email: "pegbar@studio.example", password: "secret" }, 9000]);
});

test("all problems are named at once, with what to do", () => {
  const read = () =>
    readSettings({ ...env, PEGBAR_TOKEN: " ", KITSU_URL: "kitsu", KITSU_TASK_TYPES: "paint", PORT: "x" });
  expect(read).toThrow(/PEGBAR_TOKEN is not set/);
  expect(read).toThrow(/KITSU_URL is not a URL: kitsu/);
  expect(read).toThrow(/KITSU_TASK_TYPES has "paint"\. Write NAME=NAME IN KITSU/);
  expect(read).toThrow(/PORT must be a number/);
});
