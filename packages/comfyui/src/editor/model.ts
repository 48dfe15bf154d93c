import type { InputSpec, NodeSpec } from "../object-info.ts";

/** A group of sockets that always has an empty one after the last that is connected. */
export interface GrowingGroup {
  readonly min: number;
  readonly max: number;
  readonly inputs: readonly InputSpec[];
  /** What the sockets are called; without it they are counted after `prefix`. */
  readonly names: readonly string[] | undefined;
  readonly prefix: string;
}

/** Ids that links use for a subgraph's own inputs and outputs. */
export const subgraphInputId = "-10";
export const subgraphOutputId = "-20";

/** Values of a node's `mode` in which it does not run. */
export const modes = { muted: 2, bypassed: 4 } as const;

export const isInactive = ({ mode }: { readonly mode: number }): boolean =>
  mode === modes.muted || mode === modes.bypassed;

export interface Link {
  readonly id: string;
  originId: string;
  originSlot: number;
  targetId: string;
  targetSlot: number;
}

/** A field of a node in the editor. */
export interface Widget {
  readonly name: string;
  value: unknown;
  /** Whether it has a place in `widgets_values`. */
  readonly saved: boolean;
  /** Whether its value is sent to ComfyUI. */
  readonly sent: boolean;
  /** Declared input that it belongs to; absent for buttons and the control of a seed. */
  readonly input?: InputSpec;
  /** Runs after each change of the value. */
  onChange?: () => void;
}

export interface InputSlot {
  name: string;
  type: string;
  link?: string;
  /** Name of the widget whose value the link replaces. */
  widget?: string;
  /** Only on subgraph nodes: the value of the promoted widget. */
  promoted?: { value: unknown; input?: InputSpec };
}

export interface OutputSlot {
  type: string;
  links: string[];
}

/** A node of the loaded workflow. Loading changes it, as the editor changes its own. */
export interface EditorNode {
  id: string;
  readonly type: string;
  title: string;
  readonly mode: number;
  readonly graph: EditorGraph;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly spec?: NodeSpec;
  readonly subgraph?: Subgraph;
  /** Exists only in the editor, and is never sent: notes, reroutes, primitives. */
  readonly isVirtual: boolean;
  inputs: InputSlot[];
  outputs: OutputSlot[];
  widgets: Widget[];
  /** Its groups of sockets that grow, by name. */
  readonly groups: Map<string, GrowingGroup>;
  /** Its inputs that must have the same type, by the name of their group: the types that each accepts. */
  readonly matchTypes: Map<string, Map<string, string>>;
}

export interface EditorGraph {
  readonly nodes: Map<string, EditorNode>;
  readonly links: Map<string, Link>;
}

export interface SubgraphSlot {
  readonly name: string;
  readonly type: string;
  links: string[];
}

/** A subgraph definition; the nodes that use it are its hosts. */
export interface Subgraph extends EditorGraph {
  readonly id: string;
  readonly name: string;
  readonly inputs: SubgraphSlot[];
  readonly outputs: SubgraphSlot[];
  readonly hosts: EditorNode[];
}

/** Sets a widget's value. */
export function setWidget(widget: Widget, value: unknown): void {
  // The editor shows a text area for these, whose value is a text in any case.
  widget.value = (value === null || value === undefined) && widget.input?.options["multiline"] === true ? "" : value;
  widget.onChange?.();
}

export const findWidget = (node: EditorNode, name: string | undefined): Widget | undefined =>
  name === undefined ? undefined : node.widgets.find((w) => w.name === name);
