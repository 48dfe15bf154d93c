/** A value that can change over frames. */
export type KeyValue = number | string | boolean;

/**
 * How a value changes between two keys. `hold` keeps the earlier key's value, `linear` changes at constant speed, `ease`
 * starts and stops at rest: 3t² − 2t³ (smoothstep). Blender draws the same curve for Bezier keys with flat handles of a
 * third of the distance, and After Effects for Easy Ease at its influence of 33.33 %. The `ease-in-out` of CSS is steeper.
 */
export type Interpolation = "hold" | "linear" | "ease";

/** A value at a frame. */
export interface Key {
  readonly frame: number;
  readonly value: KeyValue;
}

/**
 * A parameter or prompt that is keyed over absolute frame numbers, in ascending order. Text and booleans can only hold.
 */
export interface KeyedValue {
  readonly interpolation: Interpolation;
  readonly keys: readonly Key[];
}
