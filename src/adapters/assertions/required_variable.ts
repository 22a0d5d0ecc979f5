import { AuthError } from "../../engine/errors.ts";

/**
 * Reads an environment variable that must be set.
 *
 * @param name Its name.
 * @param options How to read it, what it is for, and what to do when it is not set.
 * @returns Its value, trimmed.
 * @throws {AuthError} `credential_invalid` if it is not set or empty.
 */
export function requiredVariable(
  name: string,
  { environment, action, hint }: {
    readonly environment: (name: string) => string | undefined;
    readonly action: string;
    readonly hint: string;
  },
): string {
  const value = environment(name);
  if (value !== undefined && value.trim() !== "") return value.trim();
  const state = value === undefined ? "not set" : "empty";
  throw new AuthError(
    "credential_invalid",
    `${action}: the variable ${name} is ${state}`,
    { hint },
  );
}
