/** Tasks that need the model store, which is mounted here and nowhere else: the media function's code. */
export { handler } from "../media/lambda.ts";
