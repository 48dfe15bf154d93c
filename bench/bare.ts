import { serve } from "@hono/node-server";
import { Hono } from "hono";
import postgres from "postgres";

/**
 * Baselines for the API. POST executes one INSERT and commits, which is the minimum for a submit; GET returns a constant.
 * Runs in a separate process, like the API. Arguments: port, connection URL.
 */
const [port, url] = process.argv.slice(2);
if (port === undefined || url === undefined) throw new Error("usage: bare.ts PORT DATABASE_URL");
const sql = postgres(url, { max: 5, onnotice: () => undefined });
await sql`create table if not exists bench_bare (id bigserial primary key, body jsonb not null)`;
const app = new Hono();
app.post("/", async (c) => {
  const body = await c.req.json<postgres.JSONValue>();
  const [row] = await sql`insert into bench_bare (body) values (${sql.json(body)}) returning id`;
  return c.json({ id: String(row?.["id"]) }, 201);
});
app.get("/", (c) => c.json({ id: "1" }));
serve({ fetch: app.fetch, port: Number(port), hostname: "127.0.0.1" }, () => process.send?.({ type: "ready" }));
process.once("disconnect", () => process.exit(0));
