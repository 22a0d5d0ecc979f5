import type { SandboxClock } from "./clock.ts";
import type { ArcKey } from "./identity/arc.ts";
import type { Directory } from "./directory.ts";
import type { KeyRing } from "./key_ring.ts";
import type { Store } from "./store.ts";

/** Who clicks through the pages when nobody is there to do it. */
export interface AutoApprove {
  /** A device code is approved after this many polls that were answered with `authorization_pending`. */
  readonly deviceAfterPolls?: number;
  /** The user who approves. Named, authorization requests are answered at once too, without a page. */
  readonly username?: string;
}

export interface AuthoritySettings {
  readonly deviceIntervalSeconds: number;
  readonly deviceExpiresInSeconds: number;
  readonly strictRefresh: boolean;
  readonly strictAssertions: boolean;
  readonly arcKey: ArcKey;
  readonly autoApprove: AutoApprove | undefined;
}

/** What every endpoint of one sandbox works with. */
export interface Authority {
  readonly origin: string;
  readonly clock: SandboxClock;
  readonly directory: Directory;
  readonly store: Store;
  readonly keys: KeyRing;
  readonly settings: AuthoritySettings;
}
