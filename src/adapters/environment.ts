/** What is known of the machine. */
export interface Host {
  /** Operating system, as `Deno.build.os` names it. */
  readonly os: string;
  /** Whether the program runs in a container. */
  isContainer(): boolean;
  /** The working directory; absent when it is gone, or none is meant. */
  readonly cwd?: () => string | undefined;
}

/** A variable of the environment is no text. */
export class EnvironmentError extends Error {
  /** `"EnvironmentError"`. */
  override readonly name = "EnvironmentError";
  /** What the user can do about it. */
  readonly hint = "Set it anew, in UTF-8";

  /**
   * Makes an error about a variable; its value is not told.
   *
   * @param variable Its name.
   */
  constructor(variable: string) {
    super(`Cannot read the variable ${variable}: it is not UTF-8`);
  }
}

/**
 * Looks up an environment variable.
 *
 * @param name Its name.
 * @returns Its value, or `undefined` when it is not set or may not be read.
 * @throws {EnvironmentError} If it is no text.
 */
export function environmentVariable(name: string): string | undefined {
  // Without the permission a variable is as good as not set; asking for it
  // would stop the program with a question.
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  if (state !== "granted") return undefined;
  try {
    return Deno.env.get(name);
  } catch (error) {
    // Its message has the value, which may be a secret.
    if (error instanceof Deno.errors.InvalidData) {
      throw new EnvironmentError(name);
    }
    throw error;
  }
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

function workingDirectory(): string | undefined {
  // A project may be anywhere above it.
  const granted = { name: "read" } as const;
  if (Deno.permissions.querySync(granted).state !== "granted") return undefined;
  try {
    return Deno.cwd();
  } catch {
    return undefined;
  }
}

/** This machine. */
export const systemHost: Host = {
  os: Deno.build.os,
  cwd: workingDirectory,
  // Docker and Podman leave these files; Kubernetes sets the variable.
  isContainer: () =>
    Deno.build.os === "linux" &&
    (exists("/.dockerenv") || exists("/run/.containerenv") ||
      environmentVariable("KUBERNETES_SERVICE_HOST") !== undefined),
};

/** The environment belongs to the process, and so does what is known of it. */
const withheld = new Set<string>();

/**
 * Keeps a variable from every program that is started from now on.
 *
 * @param name Its name, which an option or a profile gave for a secret.
 */
export function withholdVariable(name: string): void {
  withheld.add(name);
}

/** Variables of settings that hold a secret. */
export const SECRET_VARIABLES: readonly string[] = [
  "AZURE_CLIENT_SECRET",
  "AZURE_PASSWORD",
  "AZURE_CLIENT_CERTIFICATE_PASSWORD",
  "ENTRADA_CLIENT_SECRET",
  "ENTRADA_PASSWORD",
  "ENTRADA_CLIENT_CERTIFICATE_PASSWORD",
  "ENTRADA_CLIENT_ASSERTION",
  "ENTRADA_ASSERTION",
  "ENTRADA_REFRESH_TOKEN",
];

/** Names that say what they hold; and the product's own variables. */
const SECRET_NAME =
  /secret|password|passphrase|token|credential|_key$|^(AZURE|ENTRADA)_/i;

/**
 * What programs that are none of the product's get of the environment: all but
 * what may be a secret.
 *
 * @returns Options of a command; none where the environment may not be read,
 *   and so holds nothing that could be passed on knowingly.
 */
export function environmentForOthers(): Pick<
  Deno.CommandOptions,
  "clearEnv" | "env"
> {
  if (Deno.permissions.querySync({ name: "env" }).state !== "granted") {
    return {};
  }
  const kept = Object.entries(Deno.env.toObject())
    .filter(([name]) => !SECRET_NAME.test(name) && !withheld.has(name));
  return { clearEnv: true, env: Object.fromEntries(kept) };
}

/**
 * What a command of the user's gets: all that the user has, but for the secrets
 * that this program was given for itself.
 *
 * @returns Options of a command.
 */
export function environmentWithoutSecrets(): Required<
  Pick<Deno.CommandOptions, "clearEnv" | "env">
> {
  const kept = Object.entries(Deno.env.toObject())
    .filter(([name]) =>
      !SECRET_VARIABLES.includes(name) && !withheld.has(name)
    );
  return { clearEnv: true, env: Object.fromEntries(kept) };
}

/**
 * What a program does not see that looks something up for this one. All else it
 * gets, for it may need it to do so.
 *
 * @returns The secrets of this program, each of them emptied.
 */
export function emptiedSecrets(): Record<string, string> {
  return Object.fromEntries(
    [...SECRET_VARIABLES, ...withheld]
      .filter((name) => environmentVariable(name) !== undefined)
      .map((name) => [name, ""]),
  );
}
