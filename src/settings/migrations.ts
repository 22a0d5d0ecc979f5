/** Turns the content of one version of the file into the next version's. */
export type Migration = (
  document: Readonly<Record<string, unknown>>,
) => Record<string, unknown>;

/** The migration at index `n` makes version `n + 2` from version `n + 1`. */
export const MIGRATIONS: readonly Migration[] = [];

/** What became of the content. */
export type Migrated =
  | {
    /** It is of the newest version now. */
    readonly kind: "current";
    /** The content. */
    readonly value: unknown;
  }
  | {
    /** A newer program wrote it. */
    readonly kind: "newer";
    /** Its version. */
    readonly version: number;
  };

/**
 * Brings the file's content up to the newest version.
 *
 * @param value What the JSON says.
 * @param migrations The steps, oldest first.
 * @returns The content, or that it is newer than this program.
 */
export function migrate(
  value: unknown,
  migrations: readonly Migration[] = MIGRATIONS,
): Migrated {
  if (typeof value !== "object" || value === null) {
    return { kind: "current", value };
  }
  const document = value as Record<string, unknown>;
  const version = document["version"];
  // Anything but a version is for the schema to report.
  if (
    typeof version !== "number" || !Number.isInteger(version) || version < 1
  ) {
    return { kind: "current", value };
  }
  if (version > migrations.length + 1) return { kind: "newer", version };
  let current = document;
  for (const [index, step] of migrations.slice(version - 1).entries()) {
    current = { ...step(current), version: version + index + 1 };
  }
  return { kind: "current", value: current };
}
