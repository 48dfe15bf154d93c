import type { Command, Option } from "commander";

/** Shells with completion. */
export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

interface Completions {
  /** A command with its parents: `pegbar tokens create`. */
  path: string;
  /** Words that may follow it, with their descriptions. */
  words: [string, string][];
}

/** The completions of each command. */
function listCompletions(command: Command, path = command.name()): Completions[] {
  const globals = findRoot(command).options;
  const options = [...command.options, ...(command.parent ? globals : [])].filter(({ hidden }) => !hidden);
  const words: [string, string][] = [
    ...command.commands.map((one): [string, string] => [one.name(), one.description()]),
    ...options.flatMap(({ long, description }): [string, string][] => (long ? [[long, description]] : [])),
  ];
  return [{ path, words }, ...command.commands.flatMap((one) => listCompletions(one, `${path} ${one.name()}`))];
}

const findRoot = (command: Command): Command => (command.parent ? findRoot(command.parent) : command);
const listOptions = (command: Command): Option[] => [...command.options, ...command.commands.flatMap(listOptions)];

/** The choices of each option; options with the same name in several commands share them. */
function listChoices(root: Command): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { long, argChoices } of listOptions(root))
    if (long && argChoices) found.set(long, [...new Set([...(found.get(long) ?? []), ...argChoices])]);
  return found;
}

/** Creates a script that completes the commands and options of `root` in a shell. */
export function buildCompletionScript(root: Command, shell: Shell): string {
  if (shell === "fish") return buildFishScript(root);
  return shell === "bash" ? buildBashScript(root) : buildZshScript(root);
}

/** Finds the command in the words before the cursor; bash and zsh differ only in where these are. */
const walk = (all: readonly Completions[], words: string) => `
  local where=${all[0]?.path ?? ""} word
  for word in ${words}; do
    case "$where $word" in
      ${all
        .slice(1)
        .map(({ path }) => `"${path}"`)
        .join("|")}) where="$where $word" ;;
    esac
  done`;

function buildBashScript(root: Command): string {
  const all = listCompletions(root);
  return `# bash completion for pegbar: eval "$(pegbar completion bash)"
_pegbar() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}"
  COMPREPLY=()
  case "$prev" in
${[...listChoices(root)].map(([long, values]) => `    ${long}) COMPREPLY=($(compgen -W "${values.join(" ")}" -- "$cur")); return ;;`).join("\n")}
  esac${walk(all, `"\${COMP_WORDS[@]:1:COMP_CWORD-1}"`)}
  case "$where" in
${all.map(({ path, words }) => `    "${path}") COMPREPLY=($(compgen -W "${words.map(([word]) => word).join(" ")}" -- "$cur")) ;;`).join("\n")}
  esac
}
complete -o default -F _pegbar pegbar
`;
}

function buildZshScript(root: Command): string {
  const all = listCompletions(root);
  const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const describe = ([word, meaning]: [string, string]) => quote(`${word}:${meaning.replaceAll(":", "\\:")}`);
  return `#compdef pegbar
# zsh completion for pegbar: source <(pegbar completion zsh)
_pegbar() {
  local -a found
  case "\${words[CURRENT-1]}" in
${[...listChoices(root)].map(([long, values]) => `    ${long}) compadd -- ${values.join(" ")}; return ;;`).join("\n")}
  esac${walk(all, `"\${(@)words[2,CURRENT-1]}"`)}
  case "$where" in
${all.map(({ path, words }) => `    "${path}") found=(${words.map(describe).join(" ")}) ;;`).join("\n")}
  esac
  _describe 'pegbar' found
  [[ "\${words[CURRENT]}" == -* ]] || _files
}
compdef _pegbar pegbar
`;
}

function buildFishScript(root: Command): string {
  const quote = (text: string) => `'${text.replaceAll(/['\\]/g, "\\$&")}'`;
  const buildCondition = (path: string) => {
    const names = path.split(" ").slice(1);
    return names.length === 0
      ? "__fish_use_subcommand"
      : names.map((name) => `__fish_seen_subcommand_from ${name}`).join("; and ");
  };
  const values = listChoices(root);
  const lines = listCompletions(root).flatMap(({ path, words }) =>
    words.map(([word, meaning]) => {
      const what = word.startsWith("--") ? `-l ${word.slice(2)}` : `-a ${word}`;
      const among = values.get(word);
      return `complete -c pegbar -n ${quote(buildCondition(path))} ${what}${among ? ` -x -a ${quote(among.join(" "))}` : ""} -d ${quote(meaning)}`;
    }),
  );
  return `# fish completion for pegbar: pegbar completion fish | source\n${lines.join("\n")}\n`;
}
