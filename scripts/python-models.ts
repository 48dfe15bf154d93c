import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Writes the Python client's models from the OpenAPI document, or compares them with `--check`. Only the listed schemas
 * and those inside them are written: what the plug-ins read.
 */
const ROOTS = [
  "SignIn",
  "Me",
  "Memberships",
  "Show",
  "Workflow",
  "Input",
  "AnnouncedInputs",
  "CompletedInputs",
  "Estimate",
  "BatchEstimate",
  "Job",
  "JobSummary",
  "JobEvents",
  "Events",
  "Batch",
  "BatchActed",
  "Asset",
  "Version",
];

interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  oneOf?: Schema[];
  anyOf?: Schema[];
  description?: string;
}

const root = path.join(import.meta.dirname, "..");
const target = path.join(root, "plugins/pegbar_client/pegbar_client/models.py");
const document = JSON.parse(readFileSync(path.join(root, "packages/sdk/openapi.json"), "utf8")) as {
  components: { schemas: Record<string, Schema> };
};

const KEYWORDS = new Set(["class", "from", "import", "in", "is", "not", "or", "and", "pass", "global", "lambda"]);
const toSnake = (name: string): string => {
  const snake = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return KEYWORDS.has(snake) ? `${snake}_` : snake;
};
const toClass = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
const singular = (name: string): string =>
  name.endsWith("ches") ? name.slice(0, -2) : name.endsWith("s") && !name.endsWith("ss") ? name.slice(0, -1) : name;

/** Texts of the classes, by name, in an order in which each comes after those it uses. */
const classes = new Map<string, string>();
/** Names of the classes, by their schemas. */
const names = new Map<string, string>();

/** The Python type of a schema. Writes the classes that it needs. */
function writeType(schema: Schema, name: string): string {
  if (schema.$ref !== undefined) {
    const referenced = schema.$ref.split("/").at(-1) ?? "";
    return writeType(document.components.schemas[referenced] ?? {}, referenced);
  }
  if (schema.anyOf && new Set(schema.anyOf.map(({ type }) => type)).size > 1)
    return [...new Set(schema.anyOf.map((option) => writeType(option, name)))].join(" | ");
  if (schema.oneOf ?? schema.anyOf) return writeClass(mergeOptions(schema.oneOf ?? schema.anyOf ?? []), name);
  const types = [schema.type ?? []].flat();
  const written = types.filter((type) => type !== "null").map((type) => writePlain(type, schema, name));
  if (written.length === 0) return "object";
  return [...written, ...(types.includes("null") ? ["None"] : [])].join(" | ");
}

function writePlain(type: string, schema: Schema, name: string): string {
  if (type === "string") return "str";
  if (type === "integer") return "int";
  if (type === "number") return "float";
  if (type === "boolean") return "bool";
  if (type === "array") return `list[${writeType(schema.items ?? {}, singular(name))}]`;
  if (schema.properties) return writeClass(schema, name);
  const { additionalProperties } = schema;
  const value = typeof additionalProperties === "object" ? writeType(additionalProperties, singular(name)) : "object";
  return `dict[str, ${value}]`;
}

/** One class for alternatives: what only some of them have is optional. */
function mergeOptions(options: readonly Schema[]): Schema {
  const properties: Record<string, Schema> = {};
  for (const option of options)
    for (const [name, property] of Object.entries(option.properties ?? {})) {
      const known = properties[name];
      const differs = known !== undefined && JSON.stringify(known.type) !== JSON.stringify(property.type);
      properties[name] = differs
        ? { type: [...new Set([known.type ?? "string", property.type ?? "string"].flat())] }
        : property;
      if (name === "default") properties[name] = {};
    }
  const required = Object.keys(properties).filter((name) => options.every((option) => option.required?.includes(name)));
  return { type: "object", properties, required };
}

function writeClass(schema: Schema, name: string): string {
  // Schemas within others are repeated by the document wherever they are used; one class serves all that are equal.
  const shape = JSON.stringify(schema);
  const known = names.get(shape);
  if (known !== undefined) return known;
  if (classes.has(name)) throw new Error(`Two different schemas would be the class ${name}.`);
  names.set(shape, name);
  classes.set(name, "");
  const required = new Set(schema.required);
  const fields = Object.entries(schema.properties ?? {}).map(([key, property]) => {
    const type = writeType(property, name + toClass(key));
    const note = property.description ? `    #: ${property.description.replaceAll(/\s+/g, " ")}\n` : "";
    const optional = !required.has(key);
    const line = optional
      ? `${toSnake(key)}: ${type.includes("None") ? type : `${type} | None`} = None`
      : `${toSnake(key)}: ${type}`;
    return { optional, text: `${note}    ${line}` };
  });
  const body = [...fields.filter(({ optional }) => !optional), ...fields.filter(({ optional }) => optional)];
  classes.delete(name);
  classes.set(
    name,
    `@dataclass(frozen=True)\nclass ${name}:\n    """The API's \`\`${name}\`\`."""\n\n${body.map(({ text }) => text).join("\n") || "    pass"}\n`,
  );
  return name;
}

for (const name of ROOTS) writeType({ $ref: `#/components/schemas/${name}` }, name);
const text = [
  '"""The API\'s responses. Generated by ``node scripts/python-models.ts`` from the OpenAPI document; do not edit.\n\n' +
    "Fields that a server does not send yet are None if they are optional. Fields that are not listed are ignored.\n" +
    'Sets of values are ``str``, because a newer server may have more of them.\n"""\n',
  "from __future__ import annotations\n",
  "from dataclasses import dataclass\n\n",
  [...classes.values()].join("\n\n"),
].join("\n");

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== text) {
    console.error("The Python models differ from the OpenAPI document. Run: node scripts/python-models.ts");
    process.exit(1);
  }
} else writeFileSync(target, text);
