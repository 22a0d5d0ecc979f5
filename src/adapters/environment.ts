/** What is known of the machine. */
export interface Host {
  /** Operating system, as `Deno.build.os` names it. */
  readonly os: string;
  /** Whether the program runs in a container. */
  isContainer(): boolean;
}

/**
 * Looks up an environment variable.
 *
 * @param name Its name.
 * @returns Its value, or `undefined` when it is not set or may not be read.
 */
export function environmentVariable(name: string): string | undefined {
  try {
    return Deno.env.get(name);
  } catch (error) {
    // Without the permission to read it, a variable is as good as not set.
    if (error instanceof Deno.errors.NotCapable) return undefined;
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

/** This machine. */
export const systemHost: Host = {
  os: Deno.build.os,
  // Docker and Podman leave these files; Kubernetes sets the variable.
  isContainer: () =>
    Deno.build.os === "linux" &&
    (exists("/.dockerenv") || exists("/run/.containerenv") ||
      environmentVariable("KUBERNETES_SERVICE_HOST") !== undefined),
};
