/** Where a secret is kept. */
export type SecretPlace =
  | {
    /** An environment variable. */
    readonly from: "env";
    /** Its name. */
    readonly name: string;
  }
  | {
    /** A file. */
    readonly from: "file";
    /** Its path; `~/` means the home directory. */
    readonly path: string;
  };

/** Where a certificate is, and how it is used; no secret in it. */
export interface CertificateReference {
  /** A certificate with its key. */
  readonly type: "certificate";
  /** Path of a PEM, PFX or P12 file; `~/` means the home directory. */
  readonly certificate: string;
  /** Path of the key's PEM file, when it is not in the same one. */
  readonly key?: string;
  /** Where the passphrase of the key or of the PFX is. */
  readonly passphrase?: SecretPlace;
  /** `PS256` by default. */
  readonly algorithm?: "PS256" | "RS256";
  /** Send the chain as `x5c`. */
  readonly sendChain?: boolean;
}

/** Where assertions come from; no secret in it. */
export type AssertionReference =
  & {
    /** A JWT of another issuer. */
    readonly type: "assertion";
  }
  & (
    | {
      /** A file, read on every use. */
      readonly from: "file";
      /** Its path; by default the one that `AZURE_FEDERATED_TOKEN_FILE` names. */
      readonly path?: string;
    }
    | {
      /** An environment variable. */
      readonly from: "env";
      /** Its name. */
      readonly name: string;
    }
    | {
      /** What a command writes to its standard output. */
      readonly from: "command";
      /** The program and its arguments; there is no shell. */
      readonly command: readonly string[];
      /** How long it may take, in milliseconds; 30 s by default. */
      readonly timeoutMs?: number;
    }
    | {
      /** The job of a GitHub Actions workflow. */
      readonly from: "github-actions";
      /** Whom it is for; Entra's token exchange by default. */
      readonly audience?: string;
    }
    | {
      /** The job of an Azure pipeline. */
      readonly from: "azure-pipelines";
      /** Id of the service connection; by default the one of the task. */
      readonly serviceConnectionId?: string;
    }
    | {
      /** The service account of a Kubernetes pod. */
      readonly from: "kubernetes";
    }
    | {
      /** The token that another profile gets. */
      readonly from: "profile";
      /** Its name. */
      readonly profile: string;
      /** Whom it is for; Entra's token exchange by default. */
      readonly audience?: string;
    }
  );

/** Where a credential is: what profiles hold in its place. */
export type CredentialReference = CertificateReference | AssertionReference;
