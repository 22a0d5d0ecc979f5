import assert from "node:assert/strict";
import {
  CLIENT_PRESETS,
  clientPreset,
  RESOURCE_PRESETS,
  resourcePreset,
} from "../../../src/engine/entra/presets.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

test("clientPreset() and resourcePreset() refuse unknown names, and say which they know", () => {
  for (const name of ["", "nothing", "__proto__", "constructor", "az"]) {
    assert.throws(
      () => clientPreset(name),
      { code: "invalid_parameter" },
      name,
    );
    assert.throws(() => resourcePreset(name), { code: "invalid_parameter" });
  }
  assert.throws(() => clientPreset("x"), (error: { hint?: string }) => {
    assert.match(error.hint ?? "", /azure-cli, azure-powershell/);
    return true;
  });
});

test("every short name leads to something", () => {
  for (const name of CLIENT_PRESETS) {
    assert.match(clientPreset(name), /^[0-9a-f-]{36}$/);
  }
  for (const name of RESOURCE_PRESETS) assert.ok(resourcePreset(name), name);
});

test("clientPreset() knows the names of the contract, and full names in any spelling", () => {
  assert.equal(
    clientPreset("azure-cli"),
    "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
  );
  assert.equal(
    clientPreset("Azure-PowerShell"),
    "1950a258-227b-4e31-a9cf-717495945fc2",
  );
  assert.equal(
    clientPreset("graph-powershell"),
    "14d82eec-204b-4c2f-b7e8-296a70dab67e",
  );
  assert.equal(clientPreset("Microsoft Azure CLI"), clientPreset("azure-cli"));
});

test("resourcePreset() keeps the final slash of those that have one", () => {
  assert.equal(resourcePreset("graph"), "https://graph.microsoft.com");
  assert.equal(resourcePreset("arm"), "https://management.azure.com/");
  assert.equal(resourcePreset("keyvault"), "https://vault.azure.net");
  assert.equal(resourcePreset("storage"), "https://storage.azure.com");
  assert.equal(resourcePreset("sql"), "https://database.windows.net/");
  assert.equal(
    resourcePreset("devops"),
    "499b84ac-1321-427f-aa17-267ca6975798",
  );
});

test("resourcePreset() knows the addresses of the national clouds, and the public one where there is but one", () => {
  assert.equal(resourcePreset("graph", "usgov"), "https://graph.microsoft.us");
  assert.equal(
    resourcePreset("arm", "usgov"),
    "https://management.usgovcloudapi.net/",
  );
  assert.equal(resourcePreset("keyvault", "china"), "https://vault.azure.cn");
  assert.equal(resourcePreset("storage", "china"), "https://storage.azure.com");
});

test("resourcePreset() refuses an API whose address differs from tenant to tenant", () => {
  assert.throws(() => resourcePreset("Dataverse"), {
    code: "invalid_parameter",
  });
});
