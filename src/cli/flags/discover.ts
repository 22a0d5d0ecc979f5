import type { FlowName } from "../../engine/flows/flow_names.ts";
import type { TokenStoreName } from "../../settings/profile.ts";
import type { NewSecretFlags } from "./new_secret.ts";
import type { PassphraseFlags } from "./storage.ts";

/** How somebody signs in to Graph. */
export type GraphSignInFlags = PassphraseFlags & {
  readonly profile?: string;
  readonly tenant?: string;
  readonly flow?: FlowName;
  readonly clientId?: string;
  readonly client?: string;
  readonly cloud?: string;
  readonly authority?: string;
  readonly graph?: string;
  readonly account?: string;
  readonly loginHint?: string;
  readonly timeout?: number;
  readonly open?: boolean;
  readonly showUrl?: boolean;
  readonly tokenStore?: TokenStoreName;
  readonly cache?: boolean;
  readonly force?: boolean;
  readonly interaction?: boolean;
};

/** What the profile that is made can be told. */
export type MadeProfileFlags = NewSecretFlags & {
  readonly create?: string;
  readonly app?: string;
  readonly permission?: readonly string[];
  readonly clientSecretEnv?: string;
  readonly clientSecretFile?: string;
  readonly clientSecretCommand?: string;
  readonly clientSecretStdin?: boolean;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  readonly certificatePasswordEnv?: string;
  readonly certificatePasswordFile?: string;
  readonly certificatePasswordStdin?: boolean;
};

/** What `discover` can be told. */
export type DiscoverFlags = GraphSignInFlags & MadeProfileFlags & {
  readonly cache: boolean;
  readonly interaction: boolean;
  readonly search?: string;
  readonly output?: "table" | "json" | "yaml" | "tsv";
  readonly json?: boolean;
};
