import assert from "node:assert/strict";
import {
  mergeCallSettings,
  profileLayer,
  toCallSettings,
} from "../../../src/cli/call/call_settings.ts";
import { environmentLayers } from "../../../src/cli/call/environment_settings.ts";
import { UsageError } from "../../../src/cli/errors.ts";
import { layer } from "../../../src/settings/merge.ts";
import type { CallSettings } from "../../../src/cli/call/call_settings.ts";

const options = { permissions: "none" } as const;

function flags(values: CallSettings) {
  return layer<CallSettings>(
    values,
    (key) => ({ kind: "flag", name: `--${key}` }),
  );
}

function environment(variables: Record<string, string>) {
  return environmentLayers((name) => variables[name]);
}

Deno.test(
  "toCallSettings() refuses two spellings of one setting",
  options,
  () => {
    assert.throws(
      () => toCallSettings({ scopes: ["a"], resource: "b" }),
      UsageError,
    );
    assert.throws(
      () => toCallSettings({ cloud: "china", authority: "https://x" }),
      UsageError,
    );
  },
);

Deno.test(
  "environmentLayers() reads ENTRADA_ before AZURE_ and takes empty for not set",
  options,
  () => {
    const merged = mergeCallSettings(environment({
      ENTRADA_TENANT: "",
      AZURE_TENANT_ID: "a.com",
      ENTRADA_CLIENT_ID: "1",
      AZURE_CLIENT_ID: "2",
      AZURE_CLIENT_SECRET: "the value stays in the environment",
      ENTRADA_SCOPE: "a, b",
    }));
    assert.equal(merged.tenant?.value, "a.com");
    assert.equal(merged.tenant?.origin.name, "AZURE_TENANT_ID");
    assert.equal(merged.clientId?.value, "1");
    assert.equal(merged.clientSecret?.value, "env:AZURE_CLIENT_SECRET");
    assert.deepEqual(merged.scopes?.value, ["a", "b"]);
  },
);

Deno.test(
  "mergeCallSettings() lets a flag's scope win over a profile's resource",
  options,
  () => {
    const merged = mergeCallSettings([
      flags({ scopes: ["User.Read"] }),
      profileLayer({ name: "w", clientId: "c", resource: "api://x" }),
    ]);
    assert.deepEqual(merged.scopes?.value, ["User.Read"]);
    assert.equal(merged.scopes?.overridden.length, 1);
  },
);

Deno.test(
  "mergeCallSettings() puts a stronger tenant in the place of an authority's",
  options,
  () => {
    const profile = profileLayer({
      name: "w",
      clientId: "c",
      authority: "https://login.microsoftonline.us/a.com",
    });
    assert.deepEqual(
      mergeCallSettings([flags({ tenant: "b.com" }), profile]).place?.value,
      { authority: "https://login.microsoftonline.us" },
    );
    assert.deepEqual(
      mergeCallSettings([profile]).place?.value,
      { authority: "https://login.microsoftonline.us/a.com" },
    );
    assert.deepEqual(
      mergeCallSettings([
        flags({ place: { authority: "https://x/a.com" }, tenant: "b.com" }),
      ]).place?.value,
      { authority: "https://x/a.com" },
    );
  },
);

Deno.test(
  "mergeCallSettings() keeps a profile's secret from another client",
  options,
  () => {
    const profile = profileLayer({
      name: "w",
      clientId: "c",
      clientSecret: "env:S",
    });
    assert.equal(mergeCallSettings([profile]).clientSecret?.value, "env:S");
    assert.equal(
      mergeCallSettings([flags({ clientId: "d" }), profile]).clientSecret,
      undefined,
    );
  },
);
