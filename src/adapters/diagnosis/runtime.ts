import { withHome } from "./path.ts";

/** Whether the program may do something. */
export interface PermissionFacts {
  /** The permission, as the flag is called: `net`, `read` and so on. */
  readonly name: Deno.PermissionName;
  /** Whether it is granted for everything, for some things, or not at all. */
  readonly granted: "all" | "some" | "none";
}

/** The runtime that runs the program. */
export interface RuntimeFacts {
  /** Deno's version. */
  readonly deno: string;
  /** Operating system, as `Deno.build.os` names it. */
  readonly os: string;
  /** Processor architecture. */
  readonly arch: string;
  /** What the program may do. */
  readonly permissions: readonly PermissionFacts[];
}

/**
 * Each permission with what the product needs of it: one that is granted for
 * single things only looks as if it were missing.
 */
const PERMISSIONS: readonly (readonly [
  PermissionFacts["name"],
  readonly Deno.PermissionDescriptor[],
])[] = [
  ["net", [{ name: "net", host: "login.microsoftonline.com:443" }]],
  ["read", [{ name: "read", path: new URL("../..", import.meta.url) }]],
  ["write", [{ name: "write", path: withHome("~/.local/state/entrada") }]],
  ["env", [{ name: "env", variable: "HOME" }]],
  [
    "run",
    ["xdg-open", "open", "rundll32", "az", "azd", "pwsh"]
      .map((command) => ({ name: "run", command })),
  ],
  ["ffi", []],
];

function isGranted(descriptor: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(descriptor).state === "granted";
}

function factsOf(
  [name, needed]: (typeof PERMISSIONS)[number],
): PermissionFacts {
  // What the runtime denies by itself, such as writing over programs that may
  // be run, makes a grant partial without taking anything that is needed.
  if (isGranted({ name })) return { name, granted: "all" };
  return { name, granted: needed.some(isGranted) ? "some" : "none" };
}

/**
 * Tells which runtime it is, and what the program may do.
 *
 * @returns Both.
 */
export function runtimeFacts(): RuntimeFacts {
  return {
    deno: Deno.version.deno,
    os: Deno.build.os,
    arch: Deno.build.arch,
    permissions: PERMISSIONS.map(factsOf),
  };
}
