import { AuthError, type AuthErrorCode } from "../../engine/errors.ts";
import { EXIT, exitCodeOf } from "../exit_codes.ts";
import { type Entry, factsOf } from "./entry.ts";

/** Exhaustive by type: a new exit code does not compile without its words. */
const EXITS: Readonly<Record<keyof typeof EXIT, readonly [string, string?]>> = {
  ok: ["All went well; what was asked for is on standard output."],
  unexpected: [
    "Something went wrong that should not have.",
    "Run it again with --verbose, and report what it says.",
  ],
  profileNotFound: [
    "No profile has that name.",
    "entrada config list shows the profiles, entrada config create makes one.",
  ],
  refused: [
    "The authority refused, or the person declined.",
    "The error names the AADSTS code: entrada explain CODE says who can fix it.",
  ],
  unreachable: [
    "The network or the server could not be reached, or answered what makes no sense.",
    "entrada doctor looks at name lookup, proxy, TLS and clock.",
  ],
  timedOut: [
    "It took longer than --timeout allows, or a code ran out.",
    "Start again, or give it longer with --timeout.",
  ],
  interactionRequired: [
    "Somebody has to sign in, and nobody could be asked.",
    "Run entrada login once at a terminal, or leave --no-interaction out.",
  ],
  tokenNotValid: [
    "A token is expired, damaged or not what was asked for (inspect, verify, diff).",
    "Standard output says what is wrong with it.",
  ],
  storage: [
    "A keyring, a vault or a file could not be used.",
    "entrada doctor says what protects the tokens, and what stands in the way.",
  ],
  usage: [
    "The command was called in a way that makes no sense.",
    "The error says which option; --help shows what can be given.",
  ],
  configuration: [
    "A profile, a setting or a variable cannot be used.",
    "The error names the place; entrada config show tells where values come from.",
  ],
  interrupted: [
    "Interrupted by Ctrl+C. Other signals end with 128 and their number.",
  ],
};

/** Exhaustive by type: a new code does not compile without its words. */
const CODES: Readonly<Record<AuthErrorCode, string>> = {
  invalid_tenant: "A tenant that is no id, no domain and no known word.",
  invalid_client_id: "A client id that cannot be one.",
  invalid_scope: "Scopes that cannot be asked for, or not by this flow.",
  invalid_authority: "An authority's address that cannot be used.",
  invalid_redirect_uri: "A redirect URI that cannot be used.",
  invalid_parameter: "A parameter with a value that it cannot have.",
  invalid_assertion:
    "A user's token that cannot be passed on: it is for somebody else, expired or an application's.",
  missing_credential:
    "The flow needs a proof of the client, or a secret of the user, and none was given.",
  credential_invalid:
    "A certificate, a key or an assertion that cannot be used.",
  unknown_flow: "There is no flow of that name.",
  network_error: "A server could not be reached.",
  timed_out: "It took longer than was allowed.",
  browser_unavailable: "There is no browser that could be opened.",
  redirect_unavailable: "There is no place for the browser to come back to.",
  managed_identity_unavailable:
    "This machine has no managed identity, or it does not answer.",
  tool_unavailable:
    "The tool that a token was to be borrowed from is not installed, or may not be run.",
  tool_failed: "The tool that a token was to be borrowed from gave none.",
  response_invalid:
    "An answer that is not what the protocol says: a proxy's page, say.",
  state_mismatch:
    "An answer that belongs to another sign-in, or that somebody else sent.",
  id_token_invalid: "The ID token is not genuine, or not for this sign-in.",
  server_error: "The authority is down or busy.",
  authentication_refused: "The authority refused; its own code says why.",
  access_denied: "The person declined.",
  expired_token: "A code or a token ran out before it was used.",
  interaction_required: "Somebody has to sign in, or pass one more check.",
  token_malformed: "A text that is no token.",
  storage_failed: "What is kept could not be read or written.",
  profile_not_found: "No profile has that name.",
  profile_invalid: "A profile, or a setting beside it, that cannot be used.",
};

/**
 * Exit codes, and the error codes of the library.
 *
 * @returns An entry each.
 */
export function programEntries(): readonly Entry[] {
  const exits = Object.entries(EXIT).map(([key, code]): Entry => {
    const [meaning, fix] = EXITS[key as keyof typeof EXIT];
    return {
      kind: "exit",
      name: String(code),
      also: [`exit ${code}`, `exit code ${code}`],
      meaning,
      ...(fix === undefined ? {} : { fix }),
    };
  });
  const codes = Object.entries(CODES).map(([code, meaning]): Entry => ({
    kind: "code",
    name: code,
    meaning,
    facts: factsOf({
      "Exit code": String(exitCodeOf(new AuthError(code as AuthErrorCode, ""))),
    }),
  }));
  return [...codes, ...exits];
}
