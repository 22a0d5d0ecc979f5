import assert from "node:assert/strict";
import {
  addProfile,
  EMPTY_DOCUMENT,
  formatProfiles,
  parseProfiles,
  removeProfile,
} from "../../../src/settings/profiles_document.ts";
import { SettingsError } from "../../../src/settings/settings_error.ts";

const options = { permissions: "none" } as const;
const FILE = "/home/ada/.config/entrada/profiles.json";

function refusal(text: string): SettingsError {
  try {
    parseProfiles(text, FILE);
  } catch (error) {
    assert.ok(error instanceof SettingsError);
    return error;
  }
  assert.fail("the text was accepted");
}

const DAMAGED: readonly (readonly [string, string, RegExp])[] = [
  ["an empty file", "", /:1:1: this is not JSON$/],
  ["half a file", '{\n  "version": 1,\n  "prof', /:3:3: this is not JSON$/],
  ["a list", "[]", /:1:1: "version" is missing$/],
  ["a text", '"x"', /:1:1: the file must be an object$/],
  ["no version", '{"profiles": []}', /"version" is missing$/],
  [
    "an unknown version",
    '{"version": "1", "profiles": []}',
    /:1:13: "version" must be 1$/,
  ],
  [
    "a newer version",
    '{"version": 2, "profiles": []}',
    /:1:13: version 2 was written by a newer Entrada$/,
  ],
  [
    "a misspelt member",
    '{"version": 1, "profils": []}',
    /:1:1: "profiles" is missing$/,
  ],
  [
    "a misspelt member of a profile",
    '{"version": 1, "profiles": [\n  {"name": "a", "clientId": "c",\n   "tennant": "x"}]}',
    /:3:15: "profiles\[0\]\.tennant" is not known here$/,
  ],
  [
    "a bad name",
    '{"version": 1, "profiles": [\n  {"name": "a b", "clientId": "c"}]}',
    /:2:12: "profiles\[0\]\.name" must be 1 to 64 letters/,
  ],
  [
    "two profiles of one name",
    '{"version": 1, "profiles": [\n  {"name": "a", "clientId": "c"},\n  {"name": "A", "clientId": "c"}]}',
    /:3:12: "profiles\[1\]\.name" repeats the name "A"$/,
  ],
  [
    "a list that is given twice",
    '{"version": 1,\n "profiles": [{"name": "a", "clientId": "c"}],\n "profiles": []}',
    /:3:2: "profiles" is given twice$/,
  ],
  [
    "a device of Windows as a name",
    '{"version": 1, "profiles": [\n  {"name": "nul", "clientId": "c"}]}',
    /:2:12: "profiles\[0\]\.name" must be 1 to 64 letters/,
  ],
  [
    "an unknown flow",
    '{"version": 1, "profiles": [{"name": "a", "clientId": "c", "flow": "dance"}]}',
    /"profiles\[0\]\.flow" must be one of authorization-code, /,
  ],
];

for (const [what, text, message] of DAMAGED) {
  Deno.test(`parseProfiles() refuses ${what} and says where`, options, () => {
    const error = refusal(text);
    assert.match(error.message, message);
    assert.match(error.message, /^Cannot read the profiles: \/home\/ada\//);
    assert.equal(error.hint, "The file is left as it is; mend it in an editor");
  });
}

Deno.test(
  "parseProfiles() never repeats a secret that stands in the file",
  options,
  () => {
    const error = refusal(
      '{"version": 1, "profiles": [{"name": "a", "clientId": "c", "clientSecret": "hunter2~"}]}',
    );
    assert.match(
      error.message,
      /"profiles\[0\]\.clientSecret" must tell where the secret is/,
    );
    assert.ok(!error.message.includes("hunter2"));
  },
);

Deno.test("parseProfiles() reads what formatProfiles() writes", options, () => {
  const document = addProfile(EMPTY_DOCUMENT, {
    name: "work",
    tenant: "contoso.onmicrosoft.com",
    clientId: "11111111-2222-3333-4444-555555555555",
    scopes: ["https://graph.microsoft.com/.default"],
    clientSecret: "env:WORK_SECRET",
    flow: "client-credentials",
  });
  const text = formatProfiles(document);
  assert.deepEqual(parseProfiles(text, FILE), document);
  assert.deepEqual(parseProfiles("\uFEFF" + text, FILE), document);
});

Deno.test(
  "removeProfile() takes the default along with its profile",
  options,
  () => {
    const document = {
      ...EMPTY_DOCUMENT,
      default: "Work",
      profiles: [{ name: "work", clientId: "c" }, {
        name: "home",
        clientId: "c",
      }],
    };
    const after = removeProfile(document, "WORK");
    assert.deepEqual(after.profiles, [{ name: "home", clientId: "c" }]);
    assert.ok(!("default" in after));
    assert.equal(removeProfile(document, "home").default, "Work");
  },
);

Deno.test(
  "parseProfiles() takes no longer for each of many profiles",
  options,
  () => {
    const text = (count: number) =>
      JSON.stringify({
        version: 1,
        profiles: Array.from({ length: count }, (_, index) => ({
          name: `profile-${index}`,
          clientId: "c",
        })),
      });
    const many = text(20_000);
    const start = performance.now();
    assert.equal(parseProfiles(many, FILE).profiles.length, 20_000);
    const took = performance.now() - start;
    assert.ok(took < 2000, `${Math.round(took)} ms`);
  },
);
