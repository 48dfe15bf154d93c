import { main } from "@pegbar/functions/work-api/main.ts";
import { readSetting } from "../process/run.ts";
import { serve } from "../process/serve.ts";
import type { Component } from "./component.ts";

/** The Work API, which workers call. */
export const workApi: Component = async (signal, ready) => {
  const { app, end } = main();
  await serve(app.fetch, Number(readSetting("WORK_API_PORT")), signal, ready);
  await end();
};
