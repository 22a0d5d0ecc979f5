import { AuthError } from "../../engine/errors.ts";
import { ConfigurationError, StorageError } from "../errors.ts";
import type { Area, Finding } from "./finding.ts";

const NETWORK: readonly Area[] = ["network", "clock", "loopback"];

/**
 * Makes the error that the command ends with. Configuration comes before
 * storage and storage before the network, since each may cause the next.
 *
 * @param findings What was found.
 * @returns The error, or `undefined` when nothing is in the way.
 */
export function verdictOf(findings: readonly Finding[]): Error | undefined {
  const errors = findings.filter(({ level }) => level === "error");
  if (errors.length === 0) return undefined;
  const message = errors.length === 1
    ? "One thing is in the way; the report tells what and how to put it right"
    : `${errors.length} things are in the way; the report tells what and how to put them right`;
  const areas = new Set(errors.map(({ area }) => area));
  if (
    [...areas].some((area) => area !== "storage" && !NETWORK.includes(area))
  ) {
    return new ConfigurationError(message);
  }
  return areas.has("storage")
    ? new StorageError(message)
    : new AuthError("network_error", message);
}
