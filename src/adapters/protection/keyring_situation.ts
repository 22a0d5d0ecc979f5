import { environmentVariable } from "../environment.ts";
import type { KeyringCallError } from "./keyring_call.ts";
import {
  type Situation,
  type SituationId,
  situationOf,
} from "./situation_table.ts";

/** What the native library's loader looks up; without a permission each would be a question. */
const LOADER_VARIABLES = [
  "NAPI_RS_NATIVE_LIBRARY_PATH",
  "NAPI_RS_ENFORCE_VERSION_CHECK",
  "NAPI_RS_FORCE_WASI",
  "NAPI_RS_WASI_FLAVOR",
];

/** The library tells its failures apart by their texts alone. */
const SAYINGS: readonly (readonly [RegExp, SituationId])[] = [
  [/autolaunch|\$DISPLAY|DBUS_SESSION_BUS_ADDRESS/i, "no_session_bus"],
  [/was not provided|ServiceUnknown|NameHasNoOwner/i, "no_secret_service"],
  [
    /connect to socket|connection refused|address does not|server address/i,
    "stale_bus_address",
  ],
  [/no result found|no such collection|no default/i, "no_collection"],
  [
    /prompt was dismissed|is ?locked|interaction.*not allowed/i,
    "keyring_locked",
  ],
  [/did not receive a reply|timed? ?out|NoReply/i, "keyring_hung"],
  [/native binding|cannot open shared|dlopen/i, "native_library_missing"],
  [/NotCapable|Requires (ffi|env|read|sys) access/i, "keyring_not_permitted"],
];

function isGranted(descriptor: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(descriptor).state === "granted";
}

function isPermitted(): boolean {
  return isGranted({ name: "ffi" }) &&
    LOADER_VARIABLES.every((variable) =>
      isGranted({ name: "env", variable })
    ) &&
    isGranted({
      name: "read",
      path: new URL("./keyring_worker.ts", import.meta.url),
    }) &&
    (Deno.build.os !== "linux" ||
      isGranted({ name: "read", path: "/usr/bin/ldd" }));
}

/**
 * Tells what keeps the keyring from being called at all.
 *
 * @returns The situation, or `undefined` when it may be called.
 */
export function obstacleToKeyring(): Situation | undefined {
  if (!isPermitted()) return situationOf("keyring_not_permitted");
  if (environmentVariable("NAPI_RS_NATIVE_LIBRARY_PATH")) {
    return situationOf("native_library_replaced");
  }
  return undefined;
}

/**
 * Names what made a call to the keyring fail.
 *
 * @param error What it failed with.
 * @returns The situation; what the library said is its cause alone.
 */
export function situationOfKeyring(error: KeyringCallError): Situation {
  if (error.isLate) {
    // What has connected and then waits, waits for a person.
    return situationOf(
      error.stage === "working" ? "keyring_waiting" : "keyring_hung",
      error,
    );
  }
  const said = SAYINGS.find(([saying]) => saying.test(error.message));
  const otherwise = error.stage === "loading"
    ? "native_library_missing"
    : "keyring_failed";
  return situationOf(said?.[1] ?? otherwise, error);
}
