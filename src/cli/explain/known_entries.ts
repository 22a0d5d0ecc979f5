import {
  CLIENT_PRESETS,
  clientPreset,
  RESOURCE_PRESETS,
  resourcePreset,
} from "../../engine/entra/presets.ts";
import {
  APPS,
  RESOURCES,
  ROLES,
  TENANTS,
  type WellKnownApp,
  type WellKnownResource,
} from "../../engine/entra/well_known.ts";
import { type Entry, factsOf } from "./entry.ts";

function appEntry(app: WellKnownApp): Entry {
  const preset = CLIENT_PRESETS.find((name) => clientPreset(name) === app.id);
  return {
    kind: "app",
    name: app.name,
    also: [app.id, ...(preset === undefined ? [] : [preset])],
    meaning: "One of Microsoft's own applications.",
    facts: factsOf({
      "Client id": app.id,
      "Short name": preset,
      "Public client": app.publicClient ? "yes: it needs no secret" : undefined,
      "Family": app.foci
        ? "its refresh tokens serve the other applications of its family too"
        : undefined,
      "Redirect URIs": app.redirectUris?.join(", "),
    }),
    ...(preset === undefined ? {} : {
      commands: [`entrada get-token -t TENANT --client ${preset} -s SCOPE`],
    }),
  };
}

function apiEntry(api: WellKnownResource): Entry {
  const preset = RESOURCE_PRESETS.find((name) =>
    !/[{*]/.test(api.uri) && resourcePreset(name) === api.uri
  );
  const others = api.otherUris ?? [];
  return {
    kind: "api",
    name: api.name,
    also: [
      ...[api.id, preset].filter((name) => name !== undefined),
      ...[api.uri, ...others].flatMap((uri) => [uri, `${uri}/`]),
      api.defaultScope,
    ],
    meaning: api.unconfirmed
      ? "One of Microsoft's own APIs; its name is believed, not confirmed."
      : "One of Microsoft's own APIs.",
    facts: factsOf({
      "Application id": api.id,
      "Short name": preset,
      "Identifier": api.uri,
      "Other identifiers": others.join(", "),
      "Scope": api.defaultScope,
    }),
    ...(preset === undefined
      ? {}
      : { commands: [`entrada get-token -p PROFILE --resource ${preset}`] }),
  };
}

/**
 * Applications, APIs, directory roles and tenants that everybody may meet.
 *
 * @returns An entry each.
 */
export function knownEntries(): readonly Entry[] {
  return [
    ...APPS.map(appEntry),
    ...RESOURCES.map(apiEntry),
    ...ROLES.map(({ id, name }): Entry => ({
      kind: "role",
      name,
      also: [id],
      meaning:
        "A directory role of Entra; a token has its template id in the claim wids.",
      facts: factsOf({ "Template id": id }),
    })),
    ...TENANTS.map(({ id, name }): Entry => ({
      kind: "tenant",
      name,
      also: [id],
      meaning: "A tenant of Microsoft's own, the same for everybody.",
      facts: factsOf({ "Tenant id": id }),
    })),
  ];
}
