/**
 * Where federated assertions come from, one source a file. Nothing is kept:
 * each use asks the source again. May import the engine's types and pure
 * functions; the world comes in through ports.
 *
 * @module
 */
import type { Fetch } from "../../engine/ports/mod.ts";
import type {
  AssertionContext,
  AssertionSource,
} from "../../engine/protocol/assertion.ts";
import type { AssertionReference } from "../../engine/protocol/client_assertion_reference.ts";
import type { Secret } from "../../engine/secret.ts";
import type { CredentialFiles } from "../credential_files.ts";
import { azurePipelinesAssertion } from "./azure_pipelines.ts";
import { commandAssertion, type RunCommand } from "./command.ts";
import { environmentAssertion } from "./environment.ts";
import { fileAssertion } from "./file.ts";
import { githubActionsAssertion } from "./github_actions.ts";
import { kubernetesAssertion } from "./kubernetes.ts";
import { profileAssertion } from "./profile.ts";

/** What the sources may do to the world. */
export interface AssertionPorts extends CredentialFiles {
  /** HTTP. */
  readonly fetch: Fetch;
  /** Runs a program. */
  readonly run: RunCommand;
  /** Gets the token of another profile; absent where there are no profiles. */
  readonly profileAssertion?: (
    profile: string,
    context: AssertionContext,
  ) => Promise<Secret>;
}

/**
 * Opens a source of assertions. Nothing is asked of it yet.
 *
 * @param reference Where they come from.
 * @param ports What the source may do to the world.
 * @returns The source; each call reads anew.
 */
export function openAssertion(
  reference: AssertionReference,
  ports: AssertionPorts,
): AssertionSource {
  switch (reference.from) {
    case "file":
      return fileAssertion(reference, ports);
    case "env":
      return environmentAssertion(reference, ports);
    case "command":
      return commandAssertion(reference, ports);
    case "github-actions":
      return githubActionsAssertion(reference, ports);
    case "azure-pipelines":
      return azurePipelinesAssertion(reference, ports);
    case "kubernetes":
      return kubernetesAssertion(ports);
    case "profile":
      return profileAssertion(reference, ports);
  }
}
