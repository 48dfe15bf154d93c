/** The media function with the model store mounted, for tasks that need it. */
export { handler } from "../media/lambda.ts";
