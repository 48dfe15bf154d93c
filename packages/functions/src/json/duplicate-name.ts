import { visit, type JSONPath } from "jsonc-parser";

/**
 * Finds the first duplicate name of an object, with its path. `JSON.parse` silently keeps the last value.
 * @param text well-formed JSON: check it with JSON.parse first
 */
export function findDuplicateName(text: string): JSONPath | undefined {
  const objects: Set<string>[] = [];
  let found: JSONPath | undefined;
  visit(text, {
    onObjectBegin: () => void objects.push(new Set()),
    onObjectEnd: () => void objects.pop(),
    onObjectProperty(name, _offset, _length, _line, _character, path) {
      const names = objects.at(-1);
      if (names?.has(name)) found ??= [...path(), name];
      names?.add(name);
    },
  });
  return found;
}
