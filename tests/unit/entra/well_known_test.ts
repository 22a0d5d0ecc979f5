import assert from "node:assert/strict";
import {
  appName,
  APPS,
  resourceName,
  RESOURCES,
  roleName,
  tenantName,
} from "../../../src/engine/entra/well_known.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

const STRANGE = ["", "/", "toString", "__proto__", "https://", "null", "\0"];

test("look-ups know nothing of strange names", () => {
  for (const name of STRANGE) {
    for (const lookUp of [appName, resourceName, roleName, tenantName]) {
      assert.equal(lookUp(name), undefined, name);
    }
  }
});

test("resourceName() is not taken in by similar hosts", () => {
  for (
    const uri of [
      "https://graph.microsoft.com.evil.example",
      "https://evil.example/graph.microsoft.com",
      "https://graph.microsoft.com/x",
      "http://contoso.sharepoint.com",
      "https://sharepoint.com",
      "https://evil.example/.sharepoint.com",
      "https://evil.example?.sharepoint.com",
      "https://evil@x.sharepoint.com",
    ]
  ) assert.equal(resourceName(uri), undefined, uri);
});

test("resourceName() goes by id or address, in any case, with any final slashes", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["00000003-0000-0000-C000-000000000000", "Microsoft Graph"],
    ["https://graph.microsoft.com", "Microsoft Graph"],
    ["HTTPS://Graph.Microsoft.com//", "Microsoft Graph"],
    ["https://graph.microsoft.us", "Microsoft Graph (US Government)"],
    ["https://dod-graph.microsoft.us/", "Microsoft Graph (US Government)"],
    ["https://management.chinacloudapi.cn", "Azure Resource Manager (China)"],
    ["https://management.core.windows.net/", "Azure Resource Manager"],
    ["499b84ac-1321-427f-aa17-267ca6975798", "Azure DevOps"],
    ["https://contoso.sharepoint.com", "Office 365 SharePoint Online"],
    ["https://org.crm.dynamics.com/", "Dataverse"],
    ["https://c.westeurope.kusto.windows.net", "Azure Data Explorer (Kusto)"],
  ];
  for (const [uri, name] of cases) assert.equal(resourceName(uri), name);
});

test("appName(), roleName() and tenantName() go by id in any case", () => {
  assert.equal(
    appName("04B07795-8ddb-461a-bbee-02f9e1bf7b46"),
    "Microsoft Azure CLI",
  );
  assert.equal(
    roleName("62E90394-69f5-4237-9190-012177145e10"),
    "Global Administrator",
  );
  assert.equal(
    tenantName("9188040D-6c67-4c5b-b112-36a304b66dad"),
    "Personal Microsoft accounts",
  );
});

test("APPS and RESOURCES have each id once, as a GUID in small letters", () => {
  for (const list of [APPS, RESOURCES]) {
    const ids = list.flatMap(({ id }) => id === undefined ? [] : [id]);
    assert.equal(new Set(ids).size, ids.length);
    for (const id of ids) {
      assert.match(id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    }
  }
});
