import type { Secret } from "../secret.ts";
import type { Fetch } from "./fetch.ts";

/** What the machine tells of the identity that Azure gave it. */
export interface ManagedIdentityHost {
  /** Looks up an environment variable. */
  variable(name: string): string | undefined;
  /** Whether the agent of Azure Arc is installed. */
  hasArcAgent(): Promise<boolean>;
  /** Where that agent leaves its challenges, with the final separator. */
  readonly arcTokenFolder: string;
  /**
   * Reads a challenge of that agent.
   *
   * @throws {Error} If it cannot be read or has more than 4096 bytes.
   */
  readArcKey(path: string): Promise<Secret>;
  /** HTTP to endpoints of this machine: never through a proxy, and quick to give up. */
  readonly fetch: Fetch;
}
