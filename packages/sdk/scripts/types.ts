import openapiTS, { astToString } from "openapi-typescript";

/** The client's types. Here, because the generator brings a TypeScript of its own, which lies in this package. */
export const types = async (document: string): Promise<string> =>
  `// Generated from openapi.json by \`npm run sdk:generate\`.\n${astToString(await openapiTS(document))}`;
