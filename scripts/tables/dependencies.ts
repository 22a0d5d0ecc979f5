import type { Table } from "./markdown.ts";

/** What a package is for, and whether a user of the product ever loads it. */
interface Reason {
  readonly loaded: "product" | "tests";
  readonly why: string;
}

/** Every package of `deno.json`; one that is missing here fails the check. */
export const REASONS: Readonly<Record<string, Reason>> = {
  "oauth4webapi": {
    loaded: "product",
    why: "builds and validates OAuth and OpenID Connect messages; certified, " +
      "no dependencies",
  },
  "jose": {
    loaded: "product",
    why: "signs, verifies and decodes tokens; by the same author",
  },
  "@stricli/core": {
    loaded: "product",
    why: "typed command line that loads a command when it is used; adds 2 ms " +
      "to the start",
  },
  "valibot": {
    loaded: "product",
    why: "schemas of profiles; adds 3 ms where others add 11",
  },
  "ink": {
    loaded: "product",
    why: "the terminal interface; loaded only by it",
  },
  "react": { loaded: "product", why: "what Ink draws with" },
  "uqr": { loaded: "product", why: "QR codes in the terminal interface" },
  "hono": {
    loaded: "product",
    why: "routes of the sandbox; loaded only by it",
  },
  "node-forge": {
    loaded: "product",
    why: "opens PFX files, old encryption included; loaded when one is opened",
  },
  "@napi-rs/keyring": {
    loaded: "product",
    why: "the system's keyring, which holds the one key that seals kept " +
      "tokens; native code, loaded when that key is needed",
  },
  "@types/node-forge": { loaded: "tests", why: "types of node-forge" },
  "@types/react": { loaded: "tests", why: "types of React" },
};

/** The two files that say which packages are used. */
export interface Manifests {
  /** `imports` of `deno.json`. */
  readonly imports: Readonly<Record<string, string>>;
  /** `specifiers` of `deno.lock`. */
  readonly specifiers: Readonly<Record<string, string>>;
}

/**
 * The packages that the product loads, with the version that is locked.
 *
 * @param manifests Parts of `deno.json` and `deno.lock`.
 * @param reasons Why each package is there.
 * @throws {Error} If a package has no reason or no locked version.
 */
export function dependencyTable(
  { imports, specifiers }: Manifests,
  reasons: Readonly<Record<string, Reason>> = REASONS,
): Table {
  const packages = [...new Set(Object.values(imports).map(packageOf))];
  const rows = packages.flatMap((name) => {
    const reason = reasons[name];
    if (reason === undefined) {
      throw new Error(
        `"${name}" is in deno.json without a reason: ` +
          "give it one in scripts/tables/dependencies.ts",
      );
    }
    return reason.loaded === "product"
      ? [[`\`${name}\``, versionOf(name, specifiers), reason.why]]
      : [];
  });
  return { head: ["Package", "Version", "Why"], rows };
}

/** `npm:@scope/name@^1/path` is `@scope/name`. */
function packageOf(specifier: string): string {
  return /^npm:(@[^/]+\/[^/@]+|[^/@]+)/.exec(specifier)?.[1] ?? specifier;
}

/** The lock file may spell a range differently, so the name alone decides. */
function versionOf(
  name: string,
  specifiers: Readonly<Record<string, string>>,
): string {
  const found = Object.entries(specifiers).find(([specifier]) =>
    packageOf(specifier) === name
  );
  if (found === undefined) throw new Error(`"${name}" is not in deno.lock`);
  return found[1].replace(/_.*/, "");
}
