import openapiTS, { astToString } from "openapi-typescript";

/** Generates the client's types. It is in this package, because the generator needs its own version of TypeScript. */
export const types = async (document: string): Promise<string> =>
  `// Generated from openapi.json by \`npm run sdk:generate\`.\n${astToString(await openapiTS(document))}`;
