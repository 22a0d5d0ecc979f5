import { AuthError } from "../errors.ts";
import { type CloudName, CLOUDS } from "./clouds.ts";
import { APPS, RESOURCES, type WellKnownApp } from "./well_known.ts";

/** Names that people use in place of Microsoft's own. */
const CLIENT_NAMES: Readonly<Record<string, string>> = {
  "azure-cli": "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
  "azure-powershell": "1950a258-227b-4e31-a9cf-717495945fc2",
  "graph-powershell": "14d82eec-204b-4c2f-b7e8-296a70dab67e",
  "azuread-powershell": "1b730954-1685-4b74-9bfd-dac224a7b894",
  "teams-powershell": "12128f48-ec9e-42f0-b203-ea49fb6af367",
  "exchange-powershell": "fb78d390-0c51-40cd-8e17-fdbfab77341b",
  "sharepoint-shell": "9bc3ab49-b65d-410a-85ad-de819febfddc",
  "vscode": "aebc6443-996d-45c2-90f0-388ff96faa56",
  "visual-studio": "04f0c124-f2bc-4f59-8241-bf6df9866bbd",
  "power-bi": "c0d2a505-13b8-4ae0-aa9e-cddd5eab0b12",
  "office": "d3590ed6-52b3-4102-aeff-aad2292ab01c",
  "teams": "1fec8e78-bce4-4aaf-ab1b-5451cc387264",
  "authentication-broker": "29d9ed98-a469-4536-ade2-f981bc1d605e",
};

/** Names that people use, and the resource's id or, where it has none, its address. */
const RESOURCE_NAMES: Readonly<Record<string, string>> = {
  "graph": "00000003-0000-0000-c000-000000000000",
  "aad-graph": "00000002-0000-0000-c000-000000000000",
  "arm": "797f4846-ba00-4fd7-ba43-dac1f8f63013",
  "keyvault": "cfa8b339-82a2-471a-a3c9-0fc0be7a4093",
  "managed-hsm": "589d5083-6f11-4d30-a62a-a4b316a14abf",
  "storage": "e406a681-f3d4-42a8-90b6-c2b029497af1",
  "sql": "022907d3-0f1b-48f7-badc-1ba6abab6d66",
  "postgres": "123cd850-d9df-40bd-94d5-c9f07b7fa203",
  "mysql": "123cd850-d9df-40bd-94d5-c9f07b7fa203",
  "cosmos": "a232010e-820c-4083-83bb-3ace5fc29d0b",
  "devops": "499b84ac-1321-427f-aa17-267ca6975798",
  "databricks": "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d",
  "aks": "6dae42f8-4368-4678-94ff-3960e28e3630",
  "event-hubs": "80369ed6-5f11-4dd9-bef3-692475845e77",
  "service-bus": "80a10ef9-8168-493d-abf9-3297c4ef6e3c",
  "log-analytics": "ca7f3f0b-7d91-482c-8e09-c5d840d0eac5",
  "app-insights": "f5c26e74-f226-4ae8-85f0-b4af0080ac9e",
  "cognitive-services": "7d312290-28c8-473c-a0ed-8e53749b6d6d",
  "ai-foundry": "18a66f5f-dbdf-4c17-9dd7-1634712a9cbe",
  "ai-search": "880da380-985e-4198-81b9-e05b1cc53158",
  "app-configuration": "35ffadb3-7fc1-497e-b61b-381d28e744cc",
  "container-registry": "76c92352-c057-4cc2-9b1e-f34c32bc58bd",
  "synapse": "1ac05c7e-12d2-4605-bf9d-549d7041c6b3",
  "batch": "ddbf3205-c6bd-46ae-8127-60eb93363864",
  "data-lake": "e9f49c6b-5ce5-44c8-925d-015017e9f7ad",
  "digital-twins": "0b07f429-9f4b-4714-9392-cc5e8e80c8b0",
  "iot-hub": "89d10474-74af-4874-99a7-c23c2f643083",
  "purview": "73c2949e-da2d-457a-9607-fcc665198967",
  "power-bi": "00000009-0000-0000-c000-000000000000",
  "exchange": "00000002-0000-0ff1-ce00-000000000000",
  "intune": "0000000a-0000-0000-c000-000000000000",
  "office-management": "c5393580-f805-4401-95e8-94b7a6ef2fc2",
  "monitor": "12743ff8-d3de-49d0-a4ce-6c91a4245ea0",
};

const CLOUD_SUFFIX: Readonly<Record<CloudName, string>> = {
  public: "",
  usgov: " (US Government)",
  china: " (China)",
};

function normal(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}

function unknown(
  what: "client" | "resource",
  { name, names }: { readonly name: string; readonly names: readonly string[] },
): AuthError {
  return new AuthError(
    "invalid_parameter",
    `Cannot find a well-known ${what} named "${name}"`,
    { hint: `The short names are ${names.join(", ")}` },
  );
}

function appOf(name: string): WellKnownApp | undefined {
  const wanted = normal(name);
  const id = Object.hasOwn(CLIENT_NAMES, wanted)
    ? CLIENT_NAMES[wanted]
    : undefined;
  return APPS.find((app) =>
    id === undefined ? normal(app.name) === wanted : app.id === id
  );
}

/** The short names of the well-known clients. */
export const CLIENT_PRESETS: readonly string[] = Object.keys(CLIENT_NAMES);

/** The short names of the well-known resources. */
export const RESOURCE_PRESETS: readonly string[] = Object.keys(RESOURCE_NAMES);

/**
 * Finds one of Microsoft's own clients by a short name, or by its full name in
 * any spelling.
 *
 * @param name Such as `azure-cli`.
 * @returns Its application (client) id.
 * @throws {AuthError} `invalid_parameter` if there is none.
 */
export function clientPreset(name: string): string {
  const app = appOf(name);
  if (app !== undefined) return app.id;
  throw unknown("client", { name, names: CLIENT_PRESETS });
}

/**
 * Finds one of Microsoft's APIs by a short name.
 *
 * @param name Such as `graph`, `arm` or `keyvault`.
 * @param cloud The cloud that it is asked in; where its own address there is
 * not known, the public one serves, because most APIs have but one.
 * @returns Its identifier, which {@linkcode resourceScope} turns into a scope.
 * @throws {AuthError} `invalid_parameter` if there is none.
 */
export function resourcePreset(
  name: string,
  cloud: string = "public",
): string {
  const wanted = normal(name);
  const id = Object.hasOwn(RESOURCE_NAMES, wanted)
    ? RESOURCE_NAMES[wanted]
    : undefined;
  const found = RESOURCES.find((resource) =>
    id === undefined ? normal(resource.name) === wanted : resource.id === id
  );
  if (found === undefined || /[{*]/.test(found.uri)) {
    throw unknown("resource", { name, names: RESOURCE_PRESETS });
  }
  const named = CLOUDS.find((each) => each.name === cloud)?.name ?? "public";
  const national = RESOURCES.find((resource) =>
    resource.name === found.name + CLOUD_SUFFIX[named]
  );
  return (national ?? found).uri;
}
