import assert from "node:assert/strict";
import Ajv from "npm:ajv@8.20.0/dist/2020.js";
import {
  checkDocument,
  PROFILE_MEMBERS,
} from "../../src/settings/profile_schema.ts";
import {
  checkProject,
  SHARED_MEMBERS,
} from "../../src/settings/project_schema.ts";
import profilesSchema from "../../src/settings/profiles.schema.json" with {
  type: "json",
};
import projectSchema from "../../src/settings/project.schema.json" with {
  type: "json",
};

type Check = (value: unknown) => boolean;

function compiled(schema: object): Check {
  const ajv = new (Ajv as unknown as new (options: object) => {
    compile(schema: object): Check;
  })({ strict: true, strictRequired: false });
  return ajv.compile(schema);
}

const FILES = [
  ["profiles", compiled(profilesSchema), checkDocument],
  ["project", compiled(projectSchema), checkProject],
] as const;

/** Values that some member takes and most do not. */
const VALUES: readonly unknown[] = [
  "",
  "a",
  "contoso.com",
  "a b",
  "CON",
  "a\u001b[2J",
  "a\u0007",
  "a\u009b",
  "a\u202eb",
  "a\u200bb",
  "\u00e9 \u6f22 \u{1f600}",
  "env:NAME",
  "env:1",
  "env:",
  "file:/x",
  "file:",
  "file",
  "command:pass show x",
  "command:",
  "profile:other",
  "keyring",
  "vault",
  "memory",
  "plaintext",
  "github-actions",
  "github-actions:api://x",
  "azure-pipelines",
  "kubernetes",
  "device-code",
  "DeviceCode",
  "managed-identity",
  "query",
  "id_token token",
  "PS256",
  "2027-01-31",
  "2027-02-30",
  "2027-13-01",
  "2027-1-1",
  null,
  true,
  0,
  [],
  ["a"],
  [""],
  [1],
  {},
  { a: "b" },
  { a: 1 },
];

const WHOLE: readonly unknown[] = [
  null,
  [],
  "x",
  {},
  { version: 1 },
  { version: 1, profiles: [] },
  { version: 2, profiles: [] },
  { version: "1", profiles: [] },
  { version: 1, profiles: {} },
  { version: 1, profiles: [], more: 1 },
  { version: 1, profiles: [], default: "a" },
  { version: 1, profiles: [], default: "" },
  { version: 1, profiles: [], $schema: "x" },
  { version: 1, profiles: [], $schema: 1 },
  { version: 1, profiles: [null] },
  { version: 1, profiles: [{}] },
  { version: 1, profiles: [{ name: "a" }] },
  { version: 1, profiles: [{ name: "a", clientId: "c" }] },
  { version: 1, profiles: [{ name: "a", flow: "azd" }] },
  { version: 1, profiles: [{ name: "a", flow: "device-code" }] },
  JSON.parse('{"version":1,"profiles":[{"name":"a","__proto__":1}]}'),
  JSON.parse('{"version":1,"profiles":[],"constructor":1}'),
];

function corpus(): readonly unknown[] {
  const members = [...PROFILE_MEMBERS, "colour", "$schema"];
  const profiles = members.flatMap((member) =>
    VALUES.map((value) => ({ name: "a", clientId: "c", [member]: value }))
  );
  return [
    ...WHOLE,
    ...profiles.map((profile) => ({ version: 1, profiles: [profile] })),
  ];
}

for (const [name, matches, check] of FILES) {
  Deno.test(`${name}.schema.json and the program agree on what is right`, () => {
    const values = corpus();
    const right = values.filter((value) => {
      const isRight = !("issue" in check(value));
      assert.equal(matches(value), isRight, JSON.stringify(value));
      return isRight;
    });
    assert.ok(right.length > 100 && right.length < values.length);
  });
}

Deno.test("project.schema.json has what profiles.schema.json says of the same members", () => {
  const { properties } = projectSchema.$defs.profile;
  const all: Readonly<Record<string, unknown>> =
    profilesSchema.$defs.profile.properties;
  assert.deepEqual(Object.keys(properties), [...SHARED_MEMBERS]);
  for (const [member, schema] of Object.entries(properties)) {
    assert.deepEqual(schema, all[member]);
  }
});
