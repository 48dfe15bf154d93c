/** The public API once more, its answers streamed: server-sent events hold a function for as long as somebody watches. */
export { streaming as handler } from "../api/lambda.ts";
