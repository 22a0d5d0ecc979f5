import {
  type Layer,
  mayImportFile,
  mayImportPackage,
  PERMISSIONS,
  type Place,
  placeOf,
  ROOT,
} from "./layer_table.ts";

type Importer = Place & { readonly layer: Layer };

/** An import as it is written. */
interface Request {
  readonly specifier: string | undefined;
  readonly typeOnly: boolean;
  readonly node: Deno.lint.Node;
}

/** `no-upward-import`: each layer imports only what the table grants. */
export const noUpwardImport: Deno.lint.Rule = {
  create(context) {
    const place = placeOf(context.filename);
    if (place === undefined) return {};
    const { layer, path } = place;
    if (layer === undefined) return { Program: reportFolder };
    const from = { layer, path };
    return visitorOf((request) => {
      const message = objection(from, { ...request, file: context.filename });
      if (message === undefined) return;
      context.report({ node: request.node, message });
    });

    function reportFolder(node: Deno.lint.Program): void {
      const message = `"${path.replace(/\/.*/, "")}" is not a layer: ` +
        `they are ${layerNames()}`;
      context.report({ node, message });
    }
  },
};

function visitorOf(visit: (request: Request) => void): Deno.lint.LintVisitor {
  return {
    ImportDeclaration(node) {
      const typeOnly = node.importKind === "type" ||
        (node.specifiers.length > 0 &&
          node.specifiers.every((one) =>
            one.type === "ImportSpecifier" && one.importKind === "type"
          ));
      visit({ specifier: node.source.value, typeOnly, node: node.source });
    },
    ExportNamedDeclaration(node) {
      if (node.source === null) return;
      const typeOnly = node.exportKind === "type" ||
        (node.specifiers.length > 0 &&
          node.specifiers.every((one) => one.exportKind === "type"));
      visit({ specifier: node.source.value, typeOnly, node: node.source });
    },
    ExportAllDeclaration(node) {
      const typeOnly = node.exportKind === "type";
      visit({ specifier: node.source.value, typeOnly, node: node.source });
    },
    ImportExpression(node) {
      visit({ specifier: textOf(node.source), typeOnly: false, node });
    },
    TSImportType(node) {
      const { argument } = node;
      const specifier = argument.type === "TSLiteralType"
        ? textOf(argument.literal)
        : undefined;
      visit({ specifier, typeOnly: true, node });
    },
    TSImportEqualsDeclaration(node) {
      if (node.moduleReference.type !== "TSExternalModuleReference") return;
      visit({ specifier: undefined, typeOnly: false, node });
    },
  };
}

function textOf(node: Deno.lint.Node): string | undefined {
  if (node.type === "Literal" && typeof node.value === "string") {
    return node.value;
  }
  if (node.type !== "TemplateLiteral" || node.expressions.length > 0) {
    return undefined;
  }
  return node.quasis[0]?.cooked;
}

function objection(
  from: Importer,
  { specifier, typeOnly, file }: Request & { readonly file: string },
): string | undefined {
  if (specifier === undefined) {
    if (from.layer === "adapters") return undefined;
    return `"${from.layer}" may only import what a reader can see: ` +
      "write the specifier as a string";
  }
  if (!/^\.{0,2}\//.test(specifier)) {
    return mayImportPackage(from.layer, specifier)
      ? undefined
      : `"${from.layer}" may not import the package "${specifier}"`;
  }
  return fileObjection(from, { target: resolve(specifier, file), typeOnly });
}

function fileObjection(
  from: Importer,
  { target, typeOnly }: {
    readonly target: string;
    readonly typeOnly: boolean;
  },
): string | undefined {
  const to = placeOf(target);
  if (to === undefined) {
    // The version that `--version` prints is written there.
    if (from.layer === "cli" && target === `${ROOT}deno.json`) return undefined;
    return `"${from.layer}" may not import from outside src`;
  }
  if (mayImportFile(from, to, { typeOnly })) return undefined;
  const what = to.layer ?? to.path;
  const isTypeGranted = to.layer !== undefined &&
    PERMISSIONS[from.layer].types.includes(to.layer);
  return isTypeGranted
    ? `"${from.layer}" may import only types of "${what}" here`
    : `"${from.layer}" may not import "${what}"`;
}

function resolve(specifier: string, file: string): string {
  const base = new URL(`file://${file.startsWith("/") ? "" : "/"}${file}`);
  const { pathname } = new URL(specifier, base);
  return decodeURIComponent(pathname).replace(/^\/(?=[A-Za-z]:\/)/, "");
}

function layerNames(): string {
  return Object.keys(PERMISSIONS).filter((name) => name !== "door").join(", ");
}
