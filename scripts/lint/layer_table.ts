/**
 * Which layer may import what: the only place where this is written down for
 * the machine. `layers.ts` reads it.
 */

/** A layer: a folder of `src`, or `door` for `mod.ts` and files directly in `src`. */
export type Layer =
  | "door"
  | "engine"
  | "settings"
  | "adapters"
  | "tui"
  | "cli"
  | "sandbox";

/** What one layer may import besides itself. */
export interface Permission {
  /** Layers whose values it may use. */
  readonly values: readonly Layer[];
  /** Layers of which it may use types only. */
  readonly types: readonly Layer[];
  /** Packages; `npm` is any package, `node` any built-in of Node. */
  readonly packages: readonly string[];
  /** Narrower grants of values: files under `from` may use files under `to`. */
  readonly grants?: readonly { readonly from: string; readonly to: string }[];
}

/** The table of the architecture. */
export const PERMISSIONS: Readonly<Record<Layer, Permission>> = {
  door: { values: ["engine", "settings", "adapters"], types: [], packages: [] },
  engine: { values: [], types: [], packages: ["oauth4webapi", "jose"] },
  settings: { values: [], types: ["engine"], packages: ["valibot"] },
  adapters: {
    values: ["engine"],
    types: ["settings"],
    packages: ["npm", "node"],
  },
  tui: {
    values: ["settings"],
    types: ["engine"],
    packages: ["ink", "react", "uqr"],
    grants: [
      { from: "tui/runtime/", to: "engine/" },
      // Text from a server is cleaned where it is drawn.
      { from: "tui/view/", to: "engine/text.ts" },
    ],
  },
  cli: {
    values: ["engine", "settings", "adapters", "tui", "sandbox"],
    types: [],
    packages: ["npm"],
  },
  sandbox: { values: [], types: [], packages: ["hono", "jose"] },
};

/** Where a file stands. */
export interface Place {
  /** Its layer; none if the folder is not one of the layers. */
  readonly layer: Layer | undefined;
  /** Its path from `src/`, or from the root for `mod.ts`. */
  readonly path: string;
}

/** The repository's root as a path that ends in a slash. */
export const ROOT: string = slashes(
  decodeURIComponent(new URL("../../", import.meta.url).pathname),
);

/**
 * Tells where a file stands.
 *
 * @param file Absolute path.
 * @returns Its place, or none if it is neither `mod.ts` nor under `src`.
 */
export function placeOf(file: string): Place | undefined {
  const absolute = slashes(file);
  if (!absolute.startsWith(ROOT)) return undefined;
  const path = absolute.slice(ROOT.length);
  if (path === "mod.ts") return { layer: "door", path };
  if (!path.startsWith("src/")) return undefined;
  const inside = path.slice("src/".length);
  const [folder = "", ...rest] = inside.split("/");
  if (rest.length === 0) return { layer: "door", path: inside };
  return { layer: isLayer(folder) ? folder : undefined, path: inside };
}

/**
 * Tells whether a package may be imported.
 *
 * @param layer The importing layer.
 * @param specifier Such as `jose/jwt/decode`, `npm:hono@4` or `node:fs`.
 */
export function mayImportPackage(layer: Layer, specifier: string): boolean {
  const { packages } = PERMISSIONS[layer];
  if (specifier.startsWith("node:")) return packages.includes("node");
  // No check can tell what an address will hold tomorrow.
  if (/^(https?|data|blob|jsr|file):/.test(specifier)) return false;
  return packages.includes("npm") || packages.includes(packageOf(specifier));
}

/**
 * Tells whether one file may import another.
 *
 * @param from The importing file.
 * @param to The imported file.
 * @param options `typeOnly` if nothing of the import is left at run time.
 */
export function mayImportFile(
  from: Place & { readonly layer: Layer },
  to: Place,
  options: { readonly typeOnly: boolean },
): boolean {
  if (to.layer === undefined) return false;
  if (to.layer === from.layer) return true;
  const permission = PERMISSIONS[from.layer];
  if (permission.values.includes(to.layer)) return true;
  if (options.typeOnly && permission.types.includes(to.layer)) return true;
  return (permission.grants ?? []).some((grant) =>
    from.path.startsWith(grant.from) && to.path.startsWith(grant.to)
  );
}

function packageOf(specifier: string): string {
  const parts = specifier.replace(/^npm:\/?/, "").split("/");
  const name = parts[0]?.startsWith("@")
    ? parts.slice(0, 2).join("/")
    : parts[0] ?? "";
  return name.replace(/(?<=.)@.*$/, "");
}

function isLayer(name: string): name is Layer {
  return name !== "door" && Object.hasOwn(PERMISSIONS, name);
}

function slashes(path: string): string {
  const forward = path.replaceAll("\\", "/");
  return forward.replace(/^\/(?=[A-Za-z]:\/)/, "");
}
