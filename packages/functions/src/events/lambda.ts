/**
 * The public API with response streaming, as a separate function: server-sent events occupy a function while a client
 * listens.
 */
export { streaming as handler } from "../api/lambda.ts";
