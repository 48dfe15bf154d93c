import * as z from "zod";
import type { Answer } from "./api.ts";

const Schema = z.custom<z.core.JSONSchema.JSONSchema>((value) => typeof value === "object");
const Media = z.object({ schema: Schema });
const Operation = z.object({
  /** The operation's permission in access/rules.ts. */
  "x-pegbar-verb": z.string().optional(),
  operationId: z.string(),
  parameters: z
    .array(
      z.object({ name: z.string(), in: z.string(), schema: z.looseObject({ enum: z.array(z.string()).optional() }) }),
    )
    .optional(),
  summary: z.string().min(1),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  requestBody: z.object({ content: z.record(z.string(), Media.extend({ example: z.unknown() })) }).optional(),
  responses: z.record(z.string(), z.object({ content: z.record(z.string(), Media).optional() })),
});
const Described = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), Schema) }),
});

const PUBLIC = [
  "/v1/shared",
  "/v1/shared/pictures",
  "/v1/health",
  "/v1/live",
  "/v1/openapi.json",
  "/v1/ledger/authority",
  "/v1/ledger/key",
  "/v1/ledger/logs/{log}/checkpoint",
  "/v1/ledger/logs/{log}/tile/{level}/{index}",
  "/v1/plugins",
  "/v1/sign-in",
];

/** Documents by their text. Test files share them, because the conversion of a schema takes longer than most requests. */
const parsedDocuments = new Map<string, Document>();

/** Parses an OpenAPI document, to validate answers against it. */
export function parseDocument(raw: unknown): Document {
  const text = JSON.stringify(raw);
  const document = parsedDocuments.get(text) ?? createDocument(text);
  parsedDocuments.set(text, document);
  return document;
}

function createDocument(text: string) {
  // JSON Schema expects shared schemas in `$defs`.
  const { paths, components } = Described.parse(JSON.parse(text.replaceAll("#/components/schemas/", "#/$defs/")));
  const converted = new Map<unknown, z.ZodType>();
  const convert = (schema: z.core.JSONSchema.JSONSchema): z.ZodType => {
    const found = converted.get(schema) ?? z.fromJSONSchema({ $defs: components.schemas, ...schema });
    converted.set(schema, found);
    return found;
  };
  const patterns = Object.keys(paths).map((path) => ({
    path,
    pattern: new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`),
  }));
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: operation.operationId,
      method: method.toUpperCase(),
      path,
      verb: operation["x-pegbar-verb"],
      headers: (operation.parameters ?? []).filter((one) => one.in === "header").map(({ name }) => name),
      security: operation.security,
      body: operation.requestBody?.content["application/json"],
      problems: Object.entries(operation.responses).filter(([status]) => Number(status) >= 400),
      creates: "201" in operation.responses,
      /** Sort keys of a list; undefined for other operations. */
      sorts: operation.parameters?.find(({ name, in: place }) => name === "sort" && place === "query")?.schema.enum,
    })),
  );
  return {
    operations,
    /** Whether `value` matches a schema of the document. */
    fits: (schema: z.core.JSONSchema.JSONSchema, value: unknown): boolean => convert(schema).safeParse(value).success,
    publicPaths: PUBLIC,
    /** @throws Error if the operation does not document this status, media type or body */
    assert(method: string, pathname: string, { status, headers, body }: Answer): void {
      const path = patterns.find(({ pattern }) => pattern.test(pathname))?.path;
      const operation = path === undefined ? undefined : paths[path]?.[method.toLowerCase()];
      if (path === undefined || !operation) return;
      const where = `${method} ${path} → ${status}`;
      const response = operation.responses[String(status)];
      if (!response) throw new Error(`${where} is not in openapi.json: ${JSON.stringify(body)}`);
      if (!response.content) return;
      const type = (headers.get("content-type") ?? "").split(";")[0] ?? "";
      if (!(type in response.content)) throw new Error(`${where} is ${type}, which is not in openapi.json`);
      if (!/json/.test(type)) return;
      const parsed = convert(response.content[type]?.schema ?? {}).safeParse(body);
      if (!parsed.success)
        throw new Error(
          `${where} does not fit openapi.json: ${z.prettifyError(parsed.error)}\n${JSON.stringify(body)}`,
        );
    },
  };
}
export type Document = ReturnType<typeof createDocument>;
