declare module "gltf-validator" {
  interface Report {
    issues: { messages: { code: string; message: string; severity: number }[] };
    info?: { version: string };
  }
  interface Options {
    format?: "glb" | "gltf";
    maxIssues?: number;
    externalResourceFunction?: (uri: string) => Promise<Uint8Array>;
  }
  export function validateBytes(data: Uint8Array, options?: Options): Promise<Report>;
}
