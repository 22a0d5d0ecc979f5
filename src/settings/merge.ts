/** Where a value came from. */
export interface Origin {
  /** Which kind of place. */
  readonly kind: "flag" | "environment" | "project" | "profile" | "default";
  /** Which one: `--tenant`, `AZURE_TENANT_ID`, a project file's path, a profile's name. */
  readonly name: string;
}

/** A value and where it came from. */
export interface Sourced<T> {
  /** The value. */
  readonly value: T;
  /** Where it came from. */
  readonly origin: Origin;
  /** Where a value was that had to give way, strongest first. */
  readonly overridden: readonly Origin[];
}

/** Some values of one kind of place. */
export type Layer<T> = {
  readonly [K in keyof T]?: Pick<
    Sourced<NonNullable<T[K]>>,
    "value" | "origin"
  >;
};

/** Each value that anybody gave, with where it came from. */
export type Merged<T> = {
  readonly [K in keyof T]?: Sourced<NonNullable<T[K]>>;
};

/**
 * Lets the first layer that has a value decide it, and remembers the others.
 *
 * @param layers Strongest first.
 * @returns Each value with where it came from.
 */
export function mergeLayers<T extends object>(
  layers: readonly Layer<T>[],
): Merged<T> {
  const merged: { [K in keyof T]?: Sourced<NonNullable<T[K]>> } = {};
  for (const layer of layers) {
    for (const key of Object.keys(layer) as (keyof T)[]) {
      const given = layer[key];
      if (given === undefined) continue;
      const winner = merged[key];
      merged[key] = winner === undefined
        ? { ...given, overridden: [] }
        : { ...winner, overridden: [...winner.overridden, given.origin] };
    }
  }
  return merged;
}

/**
 * Says all of a place's values came from it.
 *
 * @param values The values; `undefined` ones are left out.
 * @param originOf Names the place of each value.
 * @returns The layer.
 */
export function layer<T extends object>(
  values: { readonly [K in keyof T]?: T[K] | undefined },
  originOf: (key: keyof T & string) => Origin,
): Layer<T> {
  const result: {
    [K in keyof T]?: Pick<Sourced<NonNullable<T[K]>>, "value" | "origin">;
  } = {};
  for (const key of Object.keys(values) as (keyof T & string)[]) {
    const value = values[key];
    if (value !== undefined && value !== null) {
      result[key] = { value, origin: originOf(key) };
    }
  }
  return result;
}
