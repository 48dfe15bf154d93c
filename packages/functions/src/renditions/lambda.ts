/** The media function for movies and contact sheets, with an encoder. */
export { handler } from "../media/lambda.ts";
